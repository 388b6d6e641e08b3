# SPDX-License-Identifier: Apache-2.0
# cmake -D IN=styles/base.css -D OUT=base_css.c -P embed.cmake: the user-agent sheet as a C string.
file (READ ${IN} bytes HEX)
string (REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
string (REGEX REPLACE "(................................................................................)" "\\1\n" bytes "${bytes}")
file (WRITE ${OUT} "/* Made from styles/base.css. */\n#include \"internal.h\"\n\nconst char mb_base_css[] = {\n${bytes}0\n};\n")
