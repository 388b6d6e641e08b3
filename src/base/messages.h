/* SPDX-License-Identifier: Apache-2.0 */
/* messages.h — the codes of the message catalogue, generated from messages.def. */
#pragma once

typedef enum {
#define MB_MESSAGE(name, number, severity, en, fr, hint_en, hint_fr, why_en, why_fr)               \
  MB_MSG_##name = number,
#include "messages.def"
#undef MB_MESSAGE
} MbMessage;
