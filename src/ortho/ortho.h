/* SPDX-License-Identifier: Apache-2.0 */
/* ortho.h — French orthotypography: tree → tree.  May use: base, doc.
 *
 * Reads only the tree, `lang`, the class `notypo` and a profile. Changes characters (no-break spaces, quotes,
 * apostrophes) and may add marking elements; widths and looks belong to the style sheet. Idempotent. Never touches
 * the source on disk, code, links' destinations or text in another language.
 */
#pragma once

#include "doc.h"

G_BEGIN_DECLS

typedef enum {
  MB_ORTHO_NONE, /* typographie: non */
  MB_ORTHO_FR_FR,
  MB_ORTHO_FR_PRESS,
  MB_ORTHO_FR_CH,
  MB_ORTHO_FR_CA,
  MB_ORTHO_FR_BE,
} MbOrthoProfile;

/** One change. */
typedef struct {
  const char *rule;   /**< "ESP-01", static */
  const MbNode *node; /**< text node, with its text as it is now */
  guint32 offset;     /**< byte in the new text */
  MbPos pos;          /**< in the source */
  gboolean verified;  /**< source and length below are exact */
  guint32 source;     /**< byte in the source file */
  guint32 length;     /**< bytes replaced there; 0: insertion */
  const char *before; /**< text replaced */
  const char *after;  /**< its replacement */
} MbOrthoChange;

/** What was done, in document order; owned by the document's arena. */
typedef struct {
  const MbOrthoChange *changes;
  guint n_changes;
} MbOrthoReport;

/** mb_ortho_profile: the profile called @name ("fr-FR", "fr-press", "non", "none"…); FALSE when unknown. */
gboolean mb_ortho_profile (const char *name, MbOrthoProfile *profile);

/** mb_ortho_apply: apply the automatic and guarded rules of @profile below @top, in place. Elements whose language is not
 * French, of class `notypo`, `code`, `pre`, `kbd`, `samp`, `math` and SVG are left alone.
 * @report: filled when not NULL. */
void mb_ortho_apply (MbDoc *doc, MbNode *top, MbOrthoProfile profile, MbOrthoReport *report);

G_END_DECLS
