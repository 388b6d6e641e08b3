#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Words that lines do not part: the lists of src/text/data/insecables.txt, and the key `insecables:` of a manifest.

Usage: check_kept.py SOURCE BUILD
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

SOURCE, BUILD = (pathlib.Path(p).resolve() for p in sys.argv[1:3])
SHEET = '''
@font-face { font-family: "Charis"; src: url("CharisSIL-Regular.ttf"); font-weight: 400 }
@page { size: 100mm 200mm; margin: 20mm }
p { font: 400 10pt/12pt Charis; margin: 0; width: 1pt; text-align: left; hyphens: none }
'''
WORDS = ['rue Basse', 'rue Haute', '12 pintes', '5 millions', 'amiral Courbet', 'un deux trois', 'pommes etc.', '3 janvier', '1er brumaire']
failures = []


def expect(what, got, wanted):
    if got != wanted:
        failures.append(f'{what}: {got}, not {wanted}')


def lines_of(folder, kept=None, key='insecables: maison.txt'):
    """Each phrase in a column too narrow for two words; what marbre says."""
    (folder / 'maison.css').write_text(SHEET)
    body = ''.join(f'<p>{words}</p>' for words in WORDS)
    (folder / 'texte.xhtml').write_text('<html xmlns="http://www.w3.org/1999/xhtml" lang="fr"><head><title>Mots</title></head>'
                                        f'<body>{body}</body></html>')
    manifest = 'titre: Mots\nstyle: maison.css\ntypographie: non\nchapitres: [texte.xhtml]\n'
    if kept is not None:
        (folder / 'maison.txt').write_text(kept)
        manifest += key + '\n'
    (folder / 'livre.yaml').write_text(manifest)
    run = subprocess.run([BUILD / 'marbre', 'build', 'livre.yaml', '--lang', 'fr', '--dump=lines'], cwd=folder, text=True,
                         capture_output=True, env=dict(os.environ, MARBRE_DATA=str(SOURCE)))
    return [line.strip() for line in re.findall('^line .*?"(.*)"$', run.stdout, re.M)], run.stderr


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        lines, said = lines_of(folder)
        expect('our lists', lines, ['rue', 'Basse', 'rue', 'Haute', '12', 'pintes', '5 millions', 'amiral', 'Courbet', 'un', 'deux', 'trois',
                                    'pommes etc.', '3 janvier', '1er brumaire'])
        lines, said = lines_of(folder, '# maison\n[locutions]\nrue Basse\nun deux trois.\n[unités]\npintes # de bière\n[titres]\namiral\n'
                                       '[quantités]\n- millions\n[mois]\n- brumaire\n[fins]\n- etc.\n')
        expect('the house', lines, ['rue Basse', 'rue', 'Haute', '12 pintes', '5', 'millions', 'amiral Courbet', 'un deux trois',
                                    'pommes', 'etc.', '3 janvier', '1er', 'brumaire'])
        expect('the house, said', 'MB05' in said, False)
        lines, said = lines_of(folder, '[unités]\ndeux mots\nanticonstitutionnellement\npintes\n[animaux]\nchat\n[locutions]\nseul\n')
        expect('the rest of a bad file', lines[4], '12 pintes')
        expect('bad lines', sorted(re.findall(r'maison\.txt:(\d+)', said)), ['2', '3', '5', '8'])
        expect('codes', (said.count('MB0504'), said.count('MB0502')), (3, 1))
        _, said = lines_of(folder, '', key='insecables: absent.txt')
        expect('no such file', 'MB1108' in said, True)
    for failure in failures:
        print(failure)
    print(f'{len(failures)} wrong')
    return bool(failures)


if __name__ == '__main__':
    sys.exit(main())
