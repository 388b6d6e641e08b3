# SPDX-License-Identifier: Apache-2.0
# cmake -D IN=a.css,b.css -D OUT=base_css.c -P embed.cmake: the user-agent sheets as one C string.
string (REPLACE "," ";" files "${IN}")
set (bytes "")
foreach (file ${files})
  file (READ ${file} more HEX)
  string (APPEND bytes "${more}")
endforeach ()
string (REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
string (REGEX REPLACE "(................................................................................)" "\\1\n" bytes "${bytes}")
file (WRITE ${OUT} "/* Made from styles/base.css and styles/counters.css. */\n#include \"internal.h\"\n\nconst char mb_base_css[] = {\n${bytes}0\n};\n")
