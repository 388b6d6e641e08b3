/* SPDX-License-Identifier: Apache-2.0 */
/* File names, ids, ISBNs. */
#include "support.h"

#include "../../src/epub/internal.h"

static void
test_slug (void)
{
  g_autoptr (MbArena) arena = mb_arena_new ();
  g_assert_cmpstr (mb_slug (arena, "L’Œuvre à « 3 € »", 40, "x"), ==, "l-oeuvre-a-3");
  g_assert_cmpstr (mb_slug (arena, "Ænéide ÉÇÀ", 40, "x"), ==, "aeneide-eca");
  g_assert_cmpstr (mb_slug (arena, "!?", 40, "texte"), ==, "texte");
  g_assert_cmpstr (mb_slug (arena, "abcdef ghij", 7, "x"), ==, "abcdef");
}

static void
test_ids (void)
{
  g_autoptr (MbArena) arena = mb_arena_new ();
  g_autoptr (GHashTable) taken = g_hash_table_new (g_str_hash, g_str_equal);
  g_assert_cmpstr (mb_id_clean (arena, "1 a"), ==, "x1a");
  g_assert_cmpstr (mb_id_clean (arena, "été"), ==, "été");
  g_assert_cmpstr (mb_id_clean (arena, " <>"), ==, NULL);
  g_assert_cmpstr (mb_unique (arena, taken, "a"), ==, "a");
  g_assert_cmpstr (mb_unique (arena, taken, "a"), ==, "a-2");
  g_assert_cmpstr (mb_unique (arena, taken, "a"), ==, "a-3");
}

static void
check_identifier (const char *identifier, const char *isbn, const char *expected, guint findings)
{
  g_autoptr (MbDiagnostics) diagnostics = mb_diagnostics_new ();
  g_autoptr (GArray) items = g_array_new (FALSE, FALSE, sizeof (MbItem));
  MbMeta meta = { .identifier = identifier, .isbn = isbn };
  MbBook book = { .meta = &meta, .arena = mb_arena_new (), .diagnostics = diagnostics };
  g_assert_cmpstr (mb_package_identify (&book, items), ==, expected);
  g_assert_cmpuint (mb_diagnostics_count (diagnostics, MB_INFO), ==, findings);
  mb_arena_free (book.arena);
}

static void
test_identifiers (void)
{
  /* version 5 bits set in the SHA-1 of nothing */
  const char *empty = "urn:uuid:da39a3ee-5e6b-5b0d-b255-bfef95601890";
  check_identifier (NULL, NULL, empty, 0);
  check_identifier ("urn:x-eltec:FRA1", NULL, "urn:x-eltec:FRA1", 0);
  check_identifier ("urn:uuid:6f1c5a0e-52d1-4d0f-9f63-0d7c1b7be2a4", "978-2-07-036822-8",
                    "urn:uuid:6f1c5a0e-52d1-4d0f-9f63-0d7c1b7be2a4", 0);
  check_identifier ("urn:uuid:6f1c", NULL, empty, 1);
  check_identifier (NULL, "978-2-07-036822-8", "urn:isbn:9782070368228", 0);
  check_identifier (NULL, "978-2-07-036822-9", empty, 1);
  check_identifier (NULL, "2-07-036822-X", "urn:isbn:207036822X", 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/names/slug", test_slug);
  g_test_add_func ("/names/ids", test_ids);
  g_test_add_func ("/names/identifiers", test_identifiers);
  return g_test_run ();
}
