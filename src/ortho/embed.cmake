# SPDX-License-Identifier: Apache-2.0
# cmake -D IN=a.txt,b.txt -D OUT=ortho_data.c -P embed.cmake: the word lists, one after the other, as a C string.
string (REPLACE "," ";" files "${IN}")
set (all "")
foreach (file ${files})
  file (READ ${file} bytes HEX)
  string (APPEND all "${bytes}0a")
endforeach ()
string (REGEX REPLACE "(..)" "0x\\1," all "${all}")
string (REGEX REPLACE "(................................................................................)" "\\1\n" all "${all}")
file (WRITE ${OUT} "/* Made from src/ortho/data. */\n#include \"internal.h\"\n\nconst char mb_ortho_data[] = {\n${all}0\n};\n")
