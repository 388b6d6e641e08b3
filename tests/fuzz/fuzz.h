/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz.h — what every harness is: one function over bytes, the same as libFuzzer's. */
#pragma once

#include <stddef.h>
#include <stdint.h>

/** LLVMFuzzerTestOneInput: do with the @size bytes of @data what marbre would do with a file; abort on anything wrong. */
int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);
