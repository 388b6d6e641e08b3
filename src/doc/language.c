/* SPDX-License-Identifier: Apache-2.0 */
/* Language tags as BCP 47 has them: the shortest code of a language (RFC 5646 § 2.2.1). TEI and library texts say "eng" or "fre";
 * Ace refuses those (valid-lang), and a screen reader would not change its voice. */
#include "internal.h"

#include <string.h>

/* ISO 639-2 and 639-3 codes that have a shorter form. sorted */
static const struct {
  const char longer[4], shorter[3];
} codes[] = {
  { "afr", "af" }, { "alb", "sq" }, { "ara", "ar" }, { "arm", "hy" }, { "baq", "eu" },
  { "bre", "br" }, { "bul", "bg" }, { "cat", "ca" }, { "ces", "cs" }, { "chi", "zh" },
  { "cor", "kw" }, { "cos", "co" }, { "cym", "cy" }, { "cze", "cs" }, { "dan", "da" },
  { "deu", "de" }, { "dut", "nl" }, { "ell", "el" }, { "eng", "en" }, { "epo", "eo" },
  { "esp", "es" }, { "est", "et" }, { "eus", "eu" }, { "fas", "fa" }, { "fin", "fi" },
  { "fra", "fr" }, { "fre", "fr" }, { "fry", "fy" }, { "geo", "ka" }, { "ger", "de" },
  { "gla", "gd" }, { "gle", "ga" }, { "glg", "gl" }, { "gre", "el" }, { "hat", "ht" },
  { "heb", "he" }, { "hin", "hi" }, { "hrv", "hr" }, { "hun", "hu" }, { "hye", "hy" },
  { "ice", "is" }, { "isl", "is" }, { "ita", "it" }, { "jpn", "ja" }, { "kat", "ka" },
  { "kor", "ko" }, { "lat", "la" }, { "lav", "lv" }, { "lit", "lt" }, { "ltz", "lb" },
  { "mac", "mk" }, { "mkd", "mk" }, { "mlg", "mg" }, { "nld", "nl" }, { "nor", "no" },
  { "oci", "oc" }, { "per", "fa" }, { "pol", "pl" }, { "por", "pt" }, { "ron", "ro" },
  { "rum", "ro" }, { "rus", "ru" }, { "san", "sa" }, { "slk", "sk" }, { "slo", "sk" },
  { "slv", "sl" }, { "spa", "es" }, { "sqi", "sq" }, { "srp", "sr" }, { "swa", "sw" },
  { "swe", "sv" }, { "tur", "tr" }, { "ukr", "uk" }, { "vie", "vi" }, { "wel", "cy" },
  { "wln", "wa" }, { "wol", "wo" }, { "yid", "yi" }, { "zho", "zh" },
};

const char *
mb_doc_language_tag (MbArena *arena, const char *language)
{
  if (!language || !g_regex_match_simple ("^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$", language, 0, 0))
    return NULL;
  gsize n = strcspn (language, "-");
  for (guint i = 0; n == 3 && i < G_N_ELEMENTS (codes); i++)
    if (g_ascii_strncasecmp (language, codes[i].longer, 3) == 0)
      return mb_arena_printf (arena, "%s%s", codes[i].shorter, language + n);
  return language;
}
