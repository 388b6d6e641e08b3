/* SPDX-License-Identifier: Apache-2.0 */
/* Errors that stop an operation: GError with a message of the catalogue. */
#include "internal.h"

G_DEFINE_QUARK (mb - error, mb_error)

gboolean
mb_error_set (GError **error, MbError code, MbMessage message, ...)
{
  if (!error)
    return FALSE;

  MbCatalogueEntry entry;
  const char *arguments[9];
  va_list list;
  va_start (list, message);
  gsize n = mb_message_arguments (list, arguments);
  va_end (list);
  g_autofree char *text =
      mb_message_format (mb_message_entry (message, &entry)->text, arguments, n);
  g_set_error_literal (error, MB_ERROR, code, text);
  return FALSE;
}
