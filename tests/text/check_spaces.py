#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""French spaces as a page has them: their widths are measured in the PDF (pdftotext -bbox) and must be those of
-marbre-espaces, whatever the face thinks of U+00A0 and U+202F.

Usage: check_spaces.py SOURCE BUILD

Each case is one line, with the widths of its spaces in order, in thousandths of the word space. In Charis SIL
U+202F has a width of its own, in Lato it is as wide as a space, in EB Garamond too.
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

SOURCE, BUILD = (pathlib.Path(p).resolve() for p in sys.argv[1:3])
SIZE = 40  # pt: cairo rounds each advance to 1/1000 em and lets 3/1000 em pass
TOLERANCE = 40  # thousandths of a word space
NBSP, NNBSP = '\u00a0', '\u202f'

SHEET = '''
@font-face { font-family: "Charis"; src: url("CharisSIL-Regular.ttf"); font-weight: 400 }
@font-face { font-family: "Charis"; src: url("CharisSIL-Italic.ttf"); font-weight: 400; font-style: italic }
@font-face { font-family: "Lato"; src: url("Lato-Regular.ttf"); font-weight: 400 }
@font-face { font-family: "Garamond"; src: url("EBGaramond12-Regular.otf"); font-weight: 400 }
@page { size: 600mm 600mm; margin: 20mm }
body { hyphens: none; text-align: left }
p, h1 { font: 400 %(size)dpt/%(line)dpt Charis; margin: 0; text-indent: 0 }
em { font-style: italic }
h1 { text-wrap: balance }
.lato { font-family: Lato }
.garamond { font-family: Garamond }
.own { -marbre-espaces: thin 300 0 0, colon 700 0 0, guillemet 400 0 0, number 200 0 0, unit 900 0 0 }
.wide { -marbre-justify: 100%% 150%% 200%% }
.full { text-align: justify; text-align-last: justify; width: 500pt }
'''

# element, class, widths of the spaces, content
CASES = [
    ('p', '', '1000', 'un mot'),
    ('p', '', '500 1000 500', f'Oui{NNBSP}! deux{NNBSP};'),
    ('p', '', '1000 1000 800 800 500', f'voici{NBSP}: «{NBSP}rien{NBSP}»{NNBSP}!'),
    ('p', '', '800 800 1000 1000 800 800', f'«{NBSP}<em>x</em>{NBSP}» et «{NBSP}<em>y</em>{NBSP}»'),
    ('p', '', '500 500 1000 1000 500', f'24{NNBSP}318{NBSP}km et 10{NBSP}%'),
    ('p', '', '500 500 1000 1000 500', f'12{NBSP}h{NBSP}30 par 20{NBSP}°C'),
    ('p', 'own', '300 1000 700 1000 400 400', f'Oui{NNBSP}! ou{NBSP}: «{NBSP}non{NBSP}»'),
    ('p', 'own', '200 900', f'24{NNBSP}318{NBSP}km'),
    ('p', 'lato', '500 1000 800 800', f'Oui{NNBSP}! «{NBSP}non{NBSP}»'),
    ('p', 'garamond', '500 1000 800 800 1000 1000', f'Oui{NNBSP}! «{NBSP}non{NBSP}» M.{NBSP}X'),
    ('h1', '', '500 1000 1000 1000 800 800', f'Oui{NNBSP}! ou{NBSP}: «{NBSP}non{NBSP}»'),
    ('p', 'wide', '1000 500 1000', f'un mot{NNBSP}! fin'),
]
# justified: spaces that do not stretch keep half of a word space; the others have the same share of what they may give
JUSTIFIED = f'Il y a 24{NNBSP}318{NBSP}km{NNBSP}! et 10{NBSP}%'
FIXED = [False, False, False, True, True, True, False, False, True]


def page(cases):
    body = ''.join(f'<{tag} class="{name}">{text}</{tag}>' for tag, name, _, text in cases)
    return ('<html xmlns="http://www.w3.org/1999/xhtml" lang="fr"><head><title>Espaces</title></head>'
            f'<body>{body}<p class="full">{JUSTIFIED}</p></body></html>')


def lines_of(pdf):
    """The gaps of each line, in points."""
    text = subprocess.run(['pdftotext', '-bbox', pdf, '-'], check=True, capture_output=True, text=True).stdout
    lines = {}
    for box in re.findall(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">', text):
        left, top, right, foot = map(float, box)
        lines.setdefault(round((top + foot) / 2 / (1.5 * SIZE)), []).append((left, right))
    out = []
    for _, words in sorted(lines.items()):
        words.sort()
        out.append([b[0] - a[1] for a, b in zip(words, words[1:])])
    return out


def main():
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        (work / 'espaces.css').write_text(SHEET % {'size': SIZE, 'line': SIZE * 1.5})
        (work / 'espaces.xhtml').write_text(page(CASES))
        env = dict(os.environ, MARBRE_DATA=str(SOURCE))
        run = subprocess.run([BUILD / 'marbre', 'build', 'espaces.xhtml', '--style', 'espaces.css', '-o', 'espaces.pdf'],
                             cwd=work, env=env, capture_output=True, text=True)
        if run.returncode:
            sys.exit(f'marbre build failed:\n{run.stderr}')
        lines = lines_of(work / 'espaces.pdf')
    if len(lines) != len(CASES) + 1:
        sys.exit(f'{len(lines)} lines, not {len(CASES) + 1}: {lines}')
    space = {}
    for (tag, name, widths, text), gaps in zip(CASES, lines):
        wanted = [int(w) for w in widths.split()]
        if len(gaps) != len(wanted):
            print(f'{text}: {len(gaps)} spaces, not {len(wanted)}')
            failures += 1
            continue
        face = name if name in ('lato', 'garamond', 'wide') else ''
        if 1000 in wanted:
            space.setdefault(face, gaps[wanted.index(1000)])
        for n, (gap, width) in enumerate(zip(gaps, wanted)):
            share = 1000 * gap / space[face]
            if abs(share - width) > TOLERANCE:
                print(f'{text}: space {n + 1} is {share:.0f} thousandths of a word space, not {width}')
                failures += 1
    ratio = space['wide'] / space['']
    if abs(ratio - 1.5) > 0.02:
        print(f'-marbre-justify: the word space is {ratio:.2f} of the natural one, not 1.5')
        failures += 1
    stretched = [gap for gap, fixed in zip(lines[-1], FIXED) if not fixed]
    for gap, fixed in zip(lines[-1], FIXED):
        if fixed and abs(gap - space[''] / 2) > 0.4:
            print(f'justified: a fixed space is {gap:.2f} pt wide, not {space[""] / 2:.2f}')
            failures += 1
    if len(lines[-1]) != len(FIXED) or min(stretched) < 1.05 * space[''] or max(stretched) - min(stretched) > 0.8:
        print(f'justified: the word spaces are {stretched}')
        failures += 1
    print(f'{sum(len(line) for line in lines)} spaces measured in {len(lines)} lines, {failures} wrong')
    return failures > 0


if __name__ == '__main__':
    sys.exit(main())
