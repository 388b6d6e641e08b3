/* SPDX-License-Identifier: Apache-2.0 */
/* ortho.h — French orthotypography: tree → tree.  May use: base, doc.
 *
 * Reads only the tree, `lang`, the class `notypo` and a house. Changes characters (no-break spaces, quotes, apostrophes,
 * œ, ordinals) and adds marking elements, whose looks belong to the style sheet:
 *   sup.ord   the letters of an ordinal: 1<er>, XX<e>
 *   span.rom  the roman number of a century
 *   span.abr  the letters of an abbreviated title that may be superior: M<me>, D<r> (not in fr-press and fr-CH)
 *   span.frac a simple fraction (only when rule NUM-08 is asked for)
 * Idempotent. Never touches the source on disk, code, links' destinations or text in a language other than French and
 * English.
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

/* --- The house ------------------------------------------------------------------------------------------------------*/

/** A house's way of setting French: a profile, rules it leaves out or takes up, word lists. Lives in an arena. */
typedef struct MbOrthoHouse MbOrthoHouse;

/** mb_ortho_house_new: the house that @way describes: a profile, then rules ("LET-01") or families ("LET") taken out or in:
 * "fr-press", "fr-FR, -LET-01, -PON", "fr-CH +LET-03", "fr-FR sans LET-01 avec LET-03", "non". Rules of the copy desk
 * are switched in the same way.
 * @unknown: set to the word that means nothing, when there is one; may be NULL.
 * Returns: a house with the lists that are compiled in, or NULL when @way cannot be understood. */
MbOrthoHouse *mb_ortho_house_new (MbArena *arena, const char *way, const char **unknown);

/** mb_ortho_house_read: take in a file of entries, in the form of src/ortho/data: `[section]` lines, one entry a line,
 * `#` remarks, `- entry` to take one out. Later entries win. What cannot be used is reported at its line of @file.
 * @text: NUL-ended; kept, so it must live as long as the house. */
void mb_ortho_house_read (MbOrthoHouse *house, const char *file, const char *text,
                          MbDiagnostics *diagnostics);

MbOrthoProfile mb_ortho_house_profile (const MbOrthoHouse *house);

/** One line of the lexicon: what a copy desk would question. Never applied by the engine. */
typedef struct {
  const char *rule; /**< "CAP-01", "ABR-04"… as the file says */
  /** words, U+2019 for apostrophes; matched as whole words; a final * matches any ending */
  const char *wrong;
  const char *right; /**< the suggestion, "" when there is none */
} MbOrthoEntry;

/** mb_ortho_house_lexicon: the entries, in the order of the files. Lent. */
const MbOrthoEntry *mb_ortho_house_lexicon (const MbOrthoHouse *house, guint *n);

/** mb_ortho_house_capital: @word with its accented capital ("Etat" → "État"), or NULL when the list has it not. Lent. */
const char *mb_ortho_house_capital (const MbOrthoHouse *house, const char *word);

/* --- Applying -------------------------------------------------------------------------------------------------------*/

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

/** What was done, in document order; owned by the document's arena. Marking elements are no changes. */
typedef struct {
  const MbOrthoChange *changes;
  guint n_changes;
} MbOrthoReport;

/** mb_ortho_profile: the profile called @name ("fr-FR", "fr-press", "non", "none"…); FALSE when unknown. */
gboolean mb_ortho_profile (const char *name, MbOrthoProfile *profile);

/** mb_ortho_apply: apply the rules of @house below @top, in place. Elements whose language is neither French nor English,
 * of class `notypo`, `code`, `pre`, `kbd`, `samp`, `math` and SVG are left alone.
 * @report: filled when not NULL. */
void mb_ortho_apply (MbDoc *doc, MbNode *top, const MbOrthoHouse *house, MbOrthoReport *report);

/* --- The catalogue of rules ----------------------------------------------------------------------------------------------------*/

typedef enum {
  MB_ORTHO_KIND_AUTOMATIC, /* always right: changes the text */
  MB_ORTHO_KIND_GUARDED,   /* changes the text where its guard holds */
  MB_ORTHO_KIND_DESK,      /* a question for the copy desk: changes nothing */
  MB_ORTHO_KIND_RENDERING, /* done by the style sheet */
  MB_ORTHO_KIND_BREAKING,  /* done by the line breaker */
} MbOrthoKind;

/** A rule of catalogue.def, in the language of mb_language (). Static strings; "" when there is nothing to say. */
typedef struct {
  MbReportRule rule; /**< id, severity, name, hint */
  MbOrthoKind class;
  const char *why, *exceptions, *source;
  const char *examples; /**< "before → after" lines; ⍽ is U+00A0, ‧ is U+202F */
} MbOrthoExplained;

/** mb_ortho_explain_get: rule @index, in the order of ids; FALSE past the end. */
gboolean mb_ortho_explain_get (guint index, MbOrthoExplained *rule);
/** mb_ortho_explain_find: the rule called @id. */
gboolean mb_ortho_explain_find (const char *id, MbOrthoExplained *rule);

/** mb_ortho_house_speaks: whether the rule called @id was not switched off: its findings are shown. */
gboolean mb_ortho_house_speaks (const MbOrthoHouse *house, const char *id);

/* --- The lint of the copy desk ---------------------------------------------------------------------------------------------------*/

/** mb_ortho_lint: report what a copy desk would question below @top, after mb_ortho_apply: rules of class DESK, about French text (not
 * where the profile is NONE) and about structure. Findings go to the document's diagnostics. Changes nothing. */
void mb_ortho_lint (MbDoc *doc, const MbNode *top, const MbOrthoHouse *house);

/** mb_ortho_report_changes: report each change of @report as a note. */
void mb_ortho_report_changes (MbDoc *doc, const MbOrthoReport *report);

G_END_DECLS
