#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Line breaking against LuaTeX's: the same paragraphs of the corpus, without hyphenation and with TeX's parameters, must break at the
same words: 98 of 100 at 62 signs a line, 92 at 32. LuaTeX's breaks are recorded (oracle/record.py); the text is read from ../shared,
and the test is left out, with a word, where that is absent. oracle/differences.md names each kind of difference.
With --list: print where the two differ."""
import json, os, subprocess, sys, tempfile
sys.path.insert (0, os.path.join (os.path.dirname (os.path.abspath (__file__)), 'oracle'))
import paragraphs

LEAST = {'62': 0.98, '32': 0.92}


def ours (build, texts, size, measure):
    with tempfile.NamedTemporaryFile ('w', suffix='.txt', encoding='utf-8') as file:
        file.write ('\n'.join (texts) + '\n')
        file.flush ()
        program = os.path.join (build, 'tests', 'text_driver_oracle')
        result = subprocess.run ([program, file.name, str (size), str (measure)], capture_output=True, text=True, check=True)
    return [[int (word) for word in line.split ()] for line in result.stdout.split ('\n')[:-1]]


def main ():
    source, build = sys.argv[1:3]
    path = paragraphs.novel (source)
    if not os.path.exists (path):
        print ('left out: no novel in ../shared/bench')
        return 0
    with open (os.path.join (source, 'tests', 'text', 'oracle', 'breaks.json')) as file:
        data = json.load (file)
    texts = paragraphs.paragraphs (path)
    if [paragraphs.digest (text) for text in texts] != data['digests']:
        print ('the novel is another than the one that was recorded: run oracle/record.py')
        return 1
    failed = 0
    for name, (size, measure) in paragraphs.SETTINGS.items ():
        mine, tex = ours (build, texts, size, measure), data[name]
        assert len (mine) == len (tex), (len (mine), len (tex))
        same = sum (a == b for a, b in zip (mine, tex))
        count = sum (len (a) == len (b) for a, b in zip (mine, tex))
        print (f'{name} signs: {same} of {len (tex)} paragraphs break at the same words ({100 * same / len (tex):.1f} %), {count} have as many lines')
        failed += same < LEAST[name] * len (tex)
        if '--list' in sys.argv:
            for i, (a, b) in enumerate (zip (mine, tex)):
                if a != b:
                    print (f'  paragraph {i}: ours {a}, TeX {b}')
    return 1 if failed else 0


sys.exit (main ())
