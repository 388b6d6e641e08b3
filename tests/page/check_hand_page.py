#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Pages placed by hand: the sample page is full to the line; the same page with an article 15 lines longer or shorter is fitted by the
means of its style, or told exactly.

usage: check_hand_page.py SOURCE BUILD
"""
import os, re, shutil, subprocess, sys, tempfile

SOURCE, BUILD = sys.argv[1:3]
MARBRE = os.path.join(BUILD, 'bin/marbre') if os.path.exists(os.path.join(BUILD, 'bin/marbre')) else os.path.join(BUILD, 'marbre')
ENV = dict(os.environ, MARBRE_DATA=SOURCE, LANG='C.UTF-8')
LINE, EDGE = 10.0, 2.5
# zone: columns (first, number), lines (first, number) of the template « ouverture » in styles/quotidien.css
ZONES = {'tete': (0, 4, 0, 59), 'cote': (4, 1, 0, 59), 'ventre': (0, 2, 60, 61), 'milieu': (2, 2, 60, 43), 'angle': (4, 1, 60, 32), 'pied': (4, 1, 93, 28)}
AREA = (15 * 72 / 25.4, 79.69)
COLUMN, GAP = (290 * 72 / 25.4 - 4 * 5 * 72 / 25.4) / 5, 5 * 72 / 25.4
failures = []


def check(condition, text):
    if not condition:
        failures.append(text)


def run(folder, *options):
    r = subprocess.run([MARBRE, 'build', os.path.join(folder, 'page.yaml'), '--lang', 'fr', *options], env=ENV, capture_output=True, text=True)
    return r.stdout, r.stderr.replace('\u00a0', ' ').replace('\u202f', ' ')


def feet(dump):
    """The lowest thing of text in each column of each zone: distance to the foot of the zone, in lines."""
    found = {}
    for kind, x, y, h in re.findall(r'^ +(line|row tr\S*) ([-\d.]+) ([-\d.]+)(?: [-\d.]+ ([-\d.]+))?', dump, re.M):
        # below the last row of a table stands its bottom edge
        bottom = float(y) + (float(h) + EDGE if kind.startswith('row') and h else 0) - AREA[1]
        column = int((float(x) - AREA[0] + GAP) // (COLUMN + GAP))
        for name, (first, n, top, lines) in ZONES.items():
            if first <= column < first + n and top * LINE < bottom <= (top + lines) * LINE + .1:
                key = name, column
                found[key] = min(found.get(key, 999), (top + lines) - bottom / LINE)
    return found


def check_full(folder, what, zones=ZONES):
    out, _ = run(folder, '--dump', 'pages')
    got = feet(out)
    for name in zones:
        first, n = ZONES[name][:2]
        for column in range(first, first + n):
            white = got.get((name, column), 999)
            check(white < 1, f'{what}: column {column} of {name} ends {white:.1f} lines above its foot')


def message(err, code, zone):
    for m in re.finditer(r': ([^\n]*) \[MB' + code + r'\]', err):
        if f'« {zone} »' in m[1]:
            return m[1]
    return ''


def edit(folder, article, change):
    path = os.path.join(folder, 'articles', article)
    text = open(path, encoding='utf-8').read()
    open(path, 'w', encoding='utf-8').write(change(text))


SENTENCE = 'Le gardien du quai a compté les voiles une à une, puis il a refermé son carnet et il est rentré dîner. '


def longer(characters):
    return lambda text: text.rstrip('\n') + '\n\n' + (SENTENCE * 20)[:characters].rsplit('. ', 1)[0] + '.\n'


def without_last(n):
    return lambda text: '\n\n'.join(text.rstrip('\n').split('\n\n')[:-n]) + '\n'


def variant(name, *edits):
    folder = os.path.join(WORK, name)
    shutil.copytree(os.path.join(SOURCE, 'samples/quotidien'), folder)
    for article, change in edits:
        edit(folder, article, change)
    return folder


with tempfile.TemporaryDirectory() as WORK:
    base = variant('base')
    _, err = run(base, '-o', os.path.join(WORK, 'p.pdf'))
    for code in ('0851', '0871', '0872', '0873', '0874', '0875'):
        check(f'MB{code}' not in err, f'base: MB{code} in {err}')
    check_full(base, 'base')

    # a picture gives way, and takes
    for name, change in (('longer', longer(620)), ('shorter', without_last(2))):
        folder = variant(name, ('silence.md', change))
        _, err = run(folder, '-o', os.path.join(WORK, 'p.pdf'))
        check('photos' in message(err, '0870', 'ventre'), f'{name}: not fitted by the picture: {err}')
        check_full(folder, name)

    # no picture: the report says how much is wrong, and how much would be accepted
    for name, change, code, words in (('long', longer(620), '0871', 'lignes de trop'), ('short', without_last(4), '0872', 'lignes de blanc')):
        folder = variant(name, ('cent-ans.md', change))
        _, err = run(folder, '-o', os.path.join(WORK, 'p.pdf'))
        told = re.match(r'(\d+) ' + words, message(err, code, 'angle'))
        report, _ = run(folder, '--fit-report')
        zone = re.search(r'angle.*?zone (\d+) lignes ; texte (\d+) ; accepte (\d+) à (\d+)', report.replace('\u00a0', ' ').replace('\u202f', ' '), re.S)
        check(told and zone, f'{name}: nothing told: {err} {report}')
        if told and zone:
            lines, text, least, most = map(int, zone.groups())
            exact = text - most if code == '0871' else least - text
            check(int(told[1]) == exact, f'{name}: {told[1]} told, {exact} by the report {zone[0]}')
        check_full(folder, name, set(ZONES) - {'angle'})

    # a cut: in the e-book, not on the page
    cut = '::: coupable\n' + (SENTENCE * 3).replace('carnet', 'registre') + '\n:::\n'
    folder = variant('cut', ('cent-ans.md', lambda text: text.rstrip('\n') + '\n\n' + cut))
    pdf, epub = os.path.join(WORK, 'c.pdf'), os.path.join(WORK, 'c.epub')
    _, err = run(folder, '-o', pdf, '-o', epub)
    check('coupable' in message(err, '0870', 'angle'), f'cut: {err}')
    text = subprocess.run(['pdftotext', pdf, '-'], capture_output=True, text=True).stdout
    check('registre' not in text, 'cut: the paragraph is on the page')
    book = subprocess.run(['unzip', '-p', epub, '*.xhtml'], capture_output=True, text=True).stdout
    check('registre' in book, 'cut: the paragraph is not in the e-book')
    check_full(folder, 'cut')

    # the short standfirst stands in for the long one, and nowhere else
    front = lambda text: text.replace('surtitre:', 'chapo: ' + SENTENCE * 2 + '\nchapo-court: Un court chapô.\nsurtitre:', 1)
    folder = variant('head', ('cent-ans.md', front))
    _, err = run(folder, '-o', pdf, '-o', epub)
    check('chapô court' in message(err, '0870', 'angle') or 'MB0871' in err, f'head: {err}')
    book = subprocess.run(['unzip', '-p', epub, '*.xhtml'], capture_output=True, text=True).stdout
    check('Un court chapô' not in book, 'head: the short standfirst is in the e-book')

if failures:
    sys.exit('\n'.join(failures))
print('ok')
