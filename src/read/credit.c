/* SPDX-License-Identifier: Apache-2.0 */
/* Picture credits at the end of a caption: "LUDOVIC MARIN / AFP", "REUTERS/Nom", "© Nom", "(Photo
 * DR)". After the end of a sentence a name is enough: "NOM / LE JOURNAL", "NOM POUR « LE JOURNAL »",
 * "Photo Nom".
 *
 * Only the last 160 bytes are looked at, so a long paragraph costs nothing. */
#include "internal.h"

#include <string.h>

#define TAIL 160
#define NONE G_MAXSIZE

static const char *const AGENCIES[] = {
  "AFP",       "REUTERS",    "Reuters",    "AP",     "SIPA",       "Sipa",  "MAXPPP",
  "MaxPPP",    "ABACA",      "Abaca",      "EPA",    "ANSA",       "DPA",   "EFE",
  "BELGA",     "Belga",      "TASS",       "Xinhua", "Keystone",   "Getty", "GETTY",
  "Bloomberg", "ABACAPRESS", "Hans Lucas", "Magnum", "Divergence", "DR",    "PA"
};

/* Bytes of an agency's name at @text, which must end there as a word. */
static gsize
agency_at (const char *text)
{
  for (gsize i = 0; i < G_N_ELEMENTS (AGENCIES); i++) {
    gsize n = strlen (AGENCIES[i]);
    if (strncmp (text, AGENCIES[i], n) == 0 && !g_ascii_isalnum (text[n]) && !(text[n] & 0x80))
      return n;
  }
  return 0;
}

static gboolean
has_agency (const char *text, const char *end)
{
  for (const char *at = text; at < end; at++)
    if ((at == text || strchr (" /(-", at[-1])) && agency_at (at))
      return TRUE;
  return FALSE;
}

static gboolean
is_capitals (const char *word, const char *end)
{
  gboolean any = FALSE;
  for (; word < end; word = g_utf8_next_char (word)) {
    gunichar c = g_utf8_get_char (word);
    if (g_unichar_islower (c))
      return FALSE;
    any |= g_unichar_isupper (c);
  }
  return any;
}

/* The beginning of the names that end at @end: words in capitals when the last is, else
 * capitalised ones. */
static const char *
names_before (const char *text, const char *end)
{
  const char *start = end;
  gboolean capitals = FALSE;
  for (int words = 0; words < 6; words++) {
    const char *last = start;
    while (last > text && last[-1] == ' ')
      last--;
    const char *word = last;
    while (word > text && !strchr (" (", word[-1]))
      word--;
    if (word == last)
      break;
    gboolean initial = last - word <= 3 && last[-1] == '.';
    if (words && !initial && strchr (".,;:!?)", last[-1]))
      break;
    gboolean quoted = last - word >= 2 && strncmp (last - 2, "»", 2) == 0;
    if (words && (quoted || !g_unichar_isupper (g_utf8_get_char (word))))
      break;
    if (!words && !g_unichar_isupper (g_utf8_get_char (word)))
      break;
    if (words && capitals && !is_capitals (word, last))
      break;
    capitals = words ? capitals : is_capitals (word, last);
    start = word;
  }
  return start;
}

/* "Nom / AFP", "REUTERS/Nom", "NOM / AFP / Getty". */
static gsize
find_slash (const char *text, const char *tail, const char *end)
{
  for (const char *slash = strchr (tail, '/'); slash && slash < end;
       slash = strchr (slash + 1, '/')) {
    const char *start = names_before (text, slash);
    if (start == slash || g_strstr_len (slash, end - slash, ". "))
      continue;
    if (agency_at (start) || has_agency (slash + 1, end))
      return (gsize) (start - text);
  }
  return NONE;
}

/* Whether a sentence ends before @start, or nothing stands there. */
static gboolean
follows_sentence (const char *text, const char *start)
{
  while (start > text && start[-1] == ' ')
    start--;
  return start == text || strchr (".!?)", start[-1]) ||
         (start - text >= 3 && strncmp (start - 3, "…", 3) == 0) ||
         (start - text >= 2 && strncmp (start - 2, "»", 2) == 0);
}

/* Whether the words from @at to @end are names: at most six, each with a capital, quotes aside. */
static gboolean
are_names (const char *at, const char *end)
{
  int words = 0;
  gboolean begins = TRUE;
  for (; at < end; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);
    if (g_unichar_isspace (c) || c == 0xA0 || c == 0x202F) {
      begins = TRUE;
    } else if (begins && g_unichar_isalnum (c)) {
      if (++words > 6 || !g_unichar_isupper (c))
        return FALSE;
      begins = FALSE;
    } else if (strchr (";:!?", (int) MIN (c, 0x7F))) {
      return FALSE;
    }
  }
  return words > 0;
}

/* A house that is no agency: "NOM / LE JOURNAL", "NOM POUR « LE JOURNAL »", "Photo Nom". */
static gsize
find_house (const char *text, const char *tail, const char *end)
{
  static const char *const JOINTS[] = { "/", " POUR ", " pour «" };
  for (gsize i = 0; i < G_N_ELEMENTS (JOINTS); i++) {
    const char *joint = g_strrstr_len (tail, end - tail, JOINTS[i]);
    const char *start = joint ? names_before (text, joint) : NULL;
    if (joint && start < joint && follows_sentence (text, start) &&
        are_names (joint + strlen (JOINTS[i]), end))
      return (gsize) (start - text);
  }
  static const char *const WORDS[] = { "Photo ", "Photos ", "PHOTO ", "PHOTOS " };
  for (gsize i = 0; i < G_N_ELEMENTS (WORDS); i++) {
    const char *word = g_strrstr_len (tail, end - tail, WORDS[i]);
    if (word && follows_sentence (text, word) && are_names (word + strlen (WORDS[i]), end))
      return (gsize) (word - text);
  }
  return NONE;
}

/* "(Photo DR)", "(Photo Jean Dupont)", "(AFP)". */
static gsize
find_parenthesis (const char *text, const char *tail, const char *end)
{
  static const char *const WORDS[] = {
    "Photo",   "photo",   "Crédit",      "crédit",  "Ph.",       "Illustration", "Dessin",  "©",
    "Gravure", "gravure", "Infographie", "Carte :", "Aquarelle", "Collection",   "Document"
  };
  const char *open = end > tail && end[-1] == ')' ? g_strrstr_len (tail, end - tail, "(") : NULL;
  if (!open)
    return NONE;
  for (gsize i = 0; i < G_N_ELEMENTS (WORDS); i++)
    if (g_str_has_prefix (open + 1, WORDS[i]))
      return (gsize) (open - text);
  gsize agency = agency_at (open + 1);
  if (agency && open[1 + agency] == ')')
    return (gsize) (open - text);
  gsize slash = find_slash (text, open, end - 1);
  return slash == NONE ? NONE : (gsize) (open - text);
}

/* "© Nom", "Crédit photo : Nom", "Photo : Nom", "Photo DR". */
static gsize
find_word (const char *text, const char *tail, const char *end)
{
  static const char *const WORDS[] = {
    "©",        "Crédit photo", "Crédit :",  "Crédit\xC2\xA0:", "Photo :",       "Photo\xC2\xA0:",
    "Photo DR", "Photos :",     "Gravure :", "Dessin :",        "Infographie :", "Illustration :"
  };
  for (gsize i = 0; i < G_N_ELEMENTS (WORDS); i++) {
    const char *found = g_strrstr_len (tail, end - tail, WORDS[i]);
    if (found && end - found <= 90 && !g_strstr_len (found, end - found, ". "))
      return (gsize) (found - text);
  }
  return NONE;
}

/* "… au Louvre. AFP" */
static gsize
find_alone (const char *text, const char *tail, const char *end)
{
  const char *word = end;
  while (word > tail && word[-1] != ' ')
    word--;
  gsize n = agency_at (word);
  if (!n || word + n != end || word - text < 3)
    return NONE;
  return strchr (".!?)", word[-2]) ? (gsize) (word - text) : NONE;
}

gsize
mb_credit_find (const char *text)
{
  const char *end = text + strlen (text);
  while (end > text && strchr (" \n\t.", end[-1]))
    end--;
  const char *tail = end - text > TAIL ? end - TAIL : text;
  while ((*tail & 0xC0) == 0x80)
    tail++;
  gsize found = find_parenthesis (text, tail, end);
  if (found == NONE)
    found = find_word (text, tail, end);
  if (found == NONE)
    found = find_slash (text, tail, end);
  if (found == NONE)
    found = find_house (text, tail, end);
  return found == NONE ? find_alone (text, tail, end) : found;
}

gboolean
mb_caption_mark_credit (MbDoc *doc, MbNode *caption)
{
  mb_text_trim (doc, caption);
  MbNode *last = caption->last;
  if (!last || last->kind != MB_NODE_TEXT)
    return FALSE;
  gsize start = mb_credit_find (last->text);
  if (start == NONE)
    return FALSE;
  mb_text_wrap (doc, last, (guint32) start, last->length, "span", "credit", NULL);
  return TRUE;
}

void
mb_caption_write (MbDoc *doc, MbNode *caption, const char *text, gssize source, MbPos pos)
{
  mb_inline_string (doc, NULL, caption, text, source, pos);
  mb_caption_mark_credit (doc, caption);
}
