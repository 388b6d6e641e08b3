/* SPDX-License-Identifier: Apache-2.0 */
/** marbre/property.h — the CSS that style sheets are written in: what marbre says of one property.
 *
 *   char *text = marbre_property_explain ("string-set");
 *   if (text)
 *     printf ("%s", text);
 *   g_free (text);
 *
 * docs/css.md has all of them.
 */
#ifndef MARBRE_PROPERTY_H
#define MARBRE_PROPERTY_H

#include <glib.h>
#include <marbre/version.h>

G_BEGIN_DECLS

/** marbre_property_explain:
 * Describe a property or shorthand: its values, limits and initial value, whether it is inherited, what PDF and EPUB make
 * of it, and the specification that defines it.
 * @name: the name, in any case, without a colon.
 * Returns: (transfer full) (nullable): UTF-8, several lines; NULL when there is no such property.
 */
MARBRE_API char *marbre_property_explain (const char *name);

G_END_DECLS

#endif
