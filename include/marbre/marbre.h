/* SPDX-License-Identifier: Apache-2.0 */
/** marbre/marbre.h — everything public.
 *
 *   #include <marbre/marbre.h>
 *
 * and `cc program.c $(pkg-config --cflags --libs marbre)`. job.h has an example of ten lines.
 */
#ifndef MARBRE_H
#define MARBRE_H

#include <marbre/check.h>
#include <marbre/diagnostic.h>
#include <marbre/job.h>
#include <marbre/property.h>
#include <marbre/version.h>

#endif
