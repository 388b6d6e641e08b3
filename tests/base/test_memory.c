/* SPDX-License-Identifier: Apache-2.0 */
/* Arena, lengths, hash, dates. */
#include "base.h"

#include <math.h>
#include <string.h>

static void
test_zeroed_and_aligned (void)
{
  g_autoptr (MbArena) arena = mb_arena_new ();
  MbMark mark = mb_arena_mark (arena);
  memset (mb_arena_alloc (arena, 5000), 0xFF, 5000);
  mb_arena_rewind (arena, mark);
  for (gsize size = 0; size < 3000; size += 7) {
    char *bytes = mb_arena_alloc (arena, size);
    g_assert_cmpuint ((gsize) bytes % 16, ==, 0);
    for (gsize i = 0; i < size; i++)
      g_assert_cmpint (bytes[i], ==, 0);
    memset (bytes, 0xFF, size);
  }
}

static void
test_large (void)
{
  g_autoptr (MbArena) arena = mb_arena_new ();
  char *small = mb_arena_strdup (arena, "petit");
  char *large = mb_arena_alloc (arena, 5 * 1024 * 1024);
  memset (large, 'x', 5 * 1024 * 1024);
  g_assert_cmpstr (small, ==, "petit");
  g_assert_cmpstr (mb_arena_printf (arena, "%s %d", "page", 12), ==, "page 12");
  g_assert_cmpstr (mb_arena_strndup (arena, "abcdef", 3), ==, "abc");
  g_assert_cmpmem (mb_arena_memdup (arena, "a\0b", 3), 3, "a\0b", 3);
  g_assert_null (mb_arena_strdup (arena, NULL));
}

static GString *destroyed;

static void
note (gpointer object)
{
  g_string_append (destroyed, object);
}

static void
test_defer_order (void)
{
  static char a[] = "a", b[] = "b", c[] = "c", d[] = "d";
  destroyed = g_string_new (NULL);
  MbArena *arena = mb_arena_new ();
  mb_arena_defer (arena, a, note);
  MbMark mark = mb_arena_mark (arena);
  mb_arena_defer (arena, b, note);
  mb_arena_alloc (arena, 100000);
  mb_arena_defer (arena, c, note);
  mb_arena_rewind (arena, mark);
  g_assert_cmpstr (destroyed->str, ==, "cb");
  mb_arena_defer (arena, d, note);
  mb_arena_free (arena);
  g_assert_cmpstr (destroyed->str, ==, "cbda");
  g_string_free (destroyed, TRUE);
}

static void
test_mark_of_empty (void)
{
  g_autoptr (MbArena) arena = mb_arena_new ();
  MbMark mark = mb_arena_mark (arena);
  char *first = mb_arena_alloc (arena, 16);
  mb_arena_rewind (arena, mark);
  MbMark second = mb_arena_mark (arena);
  g_assert_null (second.chunk);
  g_assert_nonnull (first);
}

/* Old chunks go, the newest one stays whatever is asked. */
static void
test_release (void)
{
  g_autoptr (MbArena) arena = mb_arena_new ();
  g_assert_cmpuint (mb_arena_place (arena), ==, 0);
  mb_arena_release (arena, 1);
  char *kept[4];
  guint places[4];
  for (guint i = 0; i < G_N_ELEMENTS (kept); i++) {
    kept[i] = mb_arena_alloc (arena, 3 << 20);
    places[i] = mb_arena_place (arena);
    memset (kept[i], 'a' + (int) i, 3 << 20);
    g_assert_true (i == 0 || places[i] > places[i - 1]);
  }
  mb_arena_release (arena, places[2]);
  g_assert_cmpint (kept[2][(3 << 20) - 1], ==, 'c');
  mb_arena_release (arena, G_MAXUINT);
  g_assert_cmpint (kept[3][0], ==, 'd');
  mb_arena_alloc (arena, 3 << 20);
  g_assert_cmpuint (mb_arena_place (arena), >, places[3]);
}

static void
test_overflow (void)
{
  if (g_test_subprocess ()) {
    MbArena *arena = mb_arena_new ();
    mb_arena_alloc_n (arena, 16, G_MAXSIZE / 8);
    return;
  }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*arena: *elements*");
}

static void
test_lengths (void)
{
  g_assert_cmpint (mb_pt (1), ==, 1024);
  g_assert_cmpint (mb_pt (-0.5), ==, -512);
  g_assert_cmpint (mb_pt (1.0 / 2048 + 1e-9), ==, 1);
  g_assert_cmpint (mb_pt (1e300), ==, MB_LENGTH_MAX);
  g_assert_cmpint (mb_pt (-INFINITY), ==, -MB_LENGTH_MAX);
  g_assert_cmpint (mb_pt (NAN), ==, 0);
  g_assert_cmpfloat (mb_to_pt (1536), ==, 1.5);
}

static void
test_hash (void)
{
  /* Reference values of MurmurHash64A with its final mix: they may never change (cache keys). */
  g_assert_cmphex (mb_hash ("", 0, 0), ==, 0);
  g_assert_cmphex (mb_hash ("marbre", 6, 0), ==, G_GUINT64_CONSTANT (0x958fce62a0a036db));
  g_assert_cmphex (mb_hash ("le plomb et le marbre", 21, 7), ==,
                   G_GUINT64_CONSTANT (0x9fcf292af6fa9b5d));
  g_assert_cmphex (mb_hash ("marbre", 6, 0), !=, mb_hash ("marbre", 6, 1));
  g_assert_cmphex (mb_hash ("a\0", 2, 0), !=, mb_hash ("a", 1, 0));
  char unaligned[32] = "-le plomb et le marbre";
  g_assert_cmphex (mb_hash (unaligned + 1, 21, 7), ==, mb_hash ("le plomb et le marbre", 21, 7));

  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  for (int i = 0; i < 100000; i++) {
    guint64 hash = mb_hash (&i, sizeof i, 0);
    g_assert_true (g_hash_table_add (seen, g_memdup2 (&hash, sizeof hash)));
  }
}

typedef struct {
  const char *epoch, *updated, *date;
  gint64 seconds;
} DateCase;

static const DateCase dates[] = {
  { NULL, NULL, NULL, 315532800 },
  { NULL, NULL, "2026-11-23", 1795392000 },
  { NULL, "2026-11-24", "2026-11-23", 1795478400 },
  { NULL, "demain", "2026-11-23", 1795392000 },
  { NULL, NULL, "2026-11-23T01:00:00+01:00", 1795392000 },
  { NULL, NULL, "2026-11-22T19:00-0500", 1795392000 },
  { NULL, NULL, "2026-11-23 00:00:01.25Z", 1795392001 },
  { NULL, NULL, "2026-11-23T00:00", 1795392000 },
  { NULL, NULL, "2026-02-29", 315532800 },
  { NULL, NULL, "2026-11-23T25:00", 315532800 },
  { NULL, NULL, "2026-11-23x", 315532800 },
  { NULL, NULL, "23/11/2026", 315532800 },
  { NULL, NULL, "1969-12-31", -86400 },
  { "1234567890", "2026-11-24", "2026-11-23", 1234567890 },
  { "-5", NULL, "2026-11-23", 1795392000 },
  { "12x", NULL, "2026-11-23", 1795392000 },
};

static void
test_dates (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (dates); i++) {
    const DateCase *test = &dates[i];
    if (test->epoch)
      g_setenv ("SOURCE_DATE_EPOCH", test->epoch, TRUE);
    else
      g_unsetenv ("SOURCE_DATE_EPOCH");
    g_setenv ("TZ", i % 2 ? "Pacific/Auckland" : "America/New_York", TRUE);
    g_test_message ("%s %s %s", test->epoch, test->updated, test->date);
    g_assert_cmpint (mb_date_seconds (test->updated, test->date), ==, test->seconds);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/arena/zeroed-and-aligned", test_zeroed_and_aligned);
  g_test_add_func ("/arena/large", test_large);
  g_test_add_func ("/arena/defer-order", test_defer_order);
  g_test_add_func ("/arena/mark-of-empty", test_mark_of_empty);
  g_test_add_func ("/arena/release", test_release);
  g_test_add_func ("/arena/overflow", test_overflow);
  g_test_add_func ("/lengths", test_lengths);
  g_test_add_func ("/hash", test_hash);
  g_test_add_func ("/dates", test_dates);
  return g_test_run ();
}
