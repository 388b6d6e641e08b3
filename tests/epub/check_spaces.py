#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""French spaces and breaks in the e-book: the profile of an output, and the spans that hold what readers would break.

Usage: check_spaces.py SOURCE BUILD
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile

SOURCE, BUILD = (pathlib.Path(p).resolve() for p in sys.argv[1:3])
NBSP, NNBSP = '\u00a0', '\u202f'
TEXT = f'''<html xmlns="http://www.w3.org/1999/xhtml" lang="fr"><head><title>Espaces</title></head><body><h1>Espaces</h1>
<p>Oui{NNBSP}! Il y a 24{NNBSP}318 pas. J.-P.{NBSP}Sartre, av.{NBSP}J.-C., un mot –{NBSP}incise{NBSP}– mot.
Où va-t-elle{NNBSP}? Qu’y a-t-il{NNBSP}? Viendra-t-on{NNBSP}? Un porte-avions, vas-t’en, peut-être, mot-t-.</p></body></html>'''
MANIFEST = '''titre: Espaces
langue: fr
style: livre
typographie: non
chapitres: [texte.xhtml]
sorties:
  - fichier: simple.epub
  - fichier: kobo.epub
    profil: kobo
'''
HELD = ['J.-P.', 'J.-C.', f'–{NBSP}', 't-elle', 'a-t-il', 't-on']


def parts(path):
    with zipfile.ZipFile(path) as epub:
        names = epub.namelist()
        text = next(epub.read(n).decode() for n in names if n.startswith('EPUB/text/') and b'Sartre' in epub.read(n))
        sheet = next(epub.read(n).decode() for n in names if n.endswith('.css'))
    return text, sheet


def plain(markup):
    return re.sub(r'<[^>]+>', '', markup)


def main():
    failures = []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / 'texte.xhtml').write_text(TEXT)
        (folder / 'livre.yaml').write_text(MANIFEST)
        run = subprocess.run([BUILD / 'marbre', 'build', 'livre.yaml'], cwd=folder, env=dict(os.environ, MARBRE_DATA=str(SOURCE)),
                             capture_output=True, text=True)
        if run.returncode:
            sys.exit(f'marbre build failed:\n{run.stderr}')
        simple, sheet = parts(folder / 'simple.epub')
        kobo, kobo_sheet = parts(folder / 'kobo.epub')
        (folder / 'livre.yaml').write_text(MANIFEST.replace('profil: kobo', 'profil: koba'))
        bad = subprocess.run([BUILD / 'marbre', 'build', 'livre.yaml'], cwd=folder, env=dict(os.environ, MARBRE_DATA=str(SOURCE)),
                             capture_output=True, text=True)
    held = re.findall(r'<span class="mb-tenu">([^<]*)</span>', simple)
    if held != HELD:
        failures.append(f'held together: {held}, not {HELD}')
    if 'mb-tenu { white-space: nowrap' not in sheet or 'mb-fine' in sheet:
        failures.append('the sheet has not the rules that are used, or one that is not')
    if simple.count(NNBSP) != TEXT.count(NNBSP) or 'mb-fine' in simple:
        failures.append('U+202F is not kept although the face has it')
    if NNBSP in kobo or kobo.count(f'<span class="mb-fine">{NBSP}</span>') != TEXT.count(NNBSP):
        failures.append('profil: kobo leaves U+202F, or has no span for it')
    if 'mb-fine { font-size: 60%' not in kobo_sheet:
        failures.append('profil: kobo has no rule for its spans')
    if plain(kobo).replace(NBSP, ' ') != plain(simple).replace(NNBSP, ' ').replace(NBSP, ' '):
        failures.append('the two profiles do not have the same text')
    if bad.returncode != 1 or 'koba' not in bad.stderr:
        failures.append(f'an unknown profile: {bad.returncode} {bad.stderr}')
    for failure in failures:
        print(failure)
    print('spaces and breaks of the e-book:', 'wrong' if failures else 'kept in both profiles')
    return len(failures) > 0


if __name__ == '__main__':
    sys.exit(main())
