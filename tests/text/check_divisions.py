#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Divided words of a house: the key `cesures:` of a manifest, soft hyphens of a text, and what a reader copies.

Usage: check_divisions.py SOURCE BUILD
"""
import os
import pathlib
import subprocess
import sys
import tempfile

SOURCE, BUILD = (pathlib.Path(p).resolve() for p in sys.argv[1:3])
SHY = '\u00ad'
SHEET = '''
@font-face { font-family: "Charis"; src: url("CharisSIL-Regular.ttf"); font-weight: 400 }
@page { size: 100mm 200mm; margin: 20mm }
p { font: 400 10pt/12pt Charis; margin: 0 0 12pt; width: %s; text-align: left; hyphens: auto; hyphenate-limit-chars: 5 2 3 }
'''
failures = []


def build(folder, words, divisions=None, width='1pt', key='cesures: maison.txt'):
    """The lines of the page, each word in a column too narrow for any of its parts; what marbre says."""
    (folder / 'maison.css').write_text(SHEET % width)
    (folder / 'texte.xhtml').write_text('<html xmlns="http://www.w3.org/1999/xhtml" lang="fr"><head><title>Coupures</title></head><body>'
                                        + ''.join(f'<p>{word}</p>' for word in words) + '</body></html>')
    manifest = 'titre: Coupures\nstyle: maison.css\nchapitres: [texte.xhtml]\n'
    if divisions is not None:
        (folder / 'maison.txt').write_text(divisions)
        manifest += key + '\n'
    (folder / 'livre.yaml').write_text(manifest)
    pdf = folder / 'livre.pdf'
    pdf.unlink(missing_ok=True)
    run = subprocess.run([BUILD / 'marbre', 'build', 'livre.yaml', '--lang', 'fr', '-o', 'livre.pdf'], cwd=folder, text=True,
                         capture_output=True, env=dict(os.environ, MARBRE_DATA=str(SOURCE)))
    text = subprocess.run(['pdftotext', '-layout', pdf, '-'], capture_output=True, text=True).stdout if pdf.exists() else ''
    return [line.strip() for line in text.splitlines() if line.strip()], run


def expect(what, got, wanted):
    if got != wanted:
        failures.append(f'{what}: {got}, not {wanted}')


def lines_of(divided):
    # the hyphen of a line end is copied as U+00AD
    parts = divided.split('|')
    return [part + SHY for part in parts[:-1]] + parts[-1:]


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        lines, _ = build(folder, ['constitution', 'marbrier', 'enivrement'])
        expect('patterns and our list', lines, lines_of('consti|tu|tion') + lines_of('mar|brier') + lines_of('eni|vre|ment'))
        lines, _ = build(folder, ['constitution', 'marbrier', 'Marbriers', 'enivrement'],
                         '# maison\ncon-stitution\nmarbrier*\nen-ivrement # comme avant\n')
        expect('the house', lines, lines_of('con|stitution') + ['marbrier', 'Marbriers'] + lines_of('en|ivrement'))
        lines, run = build(folder, ['constitution'], 'con--stitution\nmot12\nconsti-tution\n')
        expect('a bad line', lines, lines_of('consti|tution'))
        expect('its report', ('maison.txt:1:1' in run.stderr, 'maison.txt:2:1' in run.stderr, 'MB0712' in run.stderr), (True, True, True))
        _, run = build(folder, ['mot'], '', key='cesures: absente.txt')
        expect('a missing file', (run.returncode, 'MB1108' in run.stderr, 'livre.yaml:4:10' in run.stderr), (1, True, True))
        # a soft hyphen is the only cut of its word, and is neither seen nor copied where it is not used
        soft = f'consti{SHY}tution'
        expect('a soft hyphen', build(folder, [soft])[0], lines_of('consti|tution'))
        lines, _ = build(folder, [f'la {soft} du pays'], width='60mm')
        expect('an unused soft hyphen', lines, ['la constitution du pays'])
        if SHY in ''.join(lines):
            failures.append('U+00AD is copied')
    for failure in failures:
        print(failure)
    print('divisions of words:', 'wrong' if failures else 'all as the lists say')
    return len(failures) > 0


if __name__ == '__main__':
    sys.exit(main())
