# SPDX-License-Identifier: Apache-2.0
# cmake -D IN=data/cesures.txt -D OUT=divisions_text.c -P embed.cmake: the divisions of words as a C string.
file (READ ${IN} bytes HEX)
string (REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
string (REGEX REPLACE "(................................................................................)" "\\1\n" bytes "${bytes}")
file (WRITE ${OUT} "/* Made from src/text/data/cesures.txt. */\n#include \"internal.h\"\n\nextern const char mb_divisions_text[];\nconst char mb_divisions_text[] = {\n${bytes}0\n};\n")
