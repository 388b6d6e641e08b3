/* SPDX-License-Identifier: Apache-2.0 */
/* limits.h — every bound on input in one place. A loop over input has a limit here, and passing it is
 * MB_ERROR_LIMIT or a diagnostic, never a crash. The reasons are in ../shared/notes/codebases.md § 4.2. */
#pragma once

/* This folder is on the include path, so <limits.h> finds this file: let the system's through. */
#include_next <limits.h>

#define MB_MAX_TEXT_BYTES      (16 * 1024 * 1024) /* one article or chapter */
#define MB_MAX_MANIFEST_BYTES  (1024 * 1024)
#define MB_MAX_STYLE_BYTES     (1024 * 1024)
#define MB_MAX_PICTURE_BYTES   (64 * 1024 * 1024)
#define MB_MAX_DRAWING_BYTES   (16 * 1024 * 1024)
#define MB_MAX_FONT_BYTES      (64 * 1024 * 1024)
#define MB_MAX_DATA_BYTES      (16 * 1024 * 1024)
#define MB_MAX_FRONT_BYTES     (16 * 1024) /* libyaml is quadratic in flow depth */
#define MB_MAX_YAML_DEPTH      16
#define MB_MAX_TREE_DEPTH      64 /* elements; deeper ones are flattened */
#define MB_MAX_TABLE_COLUMNS   64
#define MB_MAX_TABLE_CELLS     100000
#define MB_MAX_PARAGRAPH_BYTES (256 * 1024) /* Pango widths are int: 340 kB at 10 pt overflows */
#define MB_MAX_PICTURE_PIXELS  100000000
#define MB_MAX_PICTURE_SIDE    32767
#define MB_MAX_DIAGNOSTICS     1000
#define MB_MAX_RULE_FINDINGS   100000 /* what `marbre check` lists of typography */
#define MB_MAX_CHAPTERS        100000
#define MB_MAX_STYLE_IMPORTS   16
#define MB_MAX_SELECTOR_PARTS  256
#define MB_MAX_CSS_DEPTH       64
#define MB_MIN_PAGE_PT         0.5 /* PDF/A asks for 3: its check says so */
#define MB_MAX_PAGE_PT         14400
#define MB_MAX_FONT_PT         2000
#define MB_LEAST_FONT                                                                              \
  (MB_PT / 8) /* font-size: 0: nothing can be shaped at that size; it is not painted */
#define MB_MAX_COLUMNS  64
#define MB_MAX_PAGES    100000
#define MB_MAX_SETTINGS 4 /* line counts kept for one paragraph */
