/* SPDX-License-Identifier: Apache-2.0 */
/* internal.h — what the files of base share. */
#pragma once

#include "base.h"

#include <stdarg.h>

/** The catalogue's line for @message; never NULL for a value of MbMessage. */
const MbCatalogueEntry *mb_message_entry (MbMessage message, MbCatalogueEntry *entry);

/** mb_message_format: @pattern with {1}…{9} replaced by @arguments (n of them). Arguments are made valid
 * UTF-8 and their control characters visible: file names must not drive a terminal. */
char *mb_message_format (const char *pattern, const char *const *arguments, gsize n);

/** mb_message_arguments: the strings of @list up to NULL, at most 9, into @arguments. */
gsize mb_message_arguments (va_list list, const char *arguments[9]);

/* --- walk.c: folders that may be read, and opening below them ------------------------------------- */

typedef struct MbWalk MbWalk;

typedef enum { MB_WALK_FILE, MB_WALK_FOLDER } MbWalkKind;

MbWalk *mb_walk_new (const char *root);
void mb_walk_free (MbWalk *walk);
void mb_walk_allow (MbWalk *walk, const char *folder);

/** mb_walk_path: @name as an absolute path without ".", ".." or links followed; @from: the folder of a
 * relative name (absolute path; NULL: the rule of names). May lie outside every folder. */
char *mb_walk_path (const MbWalk *walk, const char *name, const char *from);

/** mb_walk_name: the absolute @path as the user would type it; NULL when no folder holds it. */
char *mb_walk_name (const MbWalk *walk, const char *path);

/** The root as it was given, "." when none was. */
const char *mb_walk_root (const MbWalk *walk);

/** mb_walk_open: a descriptor for reading, or -1 with errno: EXDEV when the path leaves the folders,
 * ENOTSUP when it is neither what was asked nor missing, ELOOP, ENOENT, EACCES… */
int mb_walk_open (const MbWalk *walk, const char *path, MbWalkKind kind);

/* --- charset.c --------------------------------------------------------------------------------------- */

/** mb_charset_decode: style sheet @raw as UTF-8 by what it says of its encoding, the mark removed; what says nothing is left as it is
 * (and may be no UTF-8). NULL with a finding in @diagnostics when bytes are wrong. */
GBytes *mb_charset_decode (const char *name, GBytes *raw, MbDiagnostics *diagnostics);

/* --- utf8.c ------------------------------------------------------------------------------------------ */

/** mb_utf8_check: FALSE with a finding in @diagnostics when @bytes are not UTF-8 or hold a NUL. */
gboolean mb_utf8_check (const char *name, GBytes *bytes, MbDiagnostics *diagnostics);
