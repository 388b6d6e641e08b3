/* SPDX-License-Identifier: Apache-2.0 */
/** marbre/version.h — which marbre this is.
 *
 *   printf ("marbre %s\n", marbre_version ());
 */
#ifndef MARBRE_VERSION_H
#define MARBRE_VERSION_H

#include <glib.h>

G_BEGIN_DECLS

#define MARBRE_API __attribute__ ((visibility ("default")))

/** marbre_version:
 * The version of the library that is running, "major.minor.micro". It may be newer than the one a program was compiled
 * against; within one major version programs keep working.
 * Returns: static storage.
 */
MARBRE_API const char *marbre_version (void);

G_END_DECLS

#endif
