#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""record.py SOURCE — set the paragraphs with LuaTeX and write where it broke them, in words, to breaks.json beside this file.

Needs luatex with luaotfload (Debian: texlive-luatex, 70 MB) and fonts-linuxlibertine. TeX sets a font of the same file with its own
parameters: tolerance 9999, no first pass, emergency stretch of 5 % of the measure, no hyphenation. U+00A0 is glue as wide as a space,
U+202F an eighth of an em (half of the space of Linux Libertine)."""
import json, os, subprocess, sys, tempfile
sys.path.insert (0, os.path.dirname (os.path.abspath (__file__)))
import paragraphs

FONT = '/usr/share/fonts/opentype/linux-libertine/LinLibertine_R.otf'
HEAD = r'''\input luaotfload.sty
\font\body={[%s]:mode=node;script=latn;language=FRA;+liga;+kern} at %fpt \body
\hsize=%fpt \vsize=16000pt \maxdepth=16000pt \parindent=0pt \parskip=0pt \frenchspacing \hfuzz=1000pt \hbadness=10000 \vbadness=10000
\language=255 \tolerance=9999 \pretolerance=-1 \emergencystretch=.05\hsize \linepenalty=10 \adjdemerits=10000
\directlua{dofile ("%s")}
'''
LUA = r'''
local out = io.open (os.getenv ("ORACLE_OUT"), "w")
local glyph, glue, word = node.id ("glyph"), node.id ("glue"), luatexbase.new_attribute ("word")
luatexbase.add_to_callback ("pre_linebreak_filter", function (head)
  local n = 0
  for item in node.traverse (head) do
    if item.id == glue and item.subtype == 13 then n = n + 1 end
    if item.id == glyph then node.set_attribute (item, word, n) end
  end
  return true
end, "count words")
luatexbase.add_to_callback ("post_linebreak_filter", function (head)
  for line in node.traverse_id (node.id ("hlist"), head) do
    local last
    for item in node.traverse_id (glyph, line.head) do last = node.get_attribute (item, word) end
    if last then out:write (last + 1, " ") end
  end
  out:write ("\n") out:flush ()
  return true
end, "write breaks")
'''


def escaped (text):
    for mark in '&%$#_':
        text = text.replace (mark, '\\' + mark)
    return text.replace (paragraphs.NBSP, '~').replace (paragraphs.NNBSP, '\\kern.125em ')


def run (folder, texts, size, measure):
    lua, tex, out = (os.path.join (folder, name) for name in ('oracle.lua', 'oracle.tex', 'oracle.out'))
    with open (lua, 'w') as file:
        file.write (LUA)
    with open (tex, 'w', encoding='utf-8') as file:
        file.write (HEAD % (FONT, size, measure, lua) + '\n\n'.join (escaped (text) for text in texts) + '\n\n\\bye\n')
    subprocess.run (['luatex', '--interaction=batchmode', tex], cwd=folder, env={**os.environ, 'ORACLE_OUT': out}, capture_output=True)
    with open (out) as file:
        breaks = [[int (word) for word in line.split ()][:-1] for line in file]
    return [lines for lines in breaks]


def main ():
    source = sys.argv[1]
    texts = paragraphs.paragraphs (paragraphs.novel (source))
    data = {'digests': [paragraphs.digest (text) for text in texts]}
    with tempfile.TemporaryDirectory () as folder:
        for name, (size, measure) in paragraphs.SETTINGS.items ():
            data[name] = run (folder, texts, size, measure)
            assert len (data[name]) == len (texts), (name, len (data[name]), len (texts))
    with open (os.path.join (os.path.dirname (os.path.abspath (__file__)), 'breaks.json'), 'w') as file:
        json.dump (data, file, separators=(',', ':'))
        file.write ('\n')


main ()
