/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_xhtml.c — a chapter in XHTML. */
#include "reading.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  return read_as ("a.xhtml", data, size, TRUE);
}
