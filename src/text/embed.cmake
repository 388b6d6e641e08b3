# SPDX-License-Identifier: Apache-2.0
# cmake -D IN=data/cesures.txt -D OUT=divisions_text.c -D NAME=mb_divisions_text -P embed.cmake: a list of words as a C string.
file (READ ${IN} bytes HEX)
string (REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
string (REGEX REPLACE "(................................................................................)" "\\1\n" bytes "${bytes}")
get_filename_component (file ${IN} NAME)
file (WRITE ${OUT} "/* Made from src/text/data/${file}. */\n#include \"internal.h\"\n\nextern const char ${NAME}[];\nconst char ${NAME}[] = {\n${bytes}0\n};\n")
