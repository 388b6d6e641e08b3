/* SPDX-License-Identifier: Apache-2.0 */
/* CSS syntax: findings with their places (cases in syntax/), cursors, and hostile sheets.
 *
 * syntax/NAME.css is read as a style sheet down to its last block; NAME.findings is what is reported, one a
 * line. MARBRE_UPDATE=1 rewrites the findings. What the parser makes of well-formed and odd text is checked by
 * check_css_syntax.py.
 */
#include "syntax.h"

#include <string.h>

typedef struct {
  MbArena *arena;
  MbDiagnostics *diagnostics;
  guint items, invalid, depth;
} Reading;

static Reading
reading_new (void)
{
  return (Reading){ mb_arena_new (), mb_diagnostics_new (), 0, 0, 0 };
}

static void
reading_free (Reading *reading)
{
  mb_diagnostics_free (reading->diagnostics);
  mb_arena_free (reading->arena);
}

/* Rules that hold rules; all others hold declarations, nested rules included. */
static MbCssContents
contents_of (const MbCssItem *item)
{
  if (item->kind == MB_CSS_RULE)
    return MB_CSS_STYLE;
  return g_ascii_strcasecmp (item->name, "media") == 0 ? MB_CSS_RULES : MB_CSS_DECLARATIONS;
}

static void
read_all (Reading *reading, MbCssContents contents, MbCssValues values, guint depth)
{
  MbCssReader reader = mb_css_reader (contents, values, reading->arena, reading->diagnostics);
  MbCssItem item;

  g_assert_cmpuint (depth, <=, MB_MAX_CSS_DEPTH);
  reading->depth = MAX (reading->depth, depth);
  while (mb_css_read (&reader, &item)) {
    reading->items++;
    reading->invalid += item.kind == MB_CSS_INVALID;
    if (item.kind != MB_CSS_INVALID && item.has_block)
      read_all (reading, contents_of (&item), item.block, depth + 1);
  }
}

static MbCssValues
parse (Reading *reading, const char *css, gsize length)
{
  MbPos start = { "a.css", 1, 1 };
  return mb_css_parse (reading->arena, reading->diagnostics, start, css, length);
}

static MbCssValues
parse_text (Reading *reading, const char *css)
{
  return parse (reading, css, strlen (css));
}

static char *
findings (Reading *reading)
{
  GString *out = g_string_new (NULL);
  gsize n;
  const MbDiagnostic *found = mb_diagnostics_get (reading->diagnostics, &n);

  for (gsize i = 0; i < n; i++)
    g_string_append_printf (out, "%u:%u MB%04d %s\n", found[i].pos.line, found[i].pos.col,
                            found[i].code, found[i].message);
  return g_string_free (out, FALSE);
}

/* --- Findings ------------------------------------------------------------------------------------- */

static void
check_case (const char *folder, const char *name)
{
  g_autofree char *css_path = g_build_filename (folder, name, NULL);
  g_autofree char *stem = g_strndup (css_path, strlen (css_path) - strlen (".css"));
  g_autofree char *path = g_strconcat (stem, ".findings", NULL);
  g_autofree char *css = NULL, *expected = NULL, *got = NULL;
  gsize length;
  Reading reading = reading_new ();

  g_assert_true (g_file_get_contents (css_path, &css, &length, NULL));
  read_all (&reading, MB_CSS_SHEET, parse (&reading, css, length), 0);
  got = findings (&reading);
  if (g_getenv ("MARBRE_UPDATE"))
    g_assert_true (g_file_set_contents (path, got, -1, NULL));
  g_assert_true (g_file_get_contents (path, &expected, NULL, NULL));
  if (strcmp (got, expected) != 0)
    g_test_message ("%s\n--- expected\n%s--- got\n%s", name, expected, got);
  g_assert_cmpstr (got, ==, expected);
  reading_free (&reading);
}

static void
test_findings (void)
{
  g_autofree char *folder = g_build_filename (TEST_DIR, "syntax", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)))
    if (g_str_has_suffix (name, ".css")) {
      check_case (folder, name);
      n++;
    }
  g_assert_cmpuint (n, >=, 12);
}

/* --- Places --------------------------------------------------------------------------------------- */

/* The place of every value, in the order of the text: "line:col " each. */
static char *
places (MbCssValues values)
{
  GString *out = g_string_new (NULL);
  for (const MbCssValue *v = values.first; v < values.end; v++)
    if (v->kind != MB_CSS_SPACE)
      g_string_append_printf (out, "%u:%u ", v->line, v->col);
  return g_string_free (out, FALSE);
}

static void
test_places (void)
{
  Reading reading = reading_new ();
  g_autofree char *a =
      places (parse_text (&reading, "été { a:\tb }\r\n/* é\n */ x\r y(\\\ny \"\\\nz\" 𝄞 z)\fw"));
  g_autofree char *b = NULL;
  MbPos start = { "p.xhtml", 7, 30 };
  MbCssValues style;

  g_assert_cmpstr (a, ==, "1:1 1:5 1:7 1:8 1:10 3:5 4:2 4:4 5:1 5:3 6:4 6:6 6:9 ");
  style = mb_css_parse (reading.arena, NULL, start, "a:b;\n c:d", 9);
  b = places (style);
  g_assert_cmpstr (b, ==, "7:30 7:31 7:32 7:33 8:2 8:3 8:4 ");
  g_assert_cmpstr (mb_css_pos (style.first).file, ==, "p.xhtml");
  reading_free (&reading);
}

static void
test_originals (void)
{
  Reading reading = reading_new ();
  MbCssValues values = parse_text (&reading, " a /**/( +1.50E3PX \\62 ) \n");
  MbCssValues trimmed = mb_css_trim (values);
  const MbCssValue *number = trimmed.end - 4;

  g_assert_cmpstr (mb_css_original (reading.arena, trimmed), ==, "a /**/( +1.50E3PX \\62 )");
  g_assert_cmpint (number->kind, ==, MB_CSS_SPACE);
  number = trimmed.end - 3;
  g_assert_cmpint (number->kind, ==, MB_CSS_DIMENSION);
  g_assert_cmpfloat (number->number, ==, 1500);
  values = mb_css_trim (parse_text (&reading, "  \n"));
  g_assert_true (values.first == values.end);
  /* the white space at the end of the array lies inside the block */
  values = mb_css_trim (parse_text (&reading, "(a "));
  g_assert_cmpuint (values.end - values.first, ==, 3);
  reading_free (&reading);
}

/* --- Cursors -------------------------------------------------------------------------------------- */

static void
test_cursor_takes (void)
{
  static const char *const words[] = { "left", "Right", NULL };
  Reading reading = reading_new ();
  MbCssCursor c = mb_css_cursor (
      parse_text (&reading,
                  " RIGHT , 12 / 3.5 +4 50% 2EM .25turn 'x' url(y) url( 'z' ) f( a ) [ b ]  "));
  MbCssCursor inside;
  double number;
  int integer;
  const char *unit;

  g_assert_false (mb_css_take_number (&c, &number));
  g_assert_cmpint (mb_css_take_words (&c, words), ==, 1);
  g_assert_false (mb_css_take_mark (&c, '/'));
  g_assert_true (mb_css_take_mark (&c, ','));
  g_assert_true (mb_css_take_integer (&c, &integer) && integer == 12);
  g_assert_true (mb_css_take_mark (&c, '/'));
  g_assert_false (mb_css_take_integer (&c, &integer));
  g_assert_true (mb_css_take_number (&c, &number) && number == 3.5);
  g_assert_true (mb_css_take_integer (&c, &integer) && integer == 4);
  g_assert_false (mb_css_take_number (&c, &number));
  g_assert_true (mb_css_take_percentage (&c, &number) && number == 50);
  g_assert_false (mb_css_take_angle (&c, &number));
  g_assert_true (mb_css_take_dimension (&c, &number, &unit) && number == 2);
  g_assert_cmpstr (unit, ==, "EM");
  g_assert_true (mb_css_take_angle (&c, &number) && number == 90);
  g_assert_null (mb_css_take_url (&c));
  g_assert_cmpstr (mb_css_take_string (&c), ==, "x");
  g_assert_cmpstr (mb_css_take_url (&c), ==, "y");
  g_assert_cmpstr (mb_css_take_url (&c), ==, "z");
  g_assert_false (mb_css_take_function (&c, "g", &inside));
  g_assert_true (mb_css_take_function (&c, "F", &inside));
  g_assert_true (mb_css_take_word (&inside, "A") && mb_css_at_end (&inside));
  g_assert_false (mb_css_take_block (&c, MB_CSS_PARENS, &inside));
  g_assert_false (mb_css_at_end (&c));
  g_assert_true (mb_css_take_block (&c, MB_CSS_BRACKETS, &inside));
  g_assert_true (mb_css_at_end (&c));
  g_assert_null (mb_css_take (&c));
  reading_free (&reading);
}

static void
test_cursor_lists (void)
{
  Reading reading = reading_new ();
  MbCssCursor c = mb_css_cursor (parse_text (&reading, "a b, f(x, y) ,"));
  MbCssCursor parts;
  MbCssValues part = mb_css_take_until_comma (&c);

  parts = mb_css_cursor (part);
  g_assert_cmpstr (mb_css_take_ident (&parts), ==, "a");
  g_assert_true (mb_css_take_space (&parts));
  g_assert_false (mb_css_take_space (&parts));
  g_assert_cmpint (mb_css_take_raw (&parts)->kind, ==, MB_CSS_IDENT);
  g_assert_null (mb_css_peek_raw (&parts));
  part = mb_css_take_until_comma (&c);
  parts = mb_css_cursor (part);
  g_assert_true (mb_css_is_function (mb_css_take (&parts), "f"));
  g_assert_true (mb_css_at_end (&parts) && mb_css_at_end (&c));
  part = mb_css_take_until_comma (&c);
  g_assert_true (part.first == part.end);
  reading_free (&reading);
}

static void
test_cursor_anb (void)
{
  Reading reading = reading_new ();
  MbCssCursor c = mb_css_cursor (parse_text (&reading, " 2n + of li"));
  int a = 0, b = 0;

  g_assert_false (mb_css_take_anb (&c, &a, &b));
  g_assert_cmpint (mb_css_peek (&c)->kind, ==, MB_CSS_DIMENSION);
  c = mb_css_cursor (parse_text (&reading, " 2n+1 of li"));
  g_assert_true (mb_css_take_anb (&c, &a, &b) && a == 2 && b == 1);
  g_assert_true (mb_css_take_word (&c, "of"));
  reading_free (&reading);
}

/* --- Hostile sheets ------------------------------------------------------------------------------- */

/* What must hold of any values: sizes fit, places grow, the depth is bounded. */
static void
check_shape (MbCssValues values, guint depth)
{
  g_assert_cmpuint (depth, <=, MB_MAX_CSS_DEPTH);
  for (const MbCssValue *v = values.first; v < values.end; v = mb_css_after (v)) {
    g_assert_true (mb_css_after (v) <= values.end);
    g_assert_cmpuint (v->length, >, 0);
    g_assert_cmpuint ((gsize) v->offset + v->length, <=, v->source->length);
    g_assert_true (!v->text || g_utf8_validate (v->text, -1, NULL));
    if (mb_css_after (v) < values.end)
      g_assert_cmpuint (v->offset + v->length, <=, mb_css_after (v)->offset);
    if (v->inside > 0)
      check_shape (mb_css_inside (v), depth + 1);
  }
}

/* Parse, read with every grammar, serialize, parse what came out. */
static void
endure (const char *css, gsize length)
{
  Reading reading = reading_new ();
  g_autoptr (GString) text = g_string_new (NULL);
  MbCssValues values = parse (&reading, css, length);

  check_shape (values, 0);
  for (int contents = MB_CSS_SHEET; contents <= MB_CSS_STYLE; contents++)
    read_all (&reading, (MbCssContents) contents, values, 0);
  mb_css_serialize (values, text);
  if (text->len <= MB_MAX_STYLE_BYTES)
    check_shape (parse (&reading, text->str, text->len), 0);
  reading_free (&reading);
}

/* Sheets made of one piece, as long as a sheet may be: a quadratic loop would not end in time. */
static void
test_hostile_repeats (void)
{
  static const char *const pieces[] = {
    "(",     ")",        "[",       "{",      "}",       "a(",         "(}",
    "{)",    "{(",       "\"",      "'\n",    "\\",      "\\\n",       "/*",
    "/**/",  "<!--",     "-->",     "url(",   "url( '",  "url(\\)",    "u+",
    "@",     "@a",       "@a;",     "#",      "a",       "a:b{}",      "a:{}",
    "a:{}b", "a:b;",     "--a:{}b", "a{b:c{", "a\nb:",   "!important", "a:b!important!",
    ";",     ",",        "1",       "1e",     "1e1",     "-",          "--",
    "+.",    "\xC2\xA0", "\xFF",    "é",      "%",       " ",          "\r",
    "\n",    "3n+1",     "rgb(0,",  "a,",     "@media{", "[a={",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (pieces); i++) {
    g_autoptr (GString) css = g_string_new (NULL);
    gsize length = strlen (pieces[i]);
    while (css->len + length <= MB_MAX_STYLE_BYTES / 4)
      g_string_append_len (css, pieces[i], (gssize) length);
    endure (css->str, css->len);
  }
}

static void
test_hostile_depth (void)
{
  static const char *const openers[] = { "(", "[", "{", "f(", "a{" };

  for (gsize i = 0; i < G_N_ELEMENTS (openers); i++) {
    g_autoptr (GString) css = g_string_new (NULL);
    Reading reading = reading_new ();
    MbCssValues values;
    gsize n;

    for (int depth = 0; depth < 100000; depth++)
      g_string_append (css, openers[i]);
    g_string_append (css, " end");
    values = parse (&reading, css->str, css->len);
    check_shape (values, 0);
    g_assert_cmpuint (values.end - values.first, <=, 2 * (MB_MAX_CSS_DEPTH + 1));
    /* too deep, never closed: each once */
    mb_diagnostics_get (reading.diagnostics, &n);
    g_assert_cmpuint (n, ==, 2);
    reading_free (&reading);
  }
}

/* MB_MAX_CSS_DEPTH levels are kept, one more is not, and what follows is as if it were not there. */
static void
test_depth_limit (void)
{
  for (int extra = 0; extra < 2; extra++) {
    g_autoptr (GString) css = g_string_new ("a");
    Reading reading = reading_new ();
    MbCssValues values;
    gsize n;

    for (int depth = 0; depth < MB_MAX_CSS_DEPTH + extra; depth++)
      g_string_append (css, "(");
    g_string_append (css, "x (y) z");
    for (int depth = 0; depth < MB_MAX_CSS_DEPTH + extra; depth++)
      g_string_append (css, ")");
    g_string_append (css, "b");
    values = parse_text (&reading, css->str);
    check_shape (values, 0);
    g_assert_cmpstr (values.end[-1].text, ==, "b");
    g_assert_true (mb_css_after (values.first) == values.end - 1);
    mb_diagnostics_get (reading.diagnostics, &n);
    g_assert_cmpuint (n, ==, 1);
    reading_free (&reading);
  }
}

/* Reproducible noise: once from all bytes, once from the bytes that mean something. */
static void
test_hostile_noise (void)
{
  static const char marks[] = "(){}[]\"'\\/*<!-->@#:;,.+-%eEuU0aA \n\r\t\f?|~=^$\xC3\xA9";
  guint64 state = 24318;

  for (int kind = 0; kind < 2; kind++) {
    g_autofree char *css = g_malloc (MB_MAX_STYLE_BYTES);
    for (gsize i = 0; i < MB_MAX_STYLE_BYTES; i++) {
      guint byte;
      state = state * 6364136223846793005u + 1442695040888963407u;
      byte = (guint) (state >> 33);
      css[i] = kind == 0 ? (char) byte : marks[byte % sizeof marks];
    }
    endure (css, MB_MAX_STYLE_BYTES);
    /* many short sheets, cut at every place */
    for (gsize i = 0; i + 40 < 40000; i += 7)
      endure (css + i, i % 40);
  }
}

/* Every prefix of a sheet that has everything ends well: nothing may need its closing mark. */
static void
test_hostile_prefixes (void)
{
  static const char css[] =
      "@import url( a\\)b.css );@media (x:1px){p>q[a|='b']:nth-child(2n+1)::before{color:#f0f;"
      "--x:{a:'\\\n\\e9 ';};src:url( \"c\" ),U+4??;w:calc(1e-3px + -.5E+2%)!important}}<!-- -->/* "
      "é */";
  for (gsize length = 0; length < sizeof css; length++)
    endure (css, length);
}

static void
test_hostile_nul (void)
{
  static const char css[] = "a\0b{\0:\0;c:\"\0\"}";
  Reading reading = reading_new ();
  MbCssValues values = parse (&reading, css, sizeof css - 1);

  g_assert_cmpstr (values.first->text, ==,
                   "a\xEF\xBF\xBD"
                   "b");
  check_shape (values, 0);
  read_all (&reading, MB_CSS_SHEET, values, 0);
  g_assert_cmpuint (reading.items, ==, 3);
  g_assert_cmpuint (reading.invalid, ==, 0);
  reading_free (&reading);
}

static void
test_too_long (void)
{
  g_autofree char *css = g_strnfill (MB_MAX_STYLE_BYTES + 1, ';');
  Reading reading = reading_new ();
  MbCssValues values = parse (&reading, css, MB_MAX_STYLE_BYTES + 1);

  g_assert_true (values.first == values.end);
  g_assert_cmpuint (mb_diagnostics_count (reading.diagnostics, MB_FAILURE), ==, 1);
  values = parse (&reading, css, MB_MAX_STYLE_BYTES);
  g_assert_cmpuint (values.end - values.first, ==, MB_MAX_STYLE_BYTES);
  reading_free (&reading);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/syntax/findings", test_findings);
  g_test_add_func ("/syntax/places", test_places);
  g_test_add_func ("/syntax/originals", test_originals);
  g_test_add_func ("/syntax/cursor/takes", test_cursor_takes);
  g_test_add_func ("/syntax/cursor/lists", test_cursor_lists);
  g_test_add_func ("/syntax/cursor/anb", test_cursor_anb);
  g_test_add_func ("/syntax/depth-limit", test_depth_limit);
  g_test_add_func ("/syntax/too-long", test_too_long);
  g_test_add_func ("/syntax/hostile/depth", test_hostile_depth);
  g_test_add_func ("/syntax/hostile/prefixes", test_hostile_prefixes);
  g_test_add_func ("/syntax/hostile/nul", test_hostile_nul);
  g_test_add_func ("/syntax/hostile/repeats", test_hostile_repeats);
  g_test_add_func ("/syntax/hostile/noise", test_hostile_noise);
  return g_test_run ();
}
