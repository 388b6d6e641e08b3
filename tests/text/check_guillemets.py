#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Guillemets at the head of lines (-marbre-guillemets): on the page, but not in what is copied, nor in the structure, nor in the e-book.

Usage: check_guillemets.py SOURCE BUILD
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile

SOURCE, BUILD = (pathlib.Path(p).resolve() for p in sys.argv[1:3])
SHEET = '''
@import url("charis.css");
@page { size: 90mm 200mm; margin: 15mm }
p { font: 400 10pt/13pt "Charis SIL"; margin: 0; text-align: justify; hyphens: auto; -marbre-guillemets: %s }
'''
TEXT = ('Le maire l’a dit\u00a0: «\u00a0Je me souviens de ce que disait mon prédécesseur\u00a0: «\u00a0Une ville <em>est d’abord une promesse, et '
        'celui</em> qui la dirige n’en est que le gardien\u202f; il la reçoit de ceux qui l’ont bâtie, il la doit à ceux qui viendront.\u00a0» Nous '
        'en sommes là, et je n’ai rien à ajouter à ces mots qui me sont chers.\u00a0»')
PLAIN = ' '.join(re.sub('<.*?>', '', TEXT).split())
failures = []


def expect(what, got, wanted):
    if got != wanted:
        failures.append(f'{what}: {got!r}, not {wanted!r}')


def run(*command, folder):
    done = subprocess.run([BUILD / 'marbre', 'build', *command], cwd=folder, text=True, capture_output=True,
                          env=dict(os.environ, MARBRE_DATA=str(SOURCE)))
    if done.returncode:
        sys.exit(f'marbre build failed:\n{done.stderr}')
    return done.stdout


def artifacts(pdf):
    """The marks that are no content, and the lines of the page as their glyphs stand."""
    plain = subprocess.run(['qpdf', '--qdf', '--object-streams=disable', pdf, '-'], capture_output=True).stdout
    return len(re.findall(rb'/Artifact<</Type/Layout>>BDC\n/Span<</ActualText<(?:FEFF|feff)>>>BDC\n', plain))


def words_of_book(epub):
    with zipfile.ZipFile(epub) as book:
        pages = [book.read(name).decode() for name in book.namelist() if name.endswith('.xhtml')]
    return [' '.join(re.sub('<.*?>', '', paragraph).split()) for page in pages for paragraph in re.findall('<p.*?</p>', page, re.S)
            if 'Le maire' in paragraph]


def heads(folder, value):
    """How many lines begin with each sign; what is copied must be the text."""
    (folder / 'maison.css').write_text(SHEET % value)
    run('texte.xhtml', '--style', 'maison.css', '-o', 'texte.pdf', '-o', 'texte.epub', folder=folder)
    copied = subprocess.run(['pdftotext', folder / 'texte.pdf', '-'], capture_output=True, text=True).stdout
    copied = ' '.join(copied.replace('\u00ad\n', '').split())
    expect(f'{value}: copied', copied, PLAIN)
    expect(f'{value}: e-book', words_of_book(folder / 'texte.epub'), [PLAIN])
    lines = re.findall('^line .*?"(.*)"$', run('texte.xhtml', '--style', 'maison.css', '--dump=lines', folder=folder), re.M)
    begun = [line[0] for line in lines if line and line[0] in '«»']
    expect(f'{value}: artifacts', artifacts(folder / 'texte.pdf'), len(begun))
    return len(lines), begun.count('«'), begun.count('»')


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / 'charis.css').write_text((SOURCE / 'fonts/charis.css').read_text())
        (folder / 'texte.xhtml').write_text('<html xmlns="http://www.w3.org/1999/xhtml" lang="fr"><head><title>Suite</title></head><body>'
                                            f'<p>{TEXT}</p></body></html>')
        expect('none', heads(folder, 'none')[1:], (0, 0))
        lines, opened, closed = heads(folder, 'lines')
        expect('lines', (opened > 2, closed), (True, 0))
        expect('lines-close', heads(folder, 'lines-close'), (lines, 0, opened))
        every, opened, closed = heads(folder, 'all-lines')
        expect('all-lines', (opened, closed), (every - 1, 0))
    for failure in failures:
        print(failure)
    print(f'{len(failures)} wrong')
    return bool(failures)


if __name__ == '__main__':
    sys.exit(main())
