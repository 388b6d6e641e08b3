/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_manifest.c — a manifest; un.md and deux.xhtml are there to be named. */
#include "reading.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  return read_as ("livre.yaml", data, size, FALSE);
}
