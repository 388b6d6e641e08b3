#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""page-orientation: a table laid on its side on a named page. /Rotate says how the page is shown; its boxes, links and text stay in the space of the page
before it, and the PNG is what is shown.

usage: check_turned.py SOURCE BUILD
"""
import os, re, struct, subprocess, sys, tempfile, zlib

SOURCE, BUILD = sys.argv[1:3]
ENV = dict(os.environ, MARBRE_DATA=SOURCE, LANG='C.UTF-8', LC_ALL='C.UTF-8')
DOCUMENT = """<html xmlns="http://www.w3.org/1999/xhtml" lang="fr"><head><title>Horaires</title><style>
@page { size: 200pt 300pt; margin: 20pt; bleed: 9pt; marks: crop }
@page large { size: 300pt 200pt; page-orientation: %s }
table { page: large }</style></head><body class="livre"><h1>Horaires</h1><p>Voir le <a href="#t">tableau</a>.</p>
<table id="t"><caption>Bacs</caption><thead><tr><th>Bac</th><th>Départ</th></tr></thead><tbody><tr><td>Nord</td><td>7 h</td></tr></tbody></table>
<p>Fin. <a href="https://exemple.fr/">Le site</a></p></body></html>"""
problems = []


def objects(data):
    """Dictionaries of pages, from the file and its object streams."""
    parts = [data]
    for match in re.finditer(rb'stream\r?\n', data):
        try:
            parts.append(zlib.decompressobj().decompress(data[match.end():]))
        except zlib.error:
            pass
    return b'\n'.join(parts)


def check(word, rotate):
    with tempfile.TemporaryDirectory() as folder:
        source = os.path.join(folder, 'horaires.html')
        with open(source, 'w') as out:
            out.write(DOCUMENT % word)
        r = subprocess.run([os.path.join(BUILD, 'marbre'), 'build', source, '-q', '--standard', 'ua-1,a-2a', '-o', os.path.join(folder, 'x.pdf'),
                            '-o', os.path.join(folder, 'x-{p}.png'), '--dpi', '72'], env=ENV, capture_output=True, text=True)
        if r.returncode:
            problems.append(f'{word}: {r.stderr[:400]}')
            return
        data = objects(open(os.path.join(folder, 'x.pdf'), 'rb').read())
        # cairo gives an unturned page its own /Rotate 0
        turns = sorted(int(n) for n in re.findall(rb'/Rotate (\d+)', data) if n != b'0')
        media = re.findall(rb'/MediaBox \[ ?([-\d. ]+?) ?\]', data)
        trims = [[round(float(n)) for n in t.split()] for t in re.findall(rb'/TrimBox \[ ?([-\d. ]+?) ?\]', data)]
        sizes = sorted((t[2] - t[0], t[3] - t[1]) for t in trims)
        shown = sorted(struct.unpack('>II', open(os.path.join(folder, f), 'rb').read(24)[16:]) for f in os.listdir(folder) if f.endswith('.png'))
        if turns != ([rotate] if rotate else []):
            problems.append(f'{word}: /Rotate {turns}')
        if sizes != [(200, 300), (200, 300), (300, 200)]:
            problems.append(f'{word}: trimmed sizes {sizes}')
        if len(media) != 3:
            problems.append(f'{word}: {len(media)} pages')
        if shown != ([(200, 300)] * 3 if rotate else [(200, 300), (200, 300), (300, 200)]):
            problems.append(f'{word}: pictures {shown}')


check('rotate-left', 270)
check('rotate-right', 90)
check('upright', 0)
print('\n'.join(problems) or 'turned pages are shown so')
sys.exit(1 if problems else 0)
