/* SPDX-License-Identifier: Apache-2.0 */
/* UTF-8: whether a text may be read, and where and why not.
 *
 * Pango draws U+FFFD for each bad byte and stops at a NUL without a word, so both are refused at the door.
 * The usual cause is a text saved as Windows-1252: when all bad bytes are letters or signs that French
 * uses in that encoding, the hint says so.
 */
#include "internal.h"

#include <string.h>

#define GUESS_MAX 1000 /* bad bytes looked at */

/* Windows-1252: € … ‘ ’ “ ” – — Œ œ Ÿ NBSP « ° » À Â Ç È É Ê Ë Î Ï Ô Ù Û Ü à â ä ç è é ê ë î ï ô ö ù û ü ÿ */
static const char french_1252[] =
    "\x80\x85\x91\x92\x93\x94\x96\x97\x8C\x9C\x9F\xA0\xAB\xB0\xBB\xC0\xC2"
    "\xC7\xC8\xC9\xCA\xCB\xCE\xCF\xD4\xD9\xDB\xDC\xE0\xE2\xE4\xE7\xE8\xE9"
    "\xEA\xEB\xEE\xEF\xF4\xF6\xF9\xFB\xFC\xFF";

static MbPos
position (const char *name, const char *text, const char *at)
{
  MbPos pos = { g_intern_string (name), 1, 1 };
  const char *start = text;
  for (const char *c = text; c < at; c++) {
    gboolean end = *c == '\n' || (*c == '\r' && c[1] != '\n');
    if (end) {
      pos.line++;
      start = c + 1;
    }
  }
  pos.col = g_utf8_strlen (start, at - start) + 1;
  return pos;
}

static gboolean
looks_1252 (const char *bad, const char *end)
{
  for (int n = 0; n < GUESS_MAX; n++) {
    if (*bad == '\0' || !strchr (french_1252, *bad))
      return FALSE;
    if (g_utf8_validate_len (bad + 1, end - bad - 1, &bad))
      return TRUE;
  }
  return TRUE;
}

typedef struct {
  const char *bytes;
  gsize n;
  MbMessage message;
} Magic;

/* Files that are handed over by mistake for texts, by their first bytes. */
static const Magic MAGIC[] = {
  { "PK\x03\x04", 4, MB_MSG_TEXT_OFFICE },       { "{\\rtf", 5, MB_MSG_TEXT_OFFICE },
  { "\xD0\xCF\x11\xE0", 4, MB_MSG_TEXT_OFFICE }, { "\xFF\xD8\xFF", 3, MB_MSG_TEXT_PICTURE },
  { "\x89PNG", 4, MB_MSG_TEXT_PICTURE },         { "%PDF-", 5, MB_MSG_TEXT_PICTURE },
};

static const Magic *
find_magic (const char *text, gsize size)
{
  for (gsize i = 0; i < G_N_ELEMENTS (MAGIC); i++)
    if (size >= MAGIC[i].n && memcmp (text, MAGIC[i].bytes, MAGIC[i].n) == 0)
      return &MAGIC[i];
  return NULL;
}

static MbMessage
reason (const char *text, const char *bad, const char *end)
{
  if (end - text >= 2 && (memcmp (text, "\xFF\xFE", 2) == 0 || memcmp (text, "\xFE\xFF", 2) == 0))
    return MB_MSG_TEXT_UTF16;
  if (*bad == '\0')
    return MB_MSG_TEXT_NUL;
  return looks_1252 (bad, end) ? MB_MSG_TEXT_WINDOWS_1252 : MB_MSG_TEXT_NOT_UTF8;
}

gboolean
mb_utf8_check (const char *name, GBytes *bytes, MbDiagnostics *diagnostics)
{
  gsize size;
  const char *text = g_bytes_get_data (bytes, &size), *bad;
  const Magic *other = find_magic (text, size);
  if (other)
    return mb_report (diagnostics, position (name, text, text), other->message, NULL);
  if (size == 0 || g_utf8_validate_len (text, size, &bad))
    return TRUE;
  char byte[3];
  g_snprintf (byte, sizeof byte, "%02X", (guint8) *bad);
  return mb_report (diagnostics, position (name, text, bad), reason (text, bad, text + size), byte,
                    name, NULL);
}
