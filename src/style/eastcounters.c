/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers that the systems of @counter-style cannot write: Chinese (CSS Counter Styles 3 § 7.1.1) and Ethiopic (§ 7.2).
 *
 * Chinese, to 9999: each digit but 0 is followed by the sign of its place; zeros at the end are dropped, several of them in a row are
 * one; in informal writing the tens of 10 to 19 have no digit. Ethiopic goes by groups of two digits from the right; a group of one
 * stands without its digit where it begins the number or has an odd place, and signs for a hundred and ten thousand part the groups. */
#include "internal.h"

#define CHINESE_DIGITS 4
#define GROUPS         5

typedef struct {
  const char *digits[10];
  const char *places[CHINESE_DIGITS];
  gboolean informal;
} Chinese;

static gboolean
write_chinese (GString *out, guint value, const Chinese *chinese)
{
  static const guint weights[CHINESE_DIGITS] = { 1, 10, 100, 1000 };
  gboolean zero = FALSE;
  if (value == 0)
    g_string_append (out, chinese->digits[0]);
  for (guint place = CHINESE_DIGITS; place > 0; place--) {
    guint digit = value / weights[place - 1] % 10;
    if (digit == 0) {
      zero = out->len > 0;
      continue;
    }
    if (zero && value > 0)
      g_string_append (out, chinese->digits[0]);
    zero = FALSE;
    if (!(chinese->informal && place == 2 && value / 10 == 1))
      g_string_append (out, chinese->digits[digit]);
    g_string_append (out, chinese->places[place - 1]);
  }
  return TRUE;
}

/* A table reads by rows. */
/* clang-format off */
static const Chinese simple = { { "零", "一", "二", "三", "四", "五", "六", "七", "八", "九" }, { "", "十", "百", "千" }, TRUE };
static const Chinese simplified_formal = { { "零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖" }, { "", "拾", "佰", "仟" }, FALSE };
static const Chinese traditional_formal = { { "零", "壹", "貳", "參", "肆", "伍", "陸", "柒", "捌", "玖" }, { "", "拾", "佰", "仟" }, FALSE };
/* clang-format on */

gboolean
mb_chinese_informal (GString *out, guint value)
{
  return write_chinese (out, value, &simple);
}

gboolean
mb_chinese_simplified_formal (GString *out, guint value)
{
  return write_chinese (out, value, &simplified_formal);
}

gboolean
mb_chinese_traditional_formal (GString *out, guint value)
{
  return write_chinese (out, value, &traditional_formal);
}

gboolean
mb_ethiopic (GString *out, guint value)
{
  guint groups[GROUPS], n = 0;
  for (guint rest = value; rest > 0; rest /= 100)
    groups[n++] = rest % 100;
  if (value == 1)
    g_string_append_unichar (out, 0x1369);
  for (guint i = n; i > 0 && value > 1; i--) {
    guint group = groups[i - 1];
    gboolean odd = (i - 1) % 2 == 1, bare = group == 0 || (group == 1 && (odd || i == n));
    if (!bare && group / 10 > 0)
      g_string_append_unichar (out, 0x1371 + group / 10);
    if (!bare && group % 10 > 0)
      g_string_append_unichar (out, 0x1368 + group % 10);
    if (odd && group > 0)
      g_string_append_unichar (out, 0x137B);
    else if (!odd && i > 1)
      g_string_append_unichar (out, 0x137C);
  }
  return value > 0;
}
