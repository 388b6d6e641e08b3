/* SPDX-License-Identifier: Apache-2.0 */
/* Attributes in braces, `{.class #id key=value key="two words"}`, and the words after `:::`.
 *
 * Braces are common in ordinary text, so a list is taken as attributes only when every word of it
 * is one. */
#include "internal.h"

#include <libxml/tree.h>
#include <string.h>

static gboolean
is_name_byte (char c)
{
  return g_ascii_isalnum (c) || c == '-' || c == '_' || (c & 0x80);
}

static gsize
name_length (const char *text, gsize length)
{
  gsize n = 0;
  while (n < length && is_name_byte (text[n]))
    n++;
  return n;
}

static void
add_pair (MbAttributes *out, const char *key, const char *value)
{
  if (out->n < G_N_ELEMENTS (out->pairs))
    out->pairs[out->n++] = (MbPair){ key, value };
}

/* key=value or key="value" at @text. Returns: bytes read or 0. */
static gsize
parse_pair (MbArena *arena, const char *text, gsize length, MbAttributes *out)
{
  gsize key = 0;
  while (key < length && (is_name_byte (text[key]) || text[key] == ':'))
    key++;
  if (!key || !(g_ascii_isalpha (*text) || (*text & 0x80)) || key + 1 >= length || text[key] != '=')
    return 0;
  gsize start = key + 1, end;
  char quote = text[start];
  if (quote == '"' || quote == '\'') {
    const char *close = memchr (text + start + 1, quote, length - start - 1);
    if (!close)
      return 0;
    start++;
    end = (gsize) (close - text);
  } else {
    end = start;
    while (end < length && !strchr (" \t\n}", text[end]))
      end++;
    quote = 0;
  }
  add_pair (out, mb_arena_strndup (arena, text, key),
            mb_arena_strndup (arena, text + start, end - start));
  return end + (quote != 0);
}

static gsize
parse_word (MbArena *arena, const char *text, gsize length, MbAttributes *out)
{
  if (*text != '.' && *text != '#')
    return parse_pair (arena, text, length, out);
  gsize n = name_length (text + 1, length - 1);
  if (!n)
    return 0;
  add_pair (out, *text == '.' ? "class" : "id", mb_arena_strndup (arena, text + 1, n));
  return n + 1;
}

#define LIST_MAX 1024 /* a longer list in braces is text */

gsize
mb_attributes_parse (MbArena *arena, const char *text, gsize length, MbAttributes *out)
{
  out->n = 0;
  length = MIN (length, LIST_MAX);
  if (!length || *text != '{')
    return 0;
  for (gsize at = 1; at < length;) {
    at += strspn (text + at, " \t\n");
    if (at >= length)
      break;
    if (text[at] == '}')
      return out->n ? at + 1 : 0;
    gsize word = parse_word (arena, text + at, length - at, out);
    if (!word || at + word >= length || !strchr (" \t\n}", text[at + word]))
      return 0;
    at += word;
  }
  return 0;
}

gboolean
mb_attributes_fence (MbArena *arena, const char *text, gsize length, MbAttributes *out)
{
  out->n = 0;
  while (length && strchr (" \t:", text[length - 1]))
    length--;
  gsize at = 0;
  MbAttributes words = { .n = 0 };
  while (at < length) {
    if (strchr (" \t", text[at])) {
      at++;
      continue;
    }
    if (text[at] == '{') {
      if (mb_attributes_parse (arena, text + at, length - at, out) != length - at)
        return FALSE;
      break;
    }
    gsize n = name_length (text + at, length - at);
    if (!n)
      return FALSE;
    add_pair (&words, "class", mb_arena_strndup (arena, text + at, n));
    at += n;
  }
  /* the first word names the element: it goes first */
  for (guint i = 0; i < out->n; i++)
    add_pair (&words, out->pairs[i].key, out->pairs[i].value);
  *out = words;
  return TRUE;
}

const char *
mb_attributes_get (const MbAttributes *attributes, const char *key)
{
  for (guint i = 0; i < attributes->n; i++)
    if (strcmp (attributes->pairs[i].key, key) == 0)
      return attributes->pairs[i].value;
  return NULL;
}

/* The attribute that @key stands for: HTML's own, French short forms, else data-…; NULL: refused. */
static const char *
attribute_name (MbArena *arena, const char *key)
{
  static const char *const PLAIN[] = { "lang",    "title",     "dir",      "role",
                                       "style",   "epub:type", "width",    "start",
                                       "colspan", "rowspan",   "datetime", "alt" };
  static const char *const FRENCH[][2] = { { "langue", "lang" },
                                           { "focus", "data-foyer" },
                                           { "crop", "data-recadrage" },
                                           { "columns", "data-colonnes" },
                                           { "xml:lang", "lang" } };
  for (gsize i = 0; i < G_N_ELEMENTS (PLAIN); i++)
    if (strcmp (key, PLAIN[i]) == 0)
      return key;
  for (gsize i = 0; i < G_N_ELEMENTS (FRENCH); i++)
    if (strcmp (key, FRENCH[i][0]) == 0)
      return FRENCH[i][1];
  if (g_ascii_strncasecmp (key, "on", 2) == 0 || strcmp (key, "href") == 0 ||
      strcmp (key, "src") == 0 || strchr (key, ':'))
    return NULL;
  gboolean whole = g_str_has_prefix (key, "data-") || g_str_has_prefix (key, "aria-");
  const char *name = whole ? key : mb_arena_printf (arena, "data-%s", key);
  /* a letter of any language may stand in a name, a sign such as “…” may not */
  return xmlValidateNCName ((const xmlChar *) name, 0) == 0 ? name : NULL;
}

void
mb_attributes_apply (MbBuilder *builder, MbNode *node, const MbAttributes *attributes, MbPos pos)
{
  for (guint i = 0; i < attributes->n; i++) {
    const MbPair *pair = &attributes->pairs[i];
    if (strcmp (pair->key, "class") == 0) {
      mb_doc_add_class (builder->doc, node, pair->value);
      continue;
    }
    const char *name = strcmp (pair->key, "id") == 0
                           ? "id"
                           : attribute_name (mb_doc_arena (builder->doc), pair->key);
    if (name)
      mb_doc_set_attr_at (builder->doc, node, name, pair->value, pos);
    else
      mb_report (builder->diagnostics, pos, MB_MSG_ATTRIBUTE_REFUSED, pair->key, NULL);
  }
}

gboolean
mb_url_is_allowed (const char *url)
{
  /* browsers skip control characters and spaces before and inside a scheme: so do we before judging it */
  char scheme[16];
  gsize n = 0;
  for (; *url && n < sizeof scheme - 1; url++) {
    if ((guchar) *url <= 0x20)
      continue;
    if (*url == ':')
      break;
    if (!g_ascii_isalnum (*url) && !strchr ("+.-", *url))
      return TRUE;
    scheme[n++] = g_ascii_tolower (*url);
  }
  scheme[n] = '\0';
  /* a long name of a file has no colon before its end, or its first folder */
  gsize rest = strcspn (url, ":/?#");
  if (url[rest] != ':')
    return TRUE;
  return rest == 0 && (strcmp (scheme, "http") == 0 || strcmp (scheme, "https") == 0 ||
                       strcmp (scheme, "mailto") == 0);
}
