/* SPDX-License-Identifier: Apache-2.0 */
/* The rewriter on streams made by hand: what it writes, and everything it must refuse. */
#include "../../src/pdf/internal.h"

#include <string.h>

static const MbGlyph GLYPHS[] = { { 1, 0, 0, 1024, 0 } };
static const MbGlyphRun RUN = {
  .text = "a", .length = 1, .glyphs = GLYPHS, .n_glyphs = 1, .scale = 10000
};
static const MbGlyphRun WIDE = {
  .text = "a", .length = 1, .glyphs = GLYPHS, .n_glyphs = 1, .scale = 10200
};
static const MbGlyphRun TRACKED = { .text = "a",
                                    .length = 1,
                                    .glyphs = GLYPHS,
                                    .n_glyphs = 1,
                                    .scale = 10000,
                                    .size = 10240,
                                    .tracking = 512 };

#define ON_PAGE                                                                                    \
  {                                                                                                \
    1024, 1024, 1024, 1024                                                                         \
  }

/* 0, 1: glyphs of slot 0; 2: a fill; 3: a picture; 4: a hyphen of slot 0; 5: glyphs far outside; 6: glyphs of slot 1;
 * 7: glyphs 2 % wider; 8: tracked; 9: as 0 */
static const MbItem ITEMS[] = {
  { .kind = MB_ITEM_GLYPHS, .run = &RUN, .n_glyphs = 1, .rect = ON_PAGE, .baseline = 2048 },
  { .kind = MB_ITEM_GLYPHS, .run = &RUN, .n_glyphs = 1, .rect = ON_PAGE, .baseline = 2048 },
  { .kind = MB_ITEM_FILL, .artifact = MB_ARTIFACT_LAYOUT, .rect = ON_PAGE },
  { .kind = MB_ITEM_PICTURE, .rect = ON_PAGE },
  { .kind = MB_ITEM_GLYPHS,
    .run = &RUN,
    .n_glyphs = 1,
    .rect = ON_PAGE,
    .baseline = 2048,
    .hyphen = TRUE,
    .actual = "\xC2\xAD" },
  { .kind = MB_ITEM_GLYPHS, .run = &RUN, .n_glyphs = 1, .rect = { -90000, 0, 1024, 1024 } },
  { .kind = MB_ITEM_GLYPHS, .run = &RUN, .n_glyphs = 1, .rect = ON_PAGE, .baseline = 2048 },
  { .kind = MB_ITEM_GLYPHS, .run = &WIDE, .n_glyphs = 1, .rect = ON_PAGE, .baseline = 2048 },
  { .kind = MB_ITEM_GLYPHS, .run = &TRACKED, .n_glyphs = 1, .rect = ON_PAGE, .baseline = 2048 },
  { .kind = MB_ITEM_GLYPHS, .run = &RUN, .n_glyphs = 1, .rect = ON_PAGE, .baseline = 2048 },
};
static const MbOwner OWNERS[] = { { 0, "P" },      { 0, "P" }, { MB_SLOT_ARTIFACT, NULL },
                                  { 2, "Figure" }, { 0, "P" }, { 0, "P" },
                                  { 1, "H1" },     { 0, "P" }, { 0, "P" },
                                  { 0, "P" } };
G_STATIC_ASSERT (G_N_ELEMENTS (OWNERS) == G_N_ELEMENTS (ITEMS));

/* "@2.1" in @script stands for the marker of item 2 in palette entry 1, "@g.0" for that of group 0, the only one. */
static char *
expand (const char *script)
{
  GString *out = g_string_new (NULL);
  for (; *script; script++) {
    if (*script != '@') {
      g_string_append_c (out, *script);
      continue;
    }
    double rgb[3];
    guint item = script[1] == 'g' ? MB_MARKER_GROUP : (guint) (script[1] - '0');
    mb_marker_encode ((MbMarker){ (guint) (script[3] - '0'), item }, rgb);
    g_string_append_printf (out, "%.6g %.6g %.6g rg", rgb[0], rgb[1], rgb[2]);
    script += 3;
  }
  return g_string_free (out, FALSE);
}

static gboolean
run (const char *script, guint first, guint n, MbContentResult *result)
{
  MbDisplayList display = {
    .width = 100 * 1024, .height = 100 * 1024, .items = ITEMS + first, .n = n, .n_groups = 1
  };
  MbPalette palette = { .n = 3 };
  palette.colors[1] = (MbColor){ MB_COLOR_RGB, { 0, 0, 0 }, 65535, 0 };
  palette.colors[2] = (MbColor){ MB_COLOR_RGB, { 65535, 0, 0 }, 65535, 0 };
  palette.colors[3] = (MbColor){ MB_COLOR_CMYK, { 0, 65535, 0, 0 }, 65535, 0 };
  g_autofree guint8 *found = g_malloc0 (n + 1);
  MbContentTask task = { &display, &palette, OWNERS + first, .found = found };
  g_autofree char *content = expand (script);
  return mb_content_rewrite (&task, content, strlen (content), result) &&
         mb_content_check (&task, &result->fault);
}

static void
check (const char *script, guint n, const char *expected)
{
  MbContentResult result;
  gboolean good = run (script, 0, n, &result);
  g_assert_cmpstr (result.fault, ==, NULL);
  g_assert_true (good);
  g_autofree char *flat = g_strdup (g_strchomp (g_strdelimit (result.content->str, "\n", ' ')));
  g_auto (GStrv) words = g_strsplit (flat, " ", -1);
  g_autoptr (GString) got = g_string_new (NULL);
  for (guint i = 0; words[i]; i++)
    if (*words[i])
      g_string_append_printf (got, "%s%s", got->len ? " " : "", words[i]);
  g_assert_cmpstr (got->str, ==, expected);
  mb_content_result_clear (&result);
}

static void
test_good (void)
{
  check ("@0.1 BT (a)Tj ET", 1, "/P<</MCID 0>>BDC 0 g BT (a)Tj ET EMC");
  check ("@0.1 BT (a)Tj ET @1.1 BT (b)Tj ET", 2,
         "/P<</MCID 0>>BDC 0 g BT (a)Tj ET BT (b)Tj ET EMC");
  check ("q @0.1 BT (a)Tj ET Q q @1.2 BT (b)Tj ET Q", 2,
         "q /P<</MCID 0>>BDC 0 g BT (a)Tj ET Q q 1 0 0 rg BT (b)Tj ET Q EMC");
  check ("@0.1 (a)Tj @2.3 0 0 1 1 re f @1.1 (b)Tj", 3,
         "/P<</MCID 0>>BDC 0 g (a)Tj EMC /Artifact<</Type/Layout>>BDC 0 1 0 0 k 0 0 1 1 re f EMC "
         "/P<</MCID 1>>BDC 0 g (b)Tj EMC");
  /* the picture's rectangle goes, the clip before it stays */
  check ("0 0 9 9 re W n @0.1 (a)Tj @1.1 (b)Tj @2.1 0 0 1 1 re f @3.0 0 0 5 5 re f q 0 0 5 5 re W "
         "n /x5 Do Q",
         4,
         "0 0 9 9 re W n /P<</MCID 0>>BDC 0 g (a)Tj (b)Tj EMC /Artifact<</Type/Layout>>BDC 0 0 1 1 "
         "re f EMC /Figure<</MCID 1>>BDC q "
         "0 0 5 5 re W n /x5 Do Q EMC");
  /* a group is laid down outside marked content, its marker goes */
  check ("@0.1 (a)Tj @g.0 0 0 9 9 re f q /a0 gs /x6 Do Q @1.1 (b)Tj", 2,
         "/P<</MCID 0>>BDC 0 g (a)Tj EMC q /a0 gs /x6 Do Q /P<</MCID 1>>BDC 0 g (b)Tj EMC");
  /* one of which nothing shows goes, with the clear black that cairo paints for it */
  check ("@g.0 0 0 9 9 re f @0.1 (a)Tj", 1, "/P<</MCID 0>>BDC 0 g (a)Tj EMC");
  check ("@g.0 0 0 9 9 re f q 0 0 0 rg /a1 gs 0 0 9 9 re f Q @0.1 (a)Tj", 1,
         "q /a1 gs Q /P<</MCID 0>>BDC 0 g (a)Tj EMC");
  /* idle spans of cairo go, others stay */
  check ("@0.1 /Span << /ActualText <feff202f> >> BDC ( )Tj EMC /Span<</ActualText<feff0041>>>BDC "
         "(a)Tj EMC",
         1, "/P<</MCID 0>>BDC 0 g ( )Tj /Span<</ActualText<feff0041>>>BDC (a)Tj EMC EMC");
}

static void
test_hyphen (void)
{
  MbContentResult result;
  g_assert_true (run ("@0.1 (-)Tj", 4, 1, &result));
  g_assert_nonnull (strstr (result.content->str, "/Span<</MCID 0/ActualText<FEFF00AD>>>BDC"));
  mb_content_result_clear (&result);
}

static void
test_outside (void)
{
  MbContentResult result;
  g_assert_true (run ("", 5, 1, &result)); /* off the sheet: cairo may leave it out */
  g_assert_cmpuint (result.sequences->len, ==, 0);
  mb_content_result_clear (&result);
}

/* The first row of the matrix is wider, and what another one is away from the first along that row. */
static void
test_scaled (void)
{
  static const char *const CASES[][2] = {
    { "@0.1 10 0 0 10 5 7 Tm (a)Tj", "10.2 0 0 10 5 7 Tm (a)Tj" },
    { "@0.1 10 0 0 10 5 7 Tm (a)Tj 10 0 0 10 105 9 Tm (a)Tj", "10.2 0 0 10 107 9 Tm (a)Tj" },
    { "@0.1 0 -10 10 0 5 7 Tm (a)Tj 0 -10 10 0 5 -93 Tm (a)Tj", "0 -10.2 10 0 5 -95 Tm (a)Tj" },
  };
  MbContentResult result;
  for (guint i = 0; i < G_N_ELEMENTS (CASES); i++) {
    gboolean good = run (CASES[i][0], 7, 1, &result);
    g_assert_cmpstr (result.fault, ==, NULL);
    g_assert_true (good);
    if (!strstr (result.content->str, CASES[i][1]))
      g_error ("%s: %s", CASES[i][0], result.content->str);
    mb_content_result_clear (&result);
  }
  g_assert_false (run ("@0.1 (a)Tj", 7, 1, &result));
  g_assert_nonnull (strstr (result.fault, "before its matrix"));
  mb_content_result_clear (&result);
}

/* Once for a run, taken back for the next one; Q takes it back by itself. */
static void
test_tracked (void)
{
  static const char *const CASES[][2] = {
    { "@0.1 BT 9 0 0 9 5 7 Tm (a)Tj ET @1.1 BT 9 0 0 9 5 8 Tm (b)Tj ET",
      "9 0 0 9 5 7 Tm 0.05 Tc (a)Tj ET  BT 9 0 0 9 5 8 Tm 0 Tc (b)Tj ET" },
    { "q @0.1 BT 9 0 0 9 5 7 Tm (a)Tj ET Q q @1.1 BT 9 0 0 9 5 8 Tm (b)Tj ET Q",
      "9 0 0 9 5 7 Tm 0.05 Tc (a)Tj ET Q q 0 g\n BT 9 0 0 9 5 8 Tm (b)Tj ET Q" },
  };
  MbContentResult result;
  for (guint i = 0; i < G_N_ELEMENTS (CASES); i++) {
    gboolean good = run (CASES[i][0], 8, 2, &result);
    g_assert_cmpstr (result.fault, ==, NULL);
    g_assert_true (good);
    if (!strstr (result.content->str, CASES[i][1]))
      g_error ("%s: %s", CASES[i][0], result.content->str);
    mb_content_result_clear (&result);
  }
  g_assert_false (run ("@0.1 (a)Tj", 8, 1, &result));
  g_assert_nonnull (strstr (result.fault, "before its matrix"));
  mb_content_result_clear (&result);
}

static void
test_refused (void)
{
  static const struct {
    const char *script, *fault;
    guint n;
  } CASES[] = {
    { "", "lost", 1 },                                    /* an item is missing */
    { "@0.1 BT ET", "lost", 1 },                          /* marked, not painted */
    { "(a)Tj", "outside", 1 },                            /* before any marker */
    { "@0.1 (a)Tj 0 0 1 1 re f", "outside its item", 1 }, /* a fill under glyphs */
    { "@0.1 (a)Tj /x5 Do", "outside its item", 1 },       /* a picture nobody announced */
    { "@0.1 (a)Tj @1.1 (b)Tj @2.1 /sh1 sh", "outside its item", 3 }, /* a gradient under a fill */
    { "@0.1 (a)Tj BI /W 1 ID x EI", "outside its item", 1 }, /* an inline image under glyphs */
    { "@0.1 (a)Tj .5 .5 .5 rg (b)Tj", "not sent", 1 },       /* a colour of nobody */
    { "@0.1 (a)Tj /Pattern cs /p1 scn", "not sent", 1 },     /* text with a pattern */
    { "@0.1 (a)Tj @9.1 (b)Tj", "unknown item", 1 },
    { "@0.9 (a)Tj", "unknown colour", 1 },
    { "@0.0 (a)Tj", "does not fit", 1 }, /* picture palette on glyphs */
    { "@0.1 /Span<</ActualText<feff0041>>>BDC (a)Tj", "never ends", 1 },
    { "@0.1 (a)Tj EMC", "never began", 1 },
    { "@0.1 /Span<<>>BDC @1.1 (a)Tj EMC", "inside a span", 2 },
    { "@0.1 (a Tj", "broken", 1 },
    { "@0.1 (a)Tj 0 0 1 1 re", "broken", 1 },
    { "@0.1 0 0 1 1 re (a)Tj f", "inside a path", 1 },
    { "@0.1 (a)Tj @1.1 (b)Tj @2.1 0 0 1 1 re f @3.0 /x5 Do", "marker",
      4 },                                         /* its rectangle was culled */
    { "@g.0 0 0 9 9 re f @1.1 (b)Tj", "lost", 2 }, /* with what it held */
    { "@0.1 (a)Tj @g.0 0 0 9 9 re f .1 .2 .3 rg (a)Tj", "outside its item", 1 },
    { "@0.1 (a)Tj @g.0 /x6 Do", "not laid down", 1 }, /* its rectangle was culled */
    { "@0.1 (a)Tj @g.0 0 0 9 9 re f /sh1 sh", "not laid down", 1 },
    { "@0.1 (a)Tj @g.0 0 0 9 9 re f /x6 Do /x7 Do", "outside its item", 1 },
  };
  for (guint i = 0; i < G_N_ELEMENTS (CASES); i++) {
    MbContentResult result;
    g_assert_false (run (CASES[i].script, 0, CASES[i].n, &result));
    if (!strstr (result.fault, CASES[i].fault))
      g_error ("%s: %s", CASES[i].script, result.fault);
    mb_content_result_clear (&result);
  }
}

static void
test_own_check (void)
{
  static const struct {
    const char *content, *fault;
    guint mcids;
  } CASES[] = {
    { "/P<</MCID 0>>BDC (a)Tj EMC /Artifact<<>>BDC 0 0 1 1 re f EMC", NULL, 1 },
    { "(a)Tj", "outside", 0 },
    { "/P<</MCID 0>>BDC EMC /x1 Do", "outside", 1 },
    { "/P<</MCID 1>>BDC EMC", "order", 1 },
    { "/P<</MCID 0>>BDC /P<</MCID 1>>BDC EMC EMC", "nests", 2 },
    { "/Artifact BMC /P<</MCID 0>>BDC EMC EMC", "nests", 1 },
    { "EMC", "without", 0 },
    { "q", "never closed", 0 },
    { "Q q", "Q without q", 0 },
    { "/P<</MCID 0>>BDC", "never closed", 1 },
    { "(", "broken", 0 },
  };
  for (guint i = 0; i < G_N_ELEMENTS (CASES); i++) {
    MbContentFacts facts = mb_check_content (CASES[i].content, strlen (CASES[i].content), NULL);
    g_assert_cmpuint (facts.mcids, ==, CASES[i].mcids);
    g_assert_true (CASES[i].fault ? facts.fault && strstr (facts.fault, CASES[i].fault)
                                  : !facts.fault);
  }
  g_assert_true (mb_check_content ("0 0 0 1 k", 9, NULL).cmyk);
}

static void
test_labels (void)
{
  static const struct {
    const char *label;
    int number;
  } PAGES[] = { { "", 1 }, { "ii", 2 }, { "iii", 3 }, { "1", 1 },   { "2", 2 },
                { "", 3 }, { "4", 4 },  { "A-1", 1 }, { "A-2", 2 }, { "X", 9 } };
  MbPage pages[G_N_ELEMENTS (PAGES)] = { 0 };
  guint which[G_N_ELEMENTS (PAGES)];
  for (guint i = 0; i < G_N_ELEMENTS (PAGES); i++) {
    pages[i] = (MbPage){ .index = i, .label = PAGES[i].label, .number = PAGES[i].number };
    which[i] = i;
  }
  MbPages all = { .pages = pages, .n_pages = G_N_ELEMENTS (PAGES) };
  g_autofree char *got = mb_labels_ranges (&all, which, all.n_pages);
  g_assert_cmpstr (
      got, ==,
      "<</Nums[ 0<</S/r/St 1>> 3<</S/D/St 1>> 7<</P<FEFF0041002D>/S/D/St 1>> 9<</P<FEFF0058>>>]>>");
  static const guint some[] = { 1, 4 };
  g_autofree char *two = mb_labels_ranges (&all, some, 2);
  g_assert_cmpstr (two, ==, "<</Nums[ 0<</S/r/St 2>> 1<</S/D/St 2>>]>>");
}

static void
test_profile (void)
{
  g_autoptr (GBytes) one = mb_profile_srgb (), two = mb_profile_srgb ();
  gsize size;
  const guint8 *data = g_bytes_get_data (one, &size);
  g_assert_true (g_bytes_equal (one, two));
  g_assert_cmpuint (data[0] << 24 | data[1] << 16 | data[2] << 8 | data[3], ==, size);
  g_assert_cmpuint (mb_profile_components (one), ==, 3);
  guint tags = data[131];
  g_assert_cmpuint (tags, ==, 10);
  for (guint i = 0; i < tags; i++) {
    const guint8 *tag = data + 132 + 12 * i;
    guint offset = tag[4] << 24 | tag[5] << 16 | tag[6] << 8 | tag[7],
          length = tag[8] << 24 | tag[9] << 16 | tag[10] << 8 | tag[11];
    g_assert_cmpuint (offset % 4, ==, 0);
    g_assert_cmpuint (offset + length, <=, size);
  }
  /* colourants add up to the white point */
  int sum[3] = { 0 };
  for (guint i = 3; i < 6; i++)
    for (int k = 0; k < 3; k++) {
      const guint8 *tag = data + 132 + 12 * i, *xyz = data + (tag[6] << 8 | tag[7]) + 8 + 4 * k;
      sum[k] += xyz[0] << 24 | xyz[1] << 16 | xyz[2] << 8 | xyz[3];
    }
  static const double WHITE[] = { 0.9642, 1, 0.8249 };
  for (int k = 0; k < 3; k++)
    g_assert_cmpfloat_with_epsilon (sum[k] / 65536.0, WHITE[k], 0.0005);
  g_autoptr (GBytes) bad = g_bytes_new (data, 100);
  g_assert_cmpuint (mb_profile_components (bad), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pdf/content/scaled", test_scaled);
  g_test_add_func ("/pdf/content/tracked", test_tracked);
  g_test_add_func ("/pdf/content/good", test_good);
  g_test_add_func ("/pdf/content/hyphen", test_hyphen);
  g_test_add_func ("/pdf/content/outside", test_outside);
  g_test_add_func ("/pdf/content/refused", test_refused);
  g_test_add_func ("/pdf/check/content", test_own_check);
  g_test_add_func ("/pdf/labels", test_labels);
  g_test_add_func ("/pdf/profile", test_profile);
  return g_test_run ();
}
