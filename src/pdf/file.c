/* SPDX-License-Identifier: Apache-2.0 */
/* libqpdf, and nothing else of it anywhere.
 *
 * Traps met (notes/pdf.md § 2): qpdf_oh_parse has no context, so references are read by a small parser of ours; version 11.3 drops
 * a key whose value is an indirect null, so reserved objects are empty dictionaries; error codes are bit flags. Handles (qpdf_oh)
 * pile up until they are released: callers call mb_file_release after each page or part. */
#include "internal.h"

#include <qpdf/qpdf-c.h>
#include <stdlib.h>
#include <string.h>

struct MbFile {
  qpdf_data qpdf;
  GBytes *bytes; /* qpdf reads from them until it is freed */
};

/* What qpdf says of cairo's input and is mended by reading it: cairo repeats the resource key of a picture used twice. */
static const char *const HARMLESS[] = { "has duplicated key /x" };

static gboolean
is_harmless (const char *message)
{
  for (guint i = 0; i < G_N_ELEMENTS (HARMLESS); i++)
    if (strstr (message, HARMLESS[i]))
      return TRUE;
  return FALSE;
}

static gboolean
check (qpdf_data qpdf, gboolean strict, GError **error)
{
  if (qpdf_has_error (qpdf))
    return mb_error_set (error, MB_ERROR_INTERNAL, MB_MSG_PDF_LIBRARY,
                         qpdf_get_error_full_text (qpdf, qpdf_get_error (qpdf)), NULL);
  while (qpdf_more_warnings (qpdf)) {
    const char *text = qpdf_get_error_full_text (qpdf, qpdf_next_warning (qpdf));
    if (strict || !is_harmless (text))
      return mb_error_set (error, MB_ERROR_INTERNAL, MB_MSG_PDF_LIBRARY, text, NULL);
  }
  return TRUE;
}

static qpdf_data
read_bytes (const char *name, gconstpointer data, gsize size)
{
  qpdf_data qpdf = qpdf_init ();
  qpdf_set_suppress_warnings (qpdf, QPDF_TRUE);
  qpdf_silence_errors (qpdf);
  qpdf_set_attempt_recovery (qpdf, QPDF_FALSE);
  qpdf_read_memory (qpdf, name, data, size, NULL);
  return qpdf;
}

MbFile *
mb_file_open (GBytes *bytes, GError **error)
{
  gsize size;
  gconstpointer data = g_bytes_get_data (bytes, &size);
  MbFile *file = g_new0 (MbFile, 1);
  file->bytes = g_bytes_ref (bytes);
  file->qpdf = read_bytes ("painted", data, size);
  if (check (file->qpdf, FALSE, error)) {
    qpdf_push_inherited_attributes_to_page (file->qpdf);
    return file;
  }
  mb_file_free (file);
  return NULL;
}

void
mb_file_free (MbFile *file)
{
  if (!file)
    return;
  qpdf_cleanup (&file->qpdf);
  g_bytes_unref (file->bytes);
  g_free (file);
}

void
mb_file_release (MbFile *file)
{
  qpdf_oh_release_all (file->qpdf);
}

gboolean
mb_file_check (MbFile *file, GError **error)
{
  return check (file->qpdf, FALSE, error);
}

/* --- Syntax to objects ---------------------------------------------------------------------------------------------------------
 * Nesting is that of our own writers: a handful of levels. */

typedef struct {
  MbFile *file;
  const char *at;
} Parser;

static qpdf_oh parse_value (Parser *parser);

static void
skip_spaces (Parser *parser)
{
  while (g_ascii_isspace (*parser->at))
    parser->at++;
}

static gsize
regular_span (const char *at)
{
  return strcspn (at, " \t\r\n\f()<>[]{}/%");
}

static qpdf_oh
parse_dictionary (Parser *parser)
{
  qpdf_data qpdf = parser->file->qpdf;
  qpdf_oh dictionary = qpdf_oh_new_dictionary (qpdf);
  char key[128];
  parser->at += 2;
  for (skip_spaces (parser); *parser->at == '/'; skip_spaces (parser)) {
    gsize length = MIN (1 + regular_span (parser->at + 1), sizeof key - 1);
    memcpy (key, parser->at, length);
    key[length] = '\0';
    parser->at += length;
    qpdf_oh value = parse_value (parser);
    qpdf_oh_replace_key (qpdf, dictionary, key, value);
    qpdf_oh_release (qpdf, value);
  }
  g_assert (strncmp (parser->at, ">>", 2) == 0);
  parser->at += 2;
  return dictionary;
}

static qpdf_oh
parse_array (Parser *parser)
{
  qpdf_data qpdf = parser->file->qpdf;
  qpdf_oh array = qpdf_oh_new_array (qpdf);
  parser->at++;
  for (skip_spaces (parser); *parser->at && *parser->at != ']'; skip_spaces (parser)) {
    qpdf_oh value = parse_value (parser);
    qpdf_oh_append_item (qpdf, array, value);
    qpdf_oh_release (qpdf, value);
  }
  g_assert (*parser->at == ']');
  parser->at++;
  return array;
}

/* An integer, or a reference "12 0 R". FALSE: something else. */
static gboolean
parse_integer (Parser *parser, qpdf_oh *value)
{
  char *end;
  long long number = g_ascii_strtoll (parser->at, &end, 10);
  if (end == parser->at || *end == '.')
    return FALSE;
  if (strncmp (end, " 0 R", 4) == 0) {
    *value = qpdf_get_object_by_id (parser->file->qpdf, (int) number, 0);
    end += 4;
  } else {
    *value = qpdf_oh_new_integer (parser->file->qpdf, number);
  }
  parser->at = end;
  return TRUE;
}

static gsize
scalar_span (const char *at)
{
  if (*at == '<')
    return strcspn (at, ">") + 1;
  if (*at != '(')
    return MAX (1, (*at == '/') + regular_span (at + (*at == '/')));
  int depth = 0;
  const char *p = at;
  do {
    if (*p == '\\' && p[1])
      p++;
    else
      depth += (*p == '(') - (*p == ')');
    p++;
  } while (*p && depth > 0);
  return p - at;
}

static qpdf_oh
parse_value (Parser *parser)
{
  qpdf_oh value;
  skip_spaces (parser);
  if (strncmp (parser->at, "<<", 2) == 0)
    return parse_dictionary (parser);
  if (*parser->at == '[')
    return parse_array (parser);
  if ((g_ascii_isdigit (*parser->at) || *parser->at == '-') && parse_integer (parser, &value))
    return value;
  gsize length = scalar_span (parser->at);
  g_autofree char *text = g_strndup (parser->at, length);
  parser->at += length;
  if (*text == '/' && !strchr (text, '#'))
    return qpdf_oh_new_name (parser->file->qpdf, text);
  return qpdf_oh_parse (parser->file->qpdf, text);
}

static qpdf_oh
parse (MbFile *file, const char *syntax)
{
  Parser parser = { file, syntax };
  qpdf_oh value = parse_value (&parser);
  skip_spaces (&parser);
  g_assert (*parser.at == '\0');
  return value;
}

/* --- Objects -------------------------------------------------------------------------------------------------------------------- */

guint
mb_file_n_pages (MbFile *file)
{
  return qpdf_get_num_pages (file->qpdf);
}

MbObj
mb_file_page (MbFile *file, guint index)
{
  return qpdf_get_page_n (file->qpdf, index);
}

MbObj
mb_file_root (MbFile *file)
{
  return qpdf_get_root (file->qpdf);
}

MbObj
mb_file_trailer (MbFile *file)
{
  return qpdf_get_trailer (file->qpdf);
}

MbObj
mb_file_object (MbFile *file, MbRef ref)
{
  return qpdf_get_object_by_id (file->qpdf, ref, 0);
}

MbRef
mb_file_reserve (MbFile *file)
{
  qpdf_oh direct = qpdf_oh_new_dictionary (file->qpdf);
  qpdf_oh indirect = qpdf_make_indirect_object (file->qpdf, direct);
  MbRef ref = qpdf_oh_get_object_id (file->qpdf, indirect);
  qpdf_oh_release (file->qpdf, indirect);
  qpdf_oh_release (file->qpdf, direct);
  return ref;
}

void
mb_file_put (MbFile *file, MbRef ref, const char *syntax)
{
  qpdf_oh value = parse (file, syntax);
  qpdf_replace_object (file->qpdf, ref, 0, value);
  qpdf_oh_release (file->qpdf, value);
}

void
mb_file_set_data (MbFile *file, MbObj stream, gconstpointer data, gsize size)
{
  qpdf_oh null = qpdf_oh_new_null (file->qpdf);
  qpdf_oh_replace_stream_data (file->qpdf, stream, data, size, null, null);
  qpdf_oh_release (file->qpdf, null);
}

MbRef
mb_file_add_stream (MbFile *file, gconstpointer data, gsize size, const char *dict)
{
  qpdf_oh stream = qpdf_oh_new_stream (file->qpdf);
  qpdf_oh keys = parse (file, dict), own = qpdf_oh_get_dict (file->qpdf, stream);
  mb_file_set_data (file, stream, data, size);
  g_auto (GStrv) names = mb_file_keys (file, keys);
  for (guint i = 0; names[i]; i++) {
    qpdf_oh value = qpdf_oh_get_key (file->qpdf, keys, names[i]);
    qpdf_oh_replace_key (file->qpdf, own, names[i], value);
    qpdf_oh_release (file->qpdf, value);
  }
  MbRef ref = qpdf_oh_get_object_id (file->qpdf, stream);
  qpdf_oh_release (file->qpdf, own);
  qpdf_oh_release (file->qpdf, keys);
  qpdf_oh_release (file->qpdf, stream);
  return ref;
}

MbRef
mb_file_ref (MbFile *file, MbObj object)
{
  return qpdf_oh_get_object_id (file->qpdf, object);
}

/* The dictionary of a stream, or the object itself. *made: to be released. */
static qpdf_oh
dictionary_of (MbFile *file, MbObj object, gboolean *made)
{
  *made = object && qpdf_oh_is_stream (file->qpdf, object);
  return *made ? qpdf_oh_get_dict (file->qpdf, object) : object;
}

MbObj
mb_file_key (MbFile *file, MbObj object, const char *key)
{
  gboolean made;
  qpdf_oh dictionary = dictionary_of (file, object, &made), value = 0;
  if (dictionary && qpdf_oh_is_dictionary (file->qpdf, dictionary) &&
      qpdf_oh_has_key (file->qpdf, dictionary, key))
    value = qpdf_oh_get_key (file->qpdf, dictionary, key);
  if (made)
    qpdf_oh_release (file->qpdf, dictionary);
  return value;
}

void
mb_file_set (MbFile *file, MbObj object, const char *key, const char *syntax)
{
  gboolean made;
  qpdf_oh dictionary = dictionary_of (file, object, &made), value = parse (file, syntax);
  qpdf_oh_replace_key (file->qpdf, dictionary, key, value);
  qpdf_oh_release (file->qpdf, value);
  if (made)
    qpdf_oh_release (file->qpdf, dictionary);
}

void
mb_file_set_f (MbFile *file, MbObj object, const char *key, const char *format, ...)
{
  va_list list;
  va_start (list, format);
  g_autofree char *syntax = g_strdup_vprintf (format, list);
  va_end (list);
  mb_file_set (file, object, key, syntax);
}

void
mb_file_remove (MbFile *file, MbObj object, const char *key)
{
  gboolean made;
  qpdf_oh dictionary = dictionary_of (file, object, &made);
  qpdf_oh_remove_key (file->qpdf, dictionary, key);
  if (made)
    qpdf_oh_release (file->qpdf, dictionary);
}

char **
mb_file_keys (MbFile *file, MbObj object)
{
  GPtrArray *keys = g_ptr_array_new ();
  if (object && qpdf_oh_is_dictionary (file->qpdf, object)) {
    qpdf_oh_begin_dict_key_iter (file->qpdf, object);
    while (qpdf_oh_dict_more_keys (file->qpdf))
      g_ptr_array_add (keys, g_strdup (qpdf_oh_dict_next_key (file->qpdf)));
  }
  g_ptr_array_add (keys, NULL);
  return (char **) g_ptr_array_free (keys, FALSE);
}

guint
mb_file_n_items (MbFile *file, MbObj array)
{
  return mb_file_is_array (file, array) ? qpdf_oh_get_array_n_items (file->qpdf, array) : 0;
}

MbObj
mb_file_item (MbFile *file, MbObj array, guint index)
{
  return qpdf_oh_get_array_item (file->qpdf, array, index);
}

gboolean
mb_file_is_name (MbFile *file, MbObj object, const char *name)
{
  return object && qpdf_oh_is_name_and_equals (file->qpdf, object, name);
}

gboolean
mb_file_is_array (MbFile *file, MbObj object)
{
  return object && qpdf_oh_is_array (file->qpdf, object);
}

gboolean
mb_file_is_integer (MbFile *file, MbObj object)
{
  return object && qpdf_oh_is_integer (file->qpdf, object);
}

const char *
mb_file_name (MbFile *file, MbObj object)
{
  return object && qpdf_oh_is_name (file->qpdf, object) ? qpdf_oh_get_name (file->qpdf, object)
                                                        : "";
}

const char *
mb_file_string (MbFile *file, MbObj object)
{
  return object && qpdf_oh_is_string (file->qpdf, object)
             ? qpdf_oh_get_utf8_value (file->qpdf, object)
             : "";
}

gint64
mb_file_integer (MbFile *file, MbObj object)
{
  return mb_file_is_integer (file, object) ? qpdf_oh_get_int_value (file->qpdf, object) : 0;
}

double
mb_file_number (MbFile *file, MbObj object)
{
  return object && qpdf_oh_is_number (file->qpdf, object)
             ? qpdf_oh_get_numeric_value (file->qpdf, object)
             : 0;
}

/* --- Streams -------------------------------------------------------------------------------------------------------------------- */

static GBytes *
take_buffer (MbFile *file, QPDF_ERROR_CODE code, unsigned char *data, size_t size, GError **error)
{
  if (!(code & QPDF_ERRORS) && data)
    return g_bytes_new_with_free_func (data, size, free, data);
  free (data);
  if (check (file->qpdf, FALSE, error))
    mb_error_set (error, MB_ERROR_INTERNAL, MB_MSG_PDF_LIBRARY, "no stream data", NULL);
  return NULL;
}

GBytes *
mb_file_content (MbFile *file, MbObj page, GError **error)
{
  unsigned char *data = NULL;
  size_t size = 0;
  QPDF_ERROR_CODE code = qpdf_oh_get_page_content_data (file->qpdf, page, &data, &size);
  return take_buffer (file, code, data, size, error);
}

GBytes *
mb_file_data (MbFile *file, MbObj stream, GError **error)
{
  unsigned char *data = NULL;
  size_t size = 0;
  QPDF_BOOL filtered = QPDF_FALSE;
  QPDF_ERROR_CODE code =
      qpdf_oh_get_stream_data (file->qpdf, stream, qpdf_dl_generalized, &filtered, &data, &size);
  return take_buffer (file, code, data, size, error);
}

void
mb_file_set_content (MbFile *file, MbObj page, gconstpointer data, gsize size)
{
  MbRef ref = mb_file_add_stream (file, data, size, "<<>>");
  mb_file_set_f (file, page, "/Contents", "%d 0 R", ref);
}

/* --- Writing -------------------------------------------------------------------------------------------------------------------- */

/* Read the finished bytes as a stranger would: every object must parse, without one warning. */
static gboolean
read_again (const unsigned char *data, gsize size, GError **error)
{
  qpdf_data qpdf = read_bytes ("finished", data, size);
  qpdf_oh trailer = qpdf_get_trailer (qpdf);
  qpdf_oh count = qpdf_oh_get_key (qpdf, trailer, "/Size");
  int n = qpdf_oh_get_int_value_as_int (qpdf, count);
  for (int i = 1; i < n; i++) {
    qpdf_oh object = qpdf_get_object_by_id (qpdf, i, 0);
    qpdf_oh_get_type_code (qpdf, object);
    qpdf_oh_release (qpdf, object);
  }
  gboolean good = qpdf_get_num_pages (qpdf) > 0;
  good = check (qpdf, TRUE, error) && good;
  qpdf_cleanup (&qpdf);
  return good;
}

gboolean
mb_file_write (MbFile *file, MbSink *out, GError **error)
{
  qpdf_data qpdf = file->qpdf;
  if (!check (qpdf, FALSE, error))
    return FALSE;
  qpdf_init_write_memory (qpdf);
  qpdf_set_object_stream_mode (qpdf, qpdf_o_generate);
  qpdf_set_deterministic_ID (qpdf, QPDF_TRUE);
  qpdf_set_newline_before_endstream (qpdf, QPDF_TRUE);
  qpdf_force_pdf_version (qpdf, "1.7");
  qpdf_write (qpdf);
  if (!check (qpdf, FALSE, error))
    return FALSE;
  const unsigned char *data = qpdf_get_buffer (qpdf);
  gsize size = qpdf_get_buffer_length (qpdf);
  if (!read_again (data, size, error))
    return FALSE;
  /* The sink keeps its error and tells it on commit. */
  mb_sink_write (out, data, size);
  return TRUE;
}
