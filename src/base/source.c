/* SPDX-License-Identifier: Apache-2.0 */
/* The door in: every byte marbre reads comes through here, once, under a cap.
 *
 * Where a name may lead is walk.c's matter; whether bytes are text is utf8.c's. Here: references become
 * names, files become bytes, and bytes are kept, so that a file edited while marbre runs is seen in one
 * state only.
 */
#include "internal.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
  char *name; /* as the user would type it */
  GBytes *raw;
  GBytes *text; /* checked, without BOM; NULL until asked for as text */
} Cached;

struct MbSource {
  MbWalk *walk;
  MbDiagnostics *diagnostics;
  GHashTable *cache; /* absolute path → Cached */
};

static void
cached_free (gpointer data)
{
  Cached *cached = data;
  g_clear_pointer (&cached->raw, g_bytes_unref);
  g_clear_pointer (&cached->text, g_bytes_unref);
  g_free (cached->name);
  g_free (cached);
}

MbSource *
mb_source_new (const char *root, MbDiagnostics *diagnostics)
{
  MbSource *source = g_new0 (MbSource, 1);
  source->walk = mb_walk_new (root);
  source->diagnostics = diagnostics;
  source->cache = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, cached_free);
  return source;
}

void
mb_source_free (MbSource *source)
{
  if (!source)
    return;
  mb_walk_free (source->walk);
  g_hash_table_unref (source->cache);
  g_free (source);
}

void
mb_source_allow (MbSource *source, const char *folder)
{
  mb_walk_allow (source->walk, folder);
}

MbDiagnostics *
mb_source_diagnostics (MbSource *source)
{
  return source->diagnostics;
}

static gboolean
has_scheme (const char *href)
{
  gsize letters =
      strspn (href, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+.-");
  return g_ascii_isalpha (*href) && href[letters] == ':';
}

/* %XX decoded once; a % that starts no byte stays ("100%.jpg" is a file name). NULL: %00. */
static char *
decode (const char *href)
{
  GString *out = g_string_new (NULL);
  for (const char *at = href; *at; at++) {
    if (*at != '%' || !g_ascii_isxdigit (at[1]) || !g_ascii_isxdigit (at[2])) {
      g_string_append_c (out, *at);
      continue;
    }
    char byte = (char) (g_ascii_xdigit_value (at[1]) << 4 | g_ascii_xdigit_value (at[2]));
    if (byte == '\0')
      return g_string_free (out, TRUE);
    g_string_append_c (out, byte);
    at += 2;
  }
  return g_string_free (out, FALSE);
}

static char *
folder_of (MbSource *source, const char *from)
{
  if (!from)
    return mb_walk_path (source->walk, mb_walk_root (source->walk), NULL);
  g_autofree char *path = mb_walk_path (source->walk, from, NULL);
  return g_path_get_dirname (path);
}

/* "." says nothing to who did not type it. */
static gboolean
fail_outside (const MbSource *source, const char *name, GError **error)
{
  const char *root = mb_walk_root (source->walk);
  g_autofree char *path = g_canonicalize_filename (root, NULL);
  g_autofree char *folder = g_path_get_basename (path);
  return mb_error_set (error, MB_ERROR_RESOURCE, MB_MSG_FILE_OUTSIDE, name,
                       strcmp (root, ".") == 0 ? folder : root, NULL);
}

char *
mb_source_resolve (MbSource *source, const char *from, const char *href, GError **error)
{
  g_autofree char *decoded = NULL, *folder = NULL, *path = NULL;
  char *name = NULL;
  if (has_scheme (href) || g_str_has_prefix (href, "//")) {
    mb_error_set (error, MB_ERROR_RESOURCE, MB_MSG_FILE_REMOTE, href, NULL);
  } else if (!(decoded = decode (href)) || !*decoded) {
    mb_error_set (error, MB_ERROR_RESOURCE, MB_MSG_FILE_NAME, href, NULL);
  } else {
    folder = folder_of (source, from);
    path = mb_walk_path (source->walk, decoded, folder);
    name = mb_walk_name (source->walk, path);
    if (!name)
      fail_outside (source, href, error);
  }
  return name;
}

static gsize
cap_of (MbBytesKind kind)
{
  switch (kind) {
  case MB_BYTES_TEXT: return MB_MAX_TEXT_BYTES;
  case MB_BYTES_MANIFEST: return MB_MAX_MANIFEST_BYTES;
  case MB_BYTES_STYLE: return MB_MAX_STYLE_BYTES;
  case MB_BYTES_PICTURE: return MB_MAX_PICTURE_BYTES;
  case MB_BYTES_FONT: return MB_MAX_FONT_BYTES;
  case MB_BYTES_DATA: return MB_MAX_DATA_BYTES;
  }
  g_return_val_if_reached (0);
}

/* A name as people confuse it: no accents, no capitals, no suffix. */
static char *
loose_name (const char *name)
{
  g_autofree char *base = g_path_get_basename (name);
  g_autofree char *wide = g_utf8_normalize (base, -1, G_NORMALIZE_NFD);
  GString *out = g_string_new (NULL);
  for (const char *c = wide ? wide : base; *c; c = wide ? g_utf8_next_char (c) : c + 1) {
    gunichar u = wide ? g_utf8_get_char (c) : (guchar) *c;
    if (u == '.' && !strchr (c + 1, '.') && out->len)
      break;
    if (!g_unichar_ismark (u))
      g_string_append_unichar (out, u == ' ' || u == '_' ? '-' : g_unichar_tolower (u));
  }
  return g_string_free (out, FALSE);
}

/* In the folder of @name. */
static char *
near_sibling (MbSource *source, const char *name)
{
  g_autofree char *folder = g_path_get_dirname (name), *asked = loose_name (name);
  g_auto (GStrv) there = mb_source_list (source, folder, "*", NULL);
  g_autoptr (GPtrArray) loose = g_ptr_array_new_with_free_func (g_free);
  for (char **file = there; file && *file; file++)
    g_ptr_array_add (loose, loose_name (*file));
  g_ptr_array_add (loose, NULL);
  const char *best = mb_nearest (asked, (const char *const *) loose->pdata);
  for (guint i = 0; best && i + 1 < loose->len; i++)
    if (loose->pdata[i] == best)
      return g_strdup (there[i]);
  return NULL;
}

/* articles/images/port.jpg, for images/port.jpg: a path that was meant to begin higher up. */
static char *
near_above (MbSource *source, const char *name)
{
  for (const char *slash = strchr (name, '/'); slash && slash > name;) {
    const char *rest = strchr (slash + 1, '/') ? slash + 1 : NULL;
    if (rest && mb_source_exists (source, rest))
      return g_strdup (rest);
    slash = rest ? strchr (rest, '/') : NULL;
  }
  return NULL;
}

char *
mb_source_near (MbSource *source, const char *name)
{
  char *near = near_above (source, name);
  return near ? near : near_sibling (source, name);
}

static gboolean
set_open_error (MbSource *source, const char *name, GError **error)
{
  switch (errno) {
  case ENOENT:
  case ENOTDIR:
  case ENAMETOOLONG:
    return mb_error_set (error, MB_ERROR_RESOURCE, MB_MSG_FILE_MISSING, name, NULL);
  case EXDEV: return fail_outside (source, name, error);
  case ENOTSUP:
  case ENXIO: return mb_error_set (error, MB_ERROR_RESOURCE, MB_MSG_FILE_NOT_REGULAR, name, NULL);
  default:
    return mb_error_set (error, MB_ERROR_RESOURCE, MB_MSG_FILE_UNREADABLE, name, g_strerror (errno),
                         NULL);
  }
}

static gboolean
set_cap_error (const char *name, gsize cap, GError **error)
{
  g_autofree char *limit = g_strdup_printf ("%" G_GSIZE_FORMAT, cap / 1024);
  return mb_error_set (error, MB_ERROR_LIMIT, MB_MSG_FILE_TOO_BIG, name, limit, NULL);
}

/* Everything up to @cap + 1 bytes: one more than allowed is enough to refuse. FALSE with errno. */
static gboolean
read_capped (int fd, gsize cap, GByteArray *out)
{
  guint8 block[65536];
  while (out->len <= cap) {
    gssize n = read (fd, block, MIN (sizeof block, cap + 1 - out->len));
    if (n == 0)
      return TRUE;
    if (n > 0)
      g_byte_array_append (out, block, n);
    else if (errno != EINTR)
      return FALSE;
  }
  return TRUE;
}

static GBytes *
read_regular (MbSource *source, int fd, const char *name, gsize cap, GError **error)
{
  struct stat found;
  g_autoptr (GByteArray) bytes = NULL;
  if (fstat (fd, &found) != 0 || !S_ISREG (found.st_mode)) {
    mb_error_set (error, MB_ERROR_RESOURCE, MB_MSG_FILE_NOT_REGULAR, name, NULL);
    return NULL;
  }
  if (found.st_size > (goffset) cap) {
    set_cap_error (name, cap, error);
    return NULL;
  }
  bytes = g_byte_array_sized_new (found.st_size + 1);
  if (!read_capped (fd, cap, bytes)) {
    set_open_error (source, name, error);
    return NULL;
  }
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

static Cached *
cache (MbSource *source, const char *path, const char *name, GBytes *raw)
{
  Cached *cached = g_new0 (Cached, 1);
  cached->name = mb_walk_name (source->walk, path);
  if (!cached->name)
    cached->name = g_strdup (name);
  cached->raw = g_bytes_ref (raw);
  g_hash_table_replace (source->cache, g_strdup (path), cached);
  return cached;
}

static Cached *
fetch (MbSource *source, const char *name, gsize cap, GError **error)
{
  g_autofree char *path = mb_walk_path (source->walk, name, NULL);
  Cached *cached = g_hash_table_lookup (source->cache, path);
  if (cached)
    return cached;

  int fd = mb_walk_open (source->walk, path, MB_WALK_FILE);
  if (fd < 0) {
    int why = errno;
    g_autofree char *near = why == ENOENT ? mb_source_near (source, name) : NULL;
    errno = why;
    if (near)
      mb_error_set (error, MB_ERROR_RESOURCE, MB_MSG_FILE_MISSING_NEAR, name, near, NULL);
    else
      set_open_error (source, name, error);
    return NULL;
  }
  g_autoptr (GBytes) raw = read_regular (source, fd, name, cap, error);
  close (fd);
  return raw ? cache (source, path, name, raw) : NULL;
}

static GBytes *
without_mark (GBytes *raw)
{
  gsize size;
  const char *bytes = g_bytes_get_data (raw, &size);
  if (size >= 3 && memcmp (bytes, "\xEF\xBB\xBF", 3) == 0)
    return g_bytes_new_from_bytes (raw, 3, size - 3);
  return g_bytes_ref (raw);
}

static GBytes *
text_of (MbSource *source, const char *name, MbBytesKind kind, Cached *cached, GError **error)
{
  if (!cached->text) {
    g_autoptr (GBytes) text = kind == MB_BYTES_STYLE
                                  ? mb_charset_decode (name, cached->raw, source->diagnostics)
                                  : without_mark (cached->raw);
    if (text)
      mb_diagnostics_add_file (source->diagnostics, name, text);
    if (!text || !mb_utf8_check (name, text, source->diagnostics)) {
      mb_error_set (error, MB_ERROR_INPUT, MB_MSG_TEXT_REFUSED, name, NULL);
      return NULL;
    }
    cached->text = g_steal_pointer (&text);
  }
  mb_diagnostics_add_file (source->diagnostics, name, cached->text);
  return g_bytes_ref (cached->text);
}

static gboolean
is_text (MbBytesKind kind)
{
  return kind == MB_BYTES_TEXT || kind == MB_BYTES_MANIFEST || kind == MB_BYTES_STYLE;
}

GBytes *
mb_source_load (MbSource *source, const char *name, MbBytesKind kind, GError **error)
{
  gsize cap = cap_of (kind);
  Cached *cached = fetch (source, name, cap, error);
  if (!cached)
    return NULL;
  if (g_bytes_get_size (cached->raw) > cap) {
    set_cap_error (name, cap, error);
    return NULL;
  }
  return is_text (kind) ? text_of (source, name, kind, cached, error) : g_bytes_ref (cached->raw);
}

void
mb_source_give (MbSource *source, const char *name, GBytes *bytes)
{
  g_autofree char *path = mb_walk_path (source->walk, name, NULL);
  cache (source, path, name, bytes);
}

char *
mb_source_path (MbSource *source, const char *name)
{
  g_autofree char *path = mb_walk_path (source->walk, name, NULL);
  g_autofree char *typed = mb_walk_name (source->walk, path);
  return typed ? g_steal_pointer (&path) : NULL;
}

gboolean
mb_source_exists (MbSource *source, const char *name)
{
  g_autofree char *path = mb_walk_path (source->walk, name, NULL);
  if (g_hash_table_contains (source->cache, path))
    return TRUE;
  struct stat found;
  int fd = mb_walk_open (source->walk, path, MB_WALK_FILE);
  if (fd < 0)
    return FALSE;
  gboolean regular = fstat (fd, &found) == 0 && S_ISREG (found.st_mode);
  close (fd);
  return regular;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Files whose name starts with a dot are matched by a pattern that starts with one. */
static gboolean
matches (const char *glob, const char *name)
{
  return (*name != '.' || *glob == '.') && g_pattern_match_simple (glob, name);
}

static gboolean
collect (MbSource *source, DIR *entries, const char *folder, const char *glob, GPtrArray *names)
{
  gboolean here = g_str_equal (folder, ".") || !*folder;
  for (struct dirent *entry; (entry = readdir (entries));) {
    if (!matches (glob, entry->d_name))
      continue;
    g_autofree char *name =
        here ? g_strdup (entry->d_name) : g_build_filename (folder, entry->d_name, NULL);
    if (!mb_source_exists (source, name))
      continue;
    if (names->len >= MB_MAX_CHAPTERS)
      return FALSE;
    g_ptr_array_add (names, g_steal_pointer (&name));
  }
  return TRUE;
}

char **
mb_source_list (MbSource *source, const char *folder, const char *glob, GError **error)
{
  g_autofree char *path = mb_walk_path (source->walk, folder, NULL);
  int fd = mb_walk_open (source->walk, path, MB_WALK_FOLDER);
  DIR *entries = fd < 0 ? NULL : fdopendir (fd);
  if (!entries) {
    set_open_error (source, folder, error);
    return NULL;
  }
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  gboolean all = collect (source, entries, folder, glob, names);
  closedir (entries);
  if (!all) {
    mb_error_set (error, MB_ERROR_LIMIT, MB_MSG_FOLDER_TOO_BIG, folder, NULL);
    return NULL;
  }
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  return (char **) g_ptr_array_steal (names, NULL);
}

GPtrArray *
mb_source_each (MbSource *source)
{
  GPtrArray *names = g_ptr_array_new ();
  GHashTableIter each;
  gpointer cached;
  g_hash_table_iter_init (&each, source->cache);
  while (g_hash_table_iter_next (&each, NULL, &cached))
    g_ptr_array_add (names, ((Cached *) cached)->name);
  g_ptr_array_sort (names, compare_names);
  return names;
}

gboolean
mb_has_suffix (const char *name, const char *const *suffixes)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);
  for (; *suffixes; suffixes++)
    if (g_str_has_suffix (lower, *suffixes))
      return TRUE;
  return FALSE;
}
