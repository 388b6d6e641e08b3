/* SPDX-License-Identifier: Apache-2.0 */
/** marbre/diagnostic.h — what marbre found wrong in the author's text, and the catalogue of its messages.
 *
 * A GError says why an operation stopped; a diagnostic says what the author should mend, and where. Diagnostics are collected, sorted by
 * file and place, and lent by the job that found them.
 *
 *   gsize n;
 *   const MarbreDiagnostic *found = marbre_job_get_diagnostics (job, &n);
 *   for (gsize i = 0; i < n; i++)
 *     printf ("%s:%u:%u: %s\n", found[i].file, found[i].line, found[i].column, found[i].message);
 */
#ifndef MARBRE_DIAGNOSTIC_H
#define MARBRE_DIAGNOSTIC_H

#include <glib.h>
#include <marbre/version.h>

G_BEGIN_DECLS

typedef enum {
  MARBRE_SEVERITY_INFO,
  MARBRE_SEVERITY_WARNING,
  MARBRE_SEVERITY_ERROR, /**< its document is not written */
} MarbreSeverity;

/** One finding. Strings are UTF-8 and belong to the job. */
typedef struct {
  MarbreSeverity severity;
  int code; /**< stable; printed as MB%04d; 0 for the finding of a rule */
  const char
      *rule; /**< id of a rule of typography or of the copy desk ("PON-02"); NULL for messages */
  const char *file; /**< as the user named it; NULL when the finding has no file */
  unsigned line;    /**< from 1; 0: the whole file */
  unsigned column;  /**< from 1, in characters */
  unsigned width;   /**< characters concerned, at least 1 */
  const char *message;
  const char *hint;    /**< what to do; NULL when there is nothing to say */
  const char *excerpt; /**< the source line; NULL when unknown */
  const char *
      found; /**< of a rule: the text found, no-break spaces shown; NULL when the message says it all */
  const char *wanted; /**< of a rule: what should stand there; NULL when only the author knows */
  /** of a rule that changes the text: @fix_length bytes at @fix_offset of the file (counted behind a byte order mark) become @fix_text */
  gboolean fixable;
  gsize fix_offset, fix_length;
  const char *fix_text;
  unsigned
      page; /**< of a finding on a finished page: from 1; 0: on none, and what follows says nothing */
  const char *label; /**< the folio printed on it; "" for none */
  double x, y, width_pt,
      height_pt; /**< what it is about: pt from the top left corner of the trimmed page */
  const char *
      kind; /**< "loose-line", "overfull-line", "hyphens", "page-hyphen", "river", "widow", "orphan", "short-page",
                     * "short-column", "far-figure" (docs/check.md) */
  double value; /**< ratio, points, lines or pages */
} MarbreDiagnostic;

/** What is known of one message of the catalogue. Strings are static. */
typedef struct {
  int code;
  const char *name;
  MarbreSeverity severity;
  const char *text;        /**< with {1}, {2}… where particulars stand */
  const char *hint;        /**< "" when there is none */
  const char *explanation; /**< "" when the text says it all */
} MarbreMessage;

/** marbre_set_language:
 * Choose the language of messages for the whole process: any locale name ("fr", "fr_FR.UTF-8", "C"); what is not French is
 * English. Call it before other threads start; without it messages are English.
 * @locale: (nullable): a locale name; NULL means English.
 */
MARBRE_API void marbre_set_language (const char *locale);

/** marbre_message_get:
 * Walk the catalogue of messages in the order of their codes.
 * @index: 0, 1, 2… until the function returns FALSE.
 * @message: (out caller-allocates): filled in the language chosen by marbre_set_language.
 * Returns: FALSE past the last message.
 */
MARBRE_API gboolean marbre_message_get (unsigned index, MarbreMessage *message);

G_END_DECLS

#endif
