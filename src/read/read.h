/* SPDX-License-Identifier: Apache-2.0 */
/* read.h — Markdown, XHTML and manifests become one edition tree.  May use: base, doc.
 *
 *   MbReadOutputs outputs;
 *   g_autoptr (MbDoc) doc = mb_read_inputs (source, names, NULL, &outputs, &error);
 *
 * What comes out, whatever came in:
 *
 *   body.journal > section.rubrique? > article
 *   body.livre   > section.partie?   > section.chapitre
 *
 * An `article` is `header (p.surtitre h1 p.sous-titre p.chapo p.signature p.dates)?`, then the
 * text, then `section.notes?`. A `section.rubrique` begins with `p.rubrique`, a `section.partie`
 * with `h1.part`. Every article, chapter (or part page without text) has `data-source`, the name
 * of its file, and `lang` when it is not the edition's.
 *
 * Attributes made here, all optional:
 *   article      data-importance 1…5, data-titre-court, data-chapo-court, data-date and
 *                data-mise-a-jour (ISO 8601), data-dates (relative dates as typed), data-rubrique,
 *                data-lieu, data-mots-cles, data-identifiant, data-annee, data-style (a sheet of
 *                its own, as typed), data-typographie
 *   chapitre     the same, and data-titre: the title of the file when its text has no heading
 *                (for the table of contents)
 *   p.signature  data-entete="oui" when made from front matter: then it holds names only
 *                (`span.auteur`), joined by ", ", and the sheet may say « Par »
 *   span.auteur  data-role when given
 *   figure       data-foyer (as typed), data-recadrage "min max", data-colonnes
 *   th, td       class "gauche", "centre" or "droite"
 *   ol           start
 *   pre > code   class "language-NAME"
 *
 * Notes: `a[epub:type=noteref][role=doc-noteref]#rN href="#nN"` in the text and, at the end of the
 * article or chapter, `section.notes > aside[epub:type=footnote][role=doc-footnote]#nN`; notes of
 * XHTML chapters are moved there too.
 * The first paragraph of a note has data-numero, the text of its first call, unless the note begins with a number of its own.
 * Verse: `div.poeme > div.strophe > p.vers`.
 * Pictures: `img src` is as typed; mb_source_resolve it from the `pos.file` of the element.
 * `link[rel=stylesheet]` and `style` elements of an XHTML file are the first children of its
 * chapter or article, with their positions; they have no box. Text of `style` is verbatim.
 *
 * A text alone (no manifest) gives its own settings to the edition: title, language, dates, people,
 * typography, and `style:`, which is then MbMeta.style and no data-style.
 *
 * What is wrong in the author's text is reported to the collector of the source, all of it; a
 * document with a finding of severity MB_FAILURE must not be published. Only what stops reading is
 * a GError. */
#pragma once

#include "doc.h"

G_BEGIN_DECLS

typedef struct {
  const char *language;   /**< BCP 47; NULL: as the text says, else "fr" */
  const char *typography; /**< replaces `typographie:`; NULL: as the text says */
  gboolean settings_only; /**< read no text: the manifest's metadata and outputs, an empty tree */
} MbReadOptions;

/** A setting of an output, as typed; text NULL: not given. */
typedef struct {
  const char *text;
  MbPos pos;
} MbReadSetting;

/** One entry of `sorties:`. */
typedef struct {
  const char *file;               /**< as typed, with {date} and the like */
  MbPos pos;                      /**< of the name */
  const MbReadSetting *standards; /**< `normes`, ended by a NULL text, may be empty */
  MbReadSetting style, pages, resolution, profile;
} MbReadOutput;

/** What the manifest asks to write; empty without a manifest. Lives in the document's arena. */
typedef struct {
  const MbReadOutput *items;
  guint n_items;
  const char *manifest; /**< its name: paths of outputs start from its folder; NULL without one */
  MbReadSetting style;  /**< of the edition, as the manifest gives it */
  MbReadSetting cover;  /**< `couverture:`, as typed */
  /** `cesures:`, files of divided words, ended by a NULL text; NULL without a manifest */
  const MbReadSetting *divisions;
  const MbReadSetting *kept;    /**< `insecables:`, files of words that lines do not part */
  const MbReadSetting *lexicon; /**< `lexique:`, files of words for ortho, in the same way */
} MbReadOutputs;

/** mb_read_inputs: read @names (NULL-ended; files or folders below the source's root) into one
 * edition.
 *
 * Each is a Markdown article, an XHTML file, a folder of XHTML or Markdown chapters (in byte order
 * of names; when it holds `book.yaml`, `livre.yaml`, `edition.yaml` or `manifeste.yaml`, that
 * manifest is read instead), or a manifest. The format is told by the extension, else by the
 * content. Chapters alone (XHTML, folders, `chapitres:`) make a book; anything else a newspaper.
 *
 * @options: may be NULL. @outputs: filled when not NULL.
 * Returns: (transfer full): the document, or NULL with INPUT, RESOURCE, LIMIT or UNSUPPORTED. Look
 *   at the collector: a document may be returned that has failures in it. */
MbDoc *mb_read_inputs (MbSource *source, const char *const *names, const MbReadOptions *options,
                       MbReadOutputs *outputs, GError **error);

/** mb_read_date_french: "23 novembre 2026", "1er mai 2026 à 10h30", "23/11/2026 10:30" or an ISO
 * date anywhere in
 * @text. @start and @end (may be NULL) get the bytes it takes.
 * Returns: (transfer full): ISO 8601, or NULL. */
char *mb_read_date_french (const char *text, gsize *start, gsize *end);

/** mb_read_date_is_iso: YYYY, YYYY-MM, YYYY-MM-DD or YYYY-MM-DDTHH:MM[:SS][Z|±HH:MM], a day that
 * exists. */
gboolean mb_read_date_is_iso (const char *text);

G_END_DECLS
