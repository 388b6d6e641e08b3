/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_markdown.c — an article in Markdown, with or without front matter. */
#include "reading.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  return read_as ("a.md", data, size, TRUE);
}
