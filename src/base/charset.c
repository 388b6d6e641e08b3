/* SPDX-License-Identifier: Apache-2.0 */
/* The encoding of a style sheet (CSS Syntax 3 § 3.2): what its byte order mark says, else what the bytes `@charset "…";` at its very
 * beginning name, else that of the document: UTF-8.
 *
 * Labels and the encodings that they mean are those of the Encoding Standard § 4.2: latin1 is Windows-1252. A label that nobody knows
 * is as none; a UTF-16 that can name itself in ASCII is UTF-8. Bytes that are wrong in the encoding are not replaced: the sheet is
 * refused, as every other text is. */
#include "internal.h"

#include <string.h>

typedef struct {
  const char *name;   /* as iconv knows it */
  const char *labels; /* in lower case, a space around each */
} Encoding;

static const Encoding encodings[] = {
  { "UTF-8", " utf-8 utf8 unicode-1-1-utf-8 utf-16 utf-16le utf-16be " },
  { "WINDOWS-1252",
    " windows-1252 cp1252 x-cp1252 iso-8859-1 iso8859-1 iso88591 iso_8859-1 latin1 l1 "
    "ascii us-ascii ansi_x3.4-1968 cp819 ibm819 iso-ir-100 " },
  { "ISO-8859-2", " iso-8859-2 iso8859-2 iso_8859-2 latin2 l2 " },
  { "ISO-8859-3", " iso-8859-3 iso8859-3 iso_8859-3 latin3 l3 " },
  { "ISO-8859-4", " iso-8859-4 iso8859-4 iso_8859-4 latin4 l4 " },
  { "ISO-8859-5", " iso-8859-5 iso8859-5 iso_8859-5 cyrillic " },
  { "ISO-8859-6", " iso-8859-6 iso8859-6 iso_8859-6 arabic " },
  { "ISO-8859-7", " iso-8859-7 iso8859-7 iso_8859-7 greek " },
  { "ISO-8859-8", " iso-8859-8 iso8859-8 iso_8859-8 hebrew " },
  { "WINDOWS-1254", " windows-1254 cp1254 iso-8859-9 iso8859-9 iso_8859-9 latin5 l5 " },
  { "ISO-8859-10", " iso-8859-10 iso8859-10 latin6 l6 " },
  { "ISO-8859-13", " iso-8859-13 iso8859-13 " },
  { "ISO-8859-14", " iso-8859-14 iso8859-14 " },
  { "ISO-8859-15", " iso-8859-15 iso8859-15 iso_8859-15 latin9 latin-9 l9 " },
  { "ISO-8859-16", " iso-8859-16 " },
  { "WINDOWS-1250", " windows-1250 cp1250 x-cp1250 " },
  { "WINDOWS-1251", " windows-1251 cp1251 x-cp1251 " },
  { "WINDOWS-1253", " windows-1253 cp1253 x-cp1253 " },
  { "WINDOWS-1255", " windows-1255 cp1255 x-cp1255 " },
  { "WINDOWS-1256", " windows-1256 cp1256 x-cp1256 " },
  { "WINDOWS-1257", " windows-1257 cp1257 x-cp1257 " },
  { "WINDOWS-1258", " windows-1258 cp1258 x-cp1258 " },
  { "CP874", " windows-874 tis-620 iso-8859-11 " },
  { "CP866", " ibm866 cp866 866 " },
  { "KOI8-R", " koi8-r koi8 koi " },
  { "KOI8-U", " koi8-u koi8-ru " },
  { "MACINTOSH", " macintosh mac x-mac-roman " },
  { "CP932", " shift_jis shift-jis sjis ms_kanji windows-31j ms932 x-sjis " },
  { "EUC-JP", " euc-jp x-euc-jp " },
  { "ISO-2022-JP", " iso-2022-jp " },
  { "GB18030", " gb18030 gbk gb2312 gb_2312 gb_2312-80 x-gbk chinese " },
  { "BIG5-HKSCS", " big5 big5-hkscs cn-big5 x-x-big5 " },
  { "CP949", " euc-kr ks_c_5601-1987 ksc5601 korean windows-949 " },
};

static const struct {
  const char *bytes;
  gsize n;
  const char *name;
} marks[] = { { "\xEF\xBB\xBF", 3, "UTF-8" },
              { "\xFE\xFF", 2, "UTF-16BE" },
              { "\xFF\xFE", 2, "UTF-16LE" } };

/* What `@charset "…";` names; NULL: it does not begin with it, or nobody knows the name. */
static const char *
encoding_named (const char *text, gsize size)
{
  static const char rule[] = "@charset \"";
  gsize begin = strlen (rule);
  if (size < begin || memcmp (text, rule, begin) != 0)
    return NULL;
  const char *end = memchr (text + begin, '"', MIN (size, 1024) - begin);
  if (!end || end + 1 == text + size || end[1] != ';')
    return NULL;
  g_autofree char *given = g_ascii_strdown (text + begin, end - text - (gssize) begin);
  g_strstrip (given);
  g_autofree char *label = g_strdup_printf (" %s ", given);
  for (guint i = 0; *given && !strchr (given, ' ') && i < G_N_ELEMENTS (encodings); i++)
    if (strstr (encodings[i].labels, label))
      return encodings[i].name;
  return NULL;
}

static GBytes *
convert (const char *name, const char *text, gsize size, const char *encoding,
         MbDiagnostics *diagnostics)
{
  gsize read = 0, written = 0;
  g_autoptr (GError) error = NULL;
  char *utf8 = g_convert (text, (gssize) size, "UTF-8", encoding, &read, &written, &error);
  if (utf8)
    return g_bytes_new_take (utf8, written);
  char byte[3];
  g_snprintf (byte, sizeof byte, "%02X", read < size ? (guint8) text[read] : 0);
  MbPos pos = { g_intern_string (name), 1, 1 };
  for (gsize i = 0; i < read; i++, pos.col++)
    if (text[i] == '\n')
      pos = (MbPos){ pos.file, pos.line + 1, 0 };
  mb_report (diagnostics, pos, MB_MSG_TEXT_NOT_CHARSET, byte, encoding, NULL);
  return NULL;
}

GBytes *
mb_charset_decode (const char *name, GBytes *raw, MbDiagnostics *diagnostics)
{
  gsize size;
  const char *text = g_bytes_get_data (raw, &size);
  const char *encoding = text ? encoding_named (text, size) : NULL;
  gsize mark = 0;
  for (guint i = 0; text && !mark && i < G_N_ELEMENTS (marks); i++)
    if (size >= marks[i].n && memcmp (text, marks[i].bytes, marks[i].n) == 0) {
      mark = marks[i].n;
      encoding = marks[i].name;
    }
  if (!encoding || g_str_equal (encoding, "UTF-8"))
    return g_bytes_new_from_bytes (raw, mark, size - mark);
  return convert (name, text + mark, size - mark, encoding, diagnostics);
}
