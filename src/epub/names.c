/* SPDX-License-Identifier: Apache-2.0 */
/* Names of files, ids and links.
 *
 * File names are [a-z0-9-]: EPUBCheck warns of spaces, Kobo asks for ASCII. Ids keep the author's spelling where XML
 * allows it. A link inside the edition becomes FILE#ID of the new files; one that leads nowhere is no link. */
#include "internal.h"

#include <string.h>

/* Letters without their accents: what decomposition leaves of them, and the French ligatures. */
static void
append_ascii (GString *out, gunichar c)
{
  if (c == 0x153 || c == 0x152)
    g_string_append (out, "oe");
  else if (c == 0xe6 || c == 0xc6)
    g_string_append (out, "ae");
  else if (c < 128 && g_ascii_isalnum ((char) c))
    g_string_append_c (out, g_ascii_tolower ((char) c));
  else if (g_unichar_type (c) != G_UNICODE_NON_SPACING_MARK && out->len &&
           out->str[out->len - 1] != '-')
    g_string_append_c (out, '-');
}

const char *
mb_slug (MbArena *arena, const char *text, gsize max, const char *fallback)
{
  g_autofree char *plain = g_utf8_normalize (text, -1, G_NORMALIZE_NFD);
  g_autoptr (GString) out = g_string_new (NULL);
  for (const char *p = plain; p && *p && out->len < max; p = g_utf8_next_char (p))
    append_ascii (out, g_utf8_get_char (p));
  if (out->len > max)
    g_string_truncate (out, max);
  while (out->len && out->str[out->len - 1] == '-')
    g_string_truncate (out, out->len - 1);
  return out->len ? mb_arena_strndup (arena, out->str, out->len) : fallback;
}

const char *
mb_unique (MbArena *arena, GHashTable *taken, const char *wanted)
{
  const char *name = wanted;
  for (guint n = 2; g_hash_table_contains (taken, name); n++)
    name = mb_arena_printf (arena, "%s-%u", wanted, n);
  g_hash_table_add (taken, (gpointer) name);
  return name;
}

static gboolean
is_id_char (gunichar c)
{
  return c == '-' || c == '_' || c == '.' ||
         (c < 128 ? g_ascii_isalnum ((char) c) : g_unichar_isalnum (c));
}

const char *
mb_id_clean (MbArena *arena, const char *id)
{
  g_autoptr (GString) out = g_string_new (NULL);
  for (const char *p = id; *p; p = g_utf8_next_char (p))
    if (is_id_char (g_utf8_get_char (p)))
      g_string_append_unichar (out, g_utf8_get_char (p));
  /* NCX and package document refuse ids that begin with a digit, a point or a dash */
  if (out->len && !g_ascii_isalpha (out->str[0]) && (guchar) out->str[0] < 128)
    g_string_prepend (out, "x");
  return out->len ? mb_arena_strndup (arena, out->str, out->len) : NULL;
}

/* --- Links -------------------------------------------------------------------------------------------------*/

static gboolean
is_outside (const char *href)
{
  static const char *const schemes[] = { "http://", "https://", "mailto:", "tel:",
                                         "ftp://",  "urn:",     "doi:" };
  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++)
    if (g_ascii_strncasecmp (href, schemes[i], strlen (schemes[i])) == 0)
      return TRUE;
  return FALSE;
}

/* A host may hold no space, escaped or not. */
static gboolean
has_sound_host (const char *address)
{
  g_autofree char *host = NULL;
  if (!g_uri_split (address, G_URI_FLAGS_NONE, NULL, NULL, &host, NULL, NULL, NULL, NULL, NULL))
    return FALSE;
  return !host || (!strpbrk (host, " %<>\"") && g_utf8_validate (host, -1, NULL));
}

/* An address as EPUBCheck takes it: what RFC 3986 does not allow is escaped; NULL when that does not help. */
static const char *
outside_href (MbBook *book, const char *href)
{
  static const char allowed[] = "-._~:/?#[]@!$&'()*+,;=";
  g_autoptr (GString) out = g_string_new (NULL);
  gsize length = strlen (href);
  while (length > 0 && g_ascii_isspace (href[length - 1]))
    length--;
  for (const char *p = href; p < href + length; p++) {
    gboolean escape = *p == '%' && g_ascii_isxdigit (p[1]) && g_ascii_isxdigit (p[2]);
    if (escape || g_ascii_isalnum (*p) || strchr (allowed, *p))
      g_string_append_c (out, *p);
    else
      g_string_append_printf (out, "%%%02X", (guchar) *p);
  }
  return has_sound_host (out->str) ? mb_arena_strdup (book->arena, out->str) : NULL;
}

/* The file that holds @node, FALSE when no file does or it is left out. */
static gboolean
find_file (const MbBook *book, const MbNode *node, guint *index)
{
  for (; node; node = node->parent) {
    const char *name;
    gboolean reported;
    gpointer found = g_hash_table_lookup (book->file_of, node);
    if (mb_element_is_hidden (book, node) ||
        mb_element_fate (node, &name, &reported) == MB_FATE_DROP)
      return FALSE;
    if (found) {
      *index = GPOINTER_TO_UINT (found) - 1;
      return TRUE;
    }
  }
  return FALSE;
}

static const char *
inside_href (MbBook *book, guint from, const MbNode *target)
{
  guint to;
  if (!find_file (book, target, &to))
    return NULL;
  const char *id = g_hash_table_lookup (book->ids, target);
  const char *name = mb_book_file (book, to)->name + strlen ("text/");
  if (to == from && id)
    return mb_arena_printf (book->arena, "#%s", id);
  return id ? mb_arena_printf (book->arena, "%s#%s", name, id) : name;
}

const char *
mb_link_href (MbBook *book, guint index, const MbNode *node, gboolean *dead)
{
  const char *href = mb_node_attr (node, "href");
  *dead = FALSE;
  if (!href)
    return NULL;
  while (g_ascii_isspace (*href))
    href++;
  if (!*href || strcmp (href, "#") == 0)
    return NULL;
  const MbNode *target = is_outside (href) ? NULL : mb_doc_link_target (book->options->doc, node);
  const char *out = is_outside (href) ? outside_href (book, href)
                    : target          ? inside_href (book, index, target)
                                      : NULL;
  *dead = out == NULL;
  return out;
}
