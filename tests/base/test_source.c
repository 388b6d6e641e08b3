/* SPDX-License-Identifier: Apache-2.0 */
/* The door in: what is refused, and that the rest gets through. */
#include "../folder.h"
#include "base.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A tree with a root, a folder that is allowed, and a secret outside of both. */
typedef struct {
  char *top, *root, *house, *outside;
  MbDiagnostics *found;
  MbSource *source;
} World;

static void
put (const char *folder, const char *name, const char *text, gssize size)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_assert_true (g_file_set_contents (path, text, size, NULL));
}

static void
tie (const char *target, const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_assert_cmpint (symlink (target, path), ==, 0);
}

static char *
make_folder (const char *parent, const char *name)
{
  char *path = g_build_filename (parent, name, NULL);
  g_assert_cmpint (g_mkdir_with_parents (path, 0755), ==, 0);
  return path;
}

static void
set_up (World *world, gconstpointer data)
{
  g_autofree char *top = g_dir_make_tmp ("marbre-source-XXXXXX", NULL);
  world->top = realpath (top, NULL);
  world->root = make_folder (world->top, "numero");
  world->house = make_folder (world->top, "maison");
  world->outside = make_folder (world->top, "ailleurs");
  g_autofree char *articles = make_folder (world->root, "articles");
  put (world->root, "une.md", "bonjour\n", -1);
  put (articles, "eau.md", "eau\n", -1);
  put (world->house, "maison.css", "p{}", -1);
  put (world->outside, "secret", "secret", -1);
  world->found = mb_diagnostics_new ();
  world->source = mb_source_new (world->root, world->found);
  mb_source_allow (world->source, world->house);
}

static void
tear_down (World *world, gconstpointer data)
{
  mb_source_free (world->source);
  mb_diagnostics_free (world->found);
  remove_tree (world->top);
  free (world->top);
  g_free (world->root);
  g_free (world->house);
  g_free (world->outside);
}

static void
assert_loads (World *world, const char *name, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = mb_source_load (world->source, name, MB_BYTES_DATA, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), text, strlen (text));
  g_assert_true (mb_source_exists (world->source, name));
}

static void
assert_refused (World *world, const char *name, MbBytesKind kind, MbError code, const char *says)
{
  g_autoptr (GError) error = NULL;
  g_test_message ("%s", name);
  g_assert_null (mb_source_load (world->source, name, kind, &error));
  g_assert_error (error, MB_ERROR, (int) code);
  if (!strstr (error->message, says))
    g_error ("“%s” does not say “%s”", error->message, says);
}

static void
test_inside (World *world, gconstpointer data)
{
  g_autofree char *absolute = g_build_filename (world->root, "articles/../une.md", NULL);
  g_autofree char *style = g_build_filename (world->house, "maison.css", NULL);
  assert_loads (world, "une.md", "bonjour\n");
  assert_loads (world, "./articles//eau.md", "eau\n");
  assert_loads (world, absolute, "bonjour\n");
  assert_loads (world, style, "p{}");
}

static void
test_outside (World *world, gconstpointer data)
{
  g_autofree char *secret = g_build_filename (world->outside, "secret", NULL);
  g_autofree char *twin = g_strconcat (world->root, "-bis/x", NULL);
  assert_refused (world, secret, MB_BYTES_DATA, MB_ERROR_RESOURCE, "outside");
  assert_refused (world, "../ailleurs/secret", MB_BYTES_DATA, MB_ERROR_RESOURCE, "outside");
  assert_refused (world, "articles/../../ailleurs/secret", MB_BYTES_DATA, MB_ERROR_RESOURCE,
                  "outside");
  assert_refused (world, "/etc/passwd", MB_BYTES_DATA, MB_ERROR_RESOURCE, "outside");
  assert_refused (world, "//etc/passwd", MB_BYTES_DATA, MB_ERROR_RESOURCE, "outside");
  assert_refused (world, twin, MB_BYTES_DATA, MB_ERROR_RESOURCE, "outside");
  assert_refused (world, "absent.md", MB_BYTES_DATA, MB_ERROR_RESOURCE, "cannot find");
  assert_refused (world, "une.md/x", MB_BYTES_DATA, MB_ERROR_RESOURCE, "cannot find");
  g_assert_false (mb_source_exists (world->source, "../ailleurs/secret"));
}

static void
test_links (World *world, gconstpointer data)
{
  g_autofree char *secret = g_build_filename (world->outside, "secret", NULL);
  g_autofree char *eau = g_build_filename (world->root, "articles/eau.md", NULL);
  tie ("articles/eau.md", world->root, "dedans");
  tie (eau, world->root, "dedans-absolu");
  tie ("articles", world->root, "dossier");
  tie ("../../numero/une.md", world->root, "articles/retour");
  tie ("../maison/maison.css", world->root, "maison.css");
  tie ("../ailleurs/secret", world->root, "dehors");
  tie (secret, world->root, "dehors-absolu");
  tie ("../ailleurs", world->root, "porte");
  tie ("boucle-b", world->root, "boucle-a");
  tie ("boucle-a", world->root, "boucle-b");
  assert_loads (world, "dedans", "eau\n");
  assert_loads (world, "dedans-absolu", "eau\n");
  assert_loads (world, "dossier/eau.md", "eau\n");
  assert_loads (world, "dossier/retour", "bonjour\n");
  assert_loads (world, "maison.css", "p{}");
  assert_refused (world, "dehors", MB_BYTES_DATA, MB_ERROR_RESOURCE, "outside");
  assert_refused (world, "dehors-absolu", MB_BYTES_DATA, MB_ERROR_RESOURCE, "outside");
  assert_refused (world, "porte/secret", MB_BYTES_DATA, MB_ERROR_RESOURCE, "outside");
  assert_refused (world, "boucle-a", MB_BYTES_DATA, MB_ERROR_RESOURCE, "cannot read");
}

static void
test_not_regular (World *world, gconstpointer data)
{
  g_autofree char *pipe = g_build_filename (world->root, "tube", NULL);
  g_assert_cmpint (mkfifo (pipe, 0644), ==, 0);
  mb_source_allow (world->source, "/dev");
  assert_refused (world, "tube", MB_BYTES_DATA, MB_ERROR_RESOURCE, "ordinary");
  assert_refused (world, "articles", MB_BYTES_DATA, MB_ERROR_RESOURCE, "ordinary");
  assert_refused (world, ".", MB_BYTES_DATA, MB_ERROR_RESOURCE, "ordinary");
  assert_refused (world, "/dev/urandom", MB_BYTES_DATA, MB_ERROR_RESOURCE, "ordinary");
  g_assert_false (mb_source_exists (world->source, "tube"));
  g_assert_false (mb_source_exists (world->source, "articles"));
}

static void
test_caps (World *world, gconstpointer data)
{
  static const struct {
    MbBytesKind kind;
    gsize cap;
  } caps[] = { { MB_BYTES_TEXT, MB_MAX_TEXT_BYTES },   { MB_BYTES_MANIFEST, MB_MAX_MANIFEST_BYTES },
               { MB_BYTES_STYLE, MB_MAX_STYLE_BYTES }, { MB_BYTES_PICTURE, MB_MAX_PICTURE_BYTES },
               { MB_BYTES_FONT, MB_MAX_FONT_BYTES },   { MB_BYTES_DATA, MB_MAX_DATA_BYTES } };
  for (gsize i = 0; i < G_N_ELEMENTS (caps); i++) {
    g_autofree char *name = g_strdup_printf ("gros-%u", (guint) i);
    g_autofree char *path = g_build_filename (world->root, name, NULL);
    put (world->root, name, "", 0);
    g_assert_cmpint (truncate (path, caps[i].cap + 1), ==, 0);
    assert_refused (world, name, caps[i].kind, MB_ERROR_LIMIT, "larger");
  }
  g_autofree char *text = g_strnfill (MB_MAX_STYLE_BYTES, 'x');
  put (world->root, "juste.css", text, -1);
  g_autoptr (GBytes) bytes = mb_source_load (world->source, "juste.css", MB_BYTES_STYLE, NULL);
  g_assert_cmpuint (g_bytes_get_size (bytes), ==, MB_MAX_STYLE_BYTES);
}

/* A file that was read under a large cap is still refused under a small one. */
static void
test_cap_of_cached (World *world, gconstpointer data)
{
  g_autofree char *text = g_strnfill (MB_MAX_STYLE_BYTES + 1, 'x');
  put (world->root, "a", text, -1);
  g_autoptr (GBytes) bytes = mb_source_load (world->source, "a", MB_BYTES_TEXT, NULL);
  g_assert_nonnull (bytes);
  assert_refused (world, "a", MB_BYTES_STYLE, MB_ERROR_LIMIT, "larger");
}

typedef struct {
  const char *bytes;
  gssize size;
  MbMessage message;
  guint line, col;
} TextCase;

static const TextCase texts[] = {
  { "l\xE9gumes, \xAB d\xE9j\xE0 \xBB\n", -1, MB_MSG_TEXT_WINDOWS_1252, 1, 2 },
  { "PK\x03\x04word/document.xml", -1, MB_MSG_TEXT_OFFICE, 1, 1 },
  { "{\\rtf1\\ansi Bonjour}", -1, MB_MSG_TEXT_OFFICE, 1, 1 },
  { "\xFF\xD8\xFF\xE0 JFIF", -1, MB_MSG_TEXT_PICTURE, 1, 1 },
  { "un\r\nd\xC3\xA9j\xC3\xA0 \x81", -1, MB_MSG_TEXT_NOT_UTF8, 2, 6 },
  { "\xEF\xBB\xBFok\n\xED\xA0\x80", -1, MB_MSG_TEXT_NOT_UTF8, 2, 1 },
  { "a\rb\0c", 5, MB_MSG_TEXT_NUL, 2, 2 },
  { "\xFF\xFEo\0k\0", 6, MB_MSG_TEXT_UTF16, 1, 1 },
};

static void
test_bad_text (World *world, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    const TextCase *test = &texts[i];
    g_autofree char *name = g_strdup_printf ("%u.md", (guint) i);
    g_autoptr (MbDiagnostics) found = mb_diagnostics_new ();
    g_autoptr (MbSource) source = mb_source_new (world->root, found);
    g_autoptr (GError) error = NULL;
    put (world->root, name, test->bytes, test->size);
    g_assert_null (mb_source_load (source, name, MB_BYTES_TEXT, &error));
    g_assert_error (error, MB_ERROR, MB_ERROR_INPUT);
    gsize n;
    const MbDiagnostic *list = mb_diagnostics_get (found, &n);
    g_assert_cmpuint (n, ==, 1);
    g_assert_cmpint (list->code, ==, test->message);
    g_assert_cmpstr (list->pos.file, ==, name);
    g_assert_cmpuint (list->pos.line, ==, test->line);
    g_assert_cmpuint (list->pos.col, ==, test->col);
    g_assert_nonnull (list->excerpt);
    g_assert_true (g_utf8_validate (list->excerpt, -1, NULL));
  }
}

/* The text that sheet @bytes is, or NULL and the finding's code. */
static char *
load_sheet (World *world, const char *bytes, gssize size, guint *code)
{
  g_autoptr (MbDiagnostics) found = mb_diagnostics_new ();
  g_autoptr (MbSource) source = mb_source_new (world->root, found);
  put (world->root, "a.css", bytes, size);
  g_autoptr (GBytes) loaded = mb_source_load (source, "a.css", MB_BYTES_STYLE, NULL);
  gsize n, length;
  const MbDiagnostic *list = mb_diagnostics_get (found, &n);
  *code = n ? (guint) list->code : 0;
  const char *text = loaded ? g_bytes_get_data (loaded, &length) : NULL;
  return text ? g_strndup (text, length) : NULL;
}

static void
test_sheet_encodings (World *world, gconstpointer data)
{
  static const struct {
    const char *bytes;
    gssize size;
    const char *text; /* NULL: refused… */
    guint code;       /* …with this */
  } sheets[] = {
    { "@charset \"ISO-8859-1\";.\xE9", -1, "@charset \"ISO-8859-1\";.é", 0 },
    { "@charset \"latin1\";\x80", -1, "@charset \"latin1\";€", 0 },
    { "@charset \" iso-8859-15 \";\xA4", -1, "@charset \" iso-8859-15 \";€", 0 },
    { "@charset \"Shift_JIS\";\x83\x41", -1, "@charset \"Shift_JIS\";ア", 0 },
    { "@charset \"utf-16\";\xC3\xA9", -1, "@charset \"utf-16\";é", 0 },
    { "@charset \"inconnu\";\xC3\xA9", -1, "@charset \"inconnu\";é", 0 },
    { "@charset 'latin1';\xC3\xA9", -1, "@charset 'latin1';é", 0 },
    { "\xEF\xBB\xBF@charset \"latin1\";\xC3\xA9", -1, "@charset \"latin1\";é", 0 },
    { "\xFE\xFF\0p\0\xE9", 6, "pé", 0 },
    { "\xFF\xFEp\0\xE9\0", 6, "pé", 0 },
    { ".\xE9", -1, NULL, MB_MSG_TEXT_WINDOWS_1252 },
    { "@charset \"Shift_JIS\";\x83\x20", -1, NULL, MB_MSG_TEXT_NOT_CHARSET },
    { "\xFF\xFEp\0\x00\xDC", 6, NULL, MB_MSG_TEXT_NOT_CHARSET },
  };
  for (guint i = 0; i < G_N_ELEMENTS (sheets); i++) {
    guint code;
    g_autofree char *text = load_sheet (world, sheets[i].bytes, sheets[i].size, &code);
    g_assert_cmpstr (text, ==, sheets[i].text);
    g_assert_cmpuint (code, ==, sheets[i].code);
  }
}

static void
test_mark_dropped (World *world, gconstpointer data)
{
  put (world->root, "bom.md", "\xEF\xBB\xBF# Titre", -1);
  put (world->root, "vide.md", "", 0);
  g_autoptr (GBytes) text = mb_source_load (world->source, "bom.md", MB_BYTES_TEXT, NULL);
  g_autoptr (GBytes) raw = mb_source_load (world->source, "bom.md", MB_BYTES_DATA, NULL);
  g_autoptr (GBytes) empty = mb_source_load (world->source, "vide.md", MB_BYTES_TEXT, NULL);
  g_assert_cmpmem (g_bytes_get_data (text, NULL), g_bytes_get_size (text), "# Titre", 7);
  g_assert_cmpuint (g_bytes_get_size (raw), ==, 10);
  g_assert_cmpuint (g_bytes_get_size (empty), ==, 0);
}

static void
test_read_once (World *world, gconstpointer data)
{
  assert_loads (world, "une.md", "bonjour\n");
  put (world->root, "une.md", "changé", -1);
  assert_loads (world, "articles/../une.md", "bonjour\n");
}

static void
test_given (World *world, gconstpointer data)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("entrée", 7);
  mb_source_give (world->source, "<stdin>", bytes);
  assert_loads (world, "<stdin>", "entrée");
}

typedef struct {
  const char *from, *href, *name; /* below the root; NULL: refused */
} ResolveCase;

static const ResolveCase references[] = {
  { NULL, "une.md", "une.md" },
  { NULL, "articles/./eau.md", "articles/eau.md" },
  { "articles/eau.md", "../images/a.jpg", "images/a.jpg" },
  { "articles/eau.md", "a%20b%2Ejpg", "articles/a b.jpg" },
  { "articles/eau.md", "100%.jpg", "articles/100%.jpg" },
  { "articles/eau.md", "%252e%252e/x", "articles/%2e%2e/x" },
  { "articles/eau.md", "12:30.jpg", "articles/12:30.jpg" },
  { "articles/eau.md", "../../ailleurs/secret", NULL },
  { NULL, "%2e%2e/ailleurs/secret", NULL },
  { NULL, "..%2Failleurs%2Fsecret", NULL },
  { NULL, "/etc/passwd", NULL },
  { NULL, "//hote/x.jpg", NULL },
  { NULL, "http://hote/x.jpg", NULL },
  { NULL, "file:///etc/passwd", NULL },
  { NULL, "data:image/png;base64,AAAA", NULL },
  { NULL, "C:\\x.jpg", NULL },
  { NULL, "a%00.jpg", NULL },
  { NULL, "", NULL },
};

static void
test_resolve (World *world, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (references); i++) {
    const ResolveCase *test = &references[i];
    g_autoptr (GError) error = NULL;
    g_autofree char *name = mb_source_resolve (world->source, test->from, test->href, &error);
    g_autofree char *expected =
        test->name ? g_build_filename (world->root, test->name, NULL) : NULL;
    g_assert_cmpstr (name, ==, expected);
    g_assert_cmpint (error != NULL, ==, name == NULL);
    if (error)
      g_assert_error (error, MB_ERROR, MB_ERROR_RESOURCE);
  }
}

/* Names are what the user would type, whatever the root is called. */
static void
test_typed_names (World *world, gconstpointer data)
{
  g_autofree char *before = g_get_current_dir ();
  g_assert_cmpint (g_chdir (world->top), ==, 0);
  g_autoptr (MbSource) source = mb_source_new ("numero", NULL);
  g_autofree char *eau = mb_source_resolve (source, "numero/une.md", "articles/eau.md", NULL);
  g_autofree char *une = mb_source_resolve (source, NULL, "une.md", NULL);
  g_autofree char *other =
      mb_source_resolve (source, "numero/une.md", "../maison/maison.css", NULL);
  g_assert_cmpint (g_chdir ("/"), ==, 0);
  g_assert_cmpstr (eau, ==, "numero/articles/eau.md");
  g_assert_cmpstr (une, ==, "numero/une.md");
  g_assert_null (other);
  g_assert_true (mb_source_exists (source, "numero/articles/eau.md"));
  g_assert_true (mb_source_exists (source, "une.md"));

  /* A style named on the command line, from where the user stands. */
  g_assert_cmpint (g_chdir (world->top), ==, 0);
  g_autoptr (MbSource) styled = mb_source_new ("numero", NULL);
  mb_source_allow (styled, "maison");
  g_autofree char *path = mb_source_path (styled, "maison/maison.css");
  g_autofree char *expected = g_build_filename (world->house, "maison.css", NULL);
  g_assert_cmpstr (path, ==, expected);
  g_assert_true (mb_source_exists (styled, "maison/maison.css"));
  g_assert_null (mb_source_path (styled, "/etc/passwd"));

  g_assert_cmpint (g_chdir (world->root), ==, 0);
  g_autoptr (MbSource) here = mb_source_new (NULL, NULL);
  g_autofree char *bare = mb_source_resolve (here, "articles/eau.md", "../une.md", NULL);
  g_assert_cmpstr (bare, ==, "une.md");
  g_assert_cmpint (g_chdir (before), ==, 0);
}

static void
test_list (World *world, gconstpointer data)
{
  g_autofree char *articles = g_build_filename (world->root, "articles", NULL);
  put (articles, "b.md", "", 0);
  put (articles, "Z.md", "", 0);
  put (articles, ".cache.md", "", 0);
  put (articles, "note.txt", "", 0);
  tie ("../../ailleurs/secret", articles, "s.md");
  g_free (make_folder (articles, "d.md"));
  g_auto (GStrv) names = mb_source_list (world->source, "articles", "*.md", NULL);
  g_autofree char *joined = g_strjoinv (" ", names);
  g_assert_cmpstr (joined, ==, "articles/Z.md articles/b.md articles/eau.md");
  g_auto (GStrv) top = mb_source_list (world->source, ".", "*", NULL);
  g_assert_cmpstr (top[0], ==, "une.md");

  g_autoptr (GError) error = NULL;
  g_assert_null (mb_source_list (world->source, "../ailleurs", "*", &error));
  g_assert_error (error, MB_ERROR, MB_ERROR_RESOURCE);
  g_clear_error (&error);
  g_assert_null (mb_source_list (world->source, "absent", "*", &error));
  g_assert_error (error, MB_ERROR, MB_ERROR_RESOURCE);
}

static void
test_each (World *world, gconstpointer data)
{
  assert_loads (world, "une.md", "bonjour\n");
  assert_loads (world, "articles/eau.md", "eau\n");
  assert_loads (world, "une.md", "bonjour\n");
  g_autoptr (GPtrArray) names = mb_source_each (world->source);
  g_autofree char *first = g_build_filename (world->root, "articles/eau.md", NULL);
  g_assert_cmpuint (names->len, ==, 2);
  g_assert_cmpstr (names->pdata[0], ==, first);
}

static void
test_missing_root (World *world, gconstpointer data)
{
  g_autoptr (MbSource) source = mb_source_new ("/nulle/part", NULL);
  g_autoptr (GError) error = NULL;
  g_assert_null (mb_source_load (source, "x", MB_BYTES_DATA, &error));
  g_assert_error (error, MB_ERROR, MB_ERROR_RESOURCE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, test) g_test_add ("/source/" name, World, NULL, set_up, test, tear_down)
  ADD ("inside", test_inside);
  ADD ("outside", test_outside);
  ADD ("links", test_links);
  ADD ("not-regular", test_not_regular);
  ADD ("caps", test_caps);
  ADD ("cap-of-cached", test_cap_of_cached);
  ADD ("bad-text", test_bad_text);
  ADD ("sheet-encodings", test_sheet_encodings);
  ADD ("mark-dropped", test_mark_dropped);
  ADD ("read-once", test_read_once);
  ADD ("given", test_given);
  ADD ("resolve", test_resolve);
  ADD ("typed-names", test_typed_names);
  ADD ("list", test_list);
  ADD ("each", test_each);
  ADD ("missing-root", test_missing_root);
  return g_test_run ();
}
