#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Editions whose pages follow from right to left: page 1 is a left page, spreads are planned as in the same book from left to right, the PDF says
/Direction /R2L and the spine of the e-book page-progression-direction="rtl".

usage: check_rtl.py SOURCE BUILD
"""
import os, random, re, subprocess, sys, tempfile, zipfile, zlib

SOURCE, BUILD = sys.argv[1:3]
MARBRE = os.path.join(BUILD, 'marbre')
ENV = dict(os.environ, MARBRE_DATA=SOURCE, LANG='C.UTF-8', LC_ALL='C.UTF-8')
WORDS = 'le la marée monte vers les digues basses du port où deux barques attendent sous une pluie fine et lente'.split()
SHEET = """@import url("%s/fonts/charis.css");
@page { size: 220pt 260pt; margin: 20pt } @page :left { @bottom-left { content: counter(page) } } @page :right { @bottom-right { content: counter(page) } }
html, body { font: 10pt/12pt "Charis SIL"; hyphens: auto; -marbre-grid: 12pt; -marbre-page-fit: longer 2 shorter 2 spread 1 spread-shorter 1 hyphen 2000 hyphen-verso 10; orphans: 3; widows: 3; direction: %s } p { margin: 0; text-align: justify; direction: ltr; text-indent: 1em } h2 { margin: 18pt 0 6pt; font: 10pt/12pt "Charis SIL"; break-after: avoid; direction: ltr }
%s"""
problems = []


def run(*arguments):
    return subprocess.run([MARBRE, 'build', *arguments], env=ENV, capture_output=True, text=True)


def book(seed):
    dice = random.Random(seed)
    parts = []
    for i in range(26):
        if i % 6 == 3:
            parts.append('<h2>Une partie</h2>')
        parts.append('<p>' + ' '.join(dice.choice(WORDS) for _ in range(dice.randint(20, 150))) + '.</p>')
    return ('<html xmlns="http://www.w3.org/1999/xhtml" lang="fr"><head><title>Marées</title></head><body class="livre"><h1>Marées</h1>%s</body></html>'
            % ''.join(parts))


def pages_of(folder, name, direction, more):
    """Side of each page, and its lines in order."""
    sheet = os.path.join(folder, f'{name}.css')
    with open(sheet, 'w') as out:
        out.write(SHEET % (os.path.relpath(SOURCE, folder), direction, more))
    r = run(os.path.join(folder, 'livre.html'), '--style', sheet, '--root', '/', '--dump', 'pages')
    pages = []
    for page in re.split(r'^page ', r.stdout, flags=re.M)[1:]:
        head = page.split('\n', 1)[0]
        pages.append((' left' in head, re.findall(r'line [-\d.]+ [-\d.]+ "([^"]*)', page.split('  margin')[0])))
    return pages


def check_spreads(folder):
    for seed in range(6):
        with open(os.path.join(folder, 'livre.html'), 'w') as out:
            out.write(book(seed))
        ltr, rtl = pages_of(folder, 'ltr', 'ltr', ''), pages_of(folder, 'rtl', 'rtl', '')
        if len(ltr) < 4:
            problems.append(f'book {seed}: only {len(ltr)} pages')
        if [lines for _, lines in ltr] != [lines for _, lines in rtl]:
            problems.append(f'book {seed}: other page breaks from right to left')
        if [left for left, _ in rtl] != [i % 2 == 0 for i in range(len(rtl))]:
            problems.append(f'book {seed}: page 1 is no left page from right to left')


def streams(data):
    for match in re.finditer(rb'stream\r?\n', data):
        try:
            yield zlib.decompressobj().decompress(data[match.end():])
        except zlib.error:
            pass


def check_outputs(folder, direction, expected):
    pdf, epub = os.path.join(folder, 'livre.pdf'), os.path.join(folder, 'livre.epub')
    sheet = os.path.join(folder, f'{direction}.css')
    r = run(os.path.join(folder, 'livre.html'), '--style', sheet, '--root', '/', '-o', pdf, '-o', epub, '-q')
    if r.returncode:
        problems.append(f'{direction}: {r.stderr[:300]}')
        return
    data = open(pdf, 'rb').read()
    said = any(b'/Direction /R2L' in part or b'/Direction/R2L' in part for part in [data, *streams(data)])
    with zipfile.ZipFile(epub) as book_file:
        names = book_file.namelist()
        package = book_file.read(next(n for n in names if n.endswith('.opf'))).decode()
        turned = [n for n in names if n.endswith('.xhtml') and re.search(r'<html[^>]* dir="rtl"', book_file.read(n).decode())]
        texts = [n for n in names if n.endswith('.xhtml')]
    if said != expected:
        problems.append(f'{direction}: the PDF {"does not say" if expected else "says"} R2L')
    if ('page-progression-direction="rtl"' in package) != expected:
        problems.append(f'{direction}: spine of the e-book')
    if turned != (texts if expected else []):
        problems.append(f'{direction}: dir of the files of the e-book: {turned}')


with tempfile.TemporaryDirectory() as folder:
    check_spreads(folder)
    check_outputs(folder, 'rtl', True)
    check_outputs(folder, 'ltr', False)
print('\n'.join(problems) or 'pages from right to left are planned, and both editions say so')
sys.exit(1 if problems else 0)
