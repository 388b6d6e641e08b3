#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What is copied from a page is the plain text, however French it is set: superiors, small capitals, n°, fractions, capitals.

Usage: check_copy.py SOURCE BUILD

One line a case, in the faces of the houses: Charis SIL and Noto Serif have no superior letters, EB Garamond and Lato have them; Charis
has no fractions. Hyphens of line ends and U+00AD are in check_divisions.py.
"""
import os
import pathlib
import subprocess
import sys
import tempfile

SOURCE, BUILD = (pathlib.Path(p).resolve() for p in sys.argv[1:3])
FACES = ['Charis SIL', 'EB Garamond', 'Lato', 'Noto Serif']
SHEET = '''
@import url("charis.css"); @import url("ebgaramond.css"); @import url("lato.css"); @import url("noto-serif.css");
@page { size: 400mm 600mm; margin: 20mm }
p { font-size: 14pt; line-height: 20pt; margin: 0; text-align: left; hyphens: none }
.grand { text-transform: uppercase } .petit { font-variant-caps: small-caps }
.elz { font-variant-numeric: oldstyle-nums } .lin { font-variant-numeric: lining-nums }
'''
CASES = [  # content, what is copied
    ('le 1<sup class="ord">er</sup> mai', 'le 1er mai'),
    ('la 2<sup class="ord">e</sup> fois', 'la 2e fois'),
    ('au <span class="rom">XX</span><sup class="ord">e</sup> siècle', 'au XXe siècle'),
    ('le <span class="rom">XVIII</span><sup>e</sup>', 'le XVIIIe'),
    ('M<span class="abr">me</span> et D<span class="abr">r</span>', 'Mme et Dr'),
    ('n°\u00a05 et N°\u00a012', 'n° 5 et N° 12'),
    ('20\u00a0°C', '20 °C'),
    ('<span class="frac">3/4</span> et <span class="frac">1/2</span>', '3/4 et 1/2'),
    ('½ et ¾', '½ et ¾'),
    ('<span class="grand">l’été à l’œuvre</span>', 'l’été à l’œuvre'),
    ('<span class="petit">Élysée, cœur</span>', 'Élysée, cœur'),
    ('H<sub>2</sub>O et x<sup>2</sup>', 'H2O et x2'),
    ('en <span class="elz">1789</span> et <span class="lin">1789</span>', 'en 1789 et 1789'),
    ('24\u202f318\u00a0km\u202f!', '24 318 km !'),
    ('l’<a href="#a">Avenir</a>', 'l’Avenir'),
    ('«\u00a0<em>efficace</em>\u00a0»', '« efficace »'),
]


def main():
    failures = 0
    body = ''.join(f'<p style="font-family: \'{face}\'">{content}</p>' for face in FACES for content, _ in CASES)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for sheet in ('charis', 'ebgaramond', 'lato', 'noto-serif'):
            (folder / f'{sheet}.css').write_text((SOURCE / 'fonts' / f'{sheet}.css').read_text())
        (folder / 'maison.css').write_text(SHEET)
        (folder / 'texte.xhtml').write_text('<html xmlns="http://www.w3.org/1999/xhtml" lang="fr"><head><title>Copie</title></head>'
                                            f'<body id="a">{body}</body></html>')
        run = subprocess.run([BUILD / 'marbre', 'build', 'texte.xhtml', '--style', 'maison.css', '-o', 'texte.pdf'], cwd=folder,
                             env=dict(os.environ, MARBRE_DATA=str(SOURCE)), capture_output=True, text=True)
        if run.returncode:
            sys.exit(f'marbre build failed:\n{run.stderr}')
        text = subprocess.run(['pdftotext', '-layout', folder / 'texte.pdf', '-'], capture_output=True, text=True).stdout
    lines = [' '.join(line.split()) for line in text.splitlines() if line.strip()]
    wanted = [(face, plain) for face in FACES for _, plain in CASES]
    if len(lines) != len(wanted):
        print(f'{len(lines)} lines, not {len(wanted)}')
        failures += 1
    for line, (face, plain) in zip(lines, wanted):
        if line != plain:
            print(f'{face}: “{line}” is copied for “{plain}”')
            failures += 1
    print(f'{len(lines)} lines copied, {failures} wrong')
    return failures > 0


if __name__ == '__main__':
    sys.exit(main())
