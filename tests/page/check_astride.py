#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Boxes over a gutter (-marbre-astride), measured in the PDF: no word of the text lies inside the margin box, the lines beside it are broken at what
it leaves of both columns, and all stand on the grid. The cases of tests/page/cases/astride-*, and random pages of two to four
columns with notes.

usage: check_astride.py SOURCE BUILD
"""
import glob, os, random, re, shutil, subprocess, sys, tempfile

SOURCE, BUILD = sys.argv[1:3]
MARBRE = os.path.join(BUILD, 'bin/marbre') if os.path.exists(os.path.join(BUILD, 'bin/marbre')) else os.path.join(BUILD, 'marbre')
ENV = dict(os.environ, MARBRE_DATA=SOURCE, LANG='C.UTF-8')
CASES = os.path.join(SOURCE, 'tests/page/cases')
ALONE = {'too-wide', 'too-high', 'no-columns'}  # stay in the text
MARGIN, GRID, RANDOM = 6.0, 10.0, 24
failures = []


def run(*arguments):
    r = subprocess.run(arguments, env=ENV, capture_output=True, text=True)
    return r.stdout, r.stderr


def words_of(pdf):
    """By page: left, top, right, bottom of each word."""
    out, _ = run('pdftotext', '-bbox', pdf, '-')
    pages = []
    for page in out.split('<page ')[1:]:
        pages.append([tuple(map(float, w)) for w in re.findall(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)"', page)])
    return pages


def boxes_of(dump):
    """By page: rectangles of boxes over gutters; tops of the lines of the text."""
    pages = []
    for page in re.split(r'^page ', dump, flags=re.M)[1:]:
        boxes = [tuple(map(float, b)) for b in re.findall(r'^ +box \w+\.exergue ([-\d.]+) ([-\d.]+) ([\d.]+) ([\d.]+)', page, re.M)]
        lines = [float(y) for y in re.findall(r'^    line [-\d.]+ ([-\d.]+) "', page.split('  flow')[1] if '  flow' in page else '', re.M)]
        pages.append((boxes, lines))
    return pages


def check_box(name, box, words, own):
    x, y, w, h = box
    inside = [v for v in words if x - 1 < (v[0] + v[2]) / 2 < x + w + 1 and y < (v[1] + v[3]) / 2 < y + h]
    others = [v for v in words if v not in inside]
    if len(inside) != own:
        failures.append(f'{name}: {len(inside)} words in the box, which has {own}')
    for v in others:
        if v[0] < x + w + MARGIN - .6 and v[2] > x - MARGIN + .6 and v[1] + 1 < y + h and v[3] - 1 > y:
            failures.append(f'{name}: a word of the text at {v[0]:.1f} {v[1]:.1f} is in the margin box {x:.1f} {y:.1f} {w:.1f} {h:.1f}')
            break
    beside = [v for v in others if y < (v[1] + v[3]) / 2 < y + h]
    left = max((v[2] for v in beside if v[2] < x), default=0)
    right = min((v[0] for v in beside if v[0] > x + w), default=1e6)
    # punctuation hangs into the white
    if not x - MARGIN - 4 < left < x - MARGIN + 4:
        failures.append(f'{name}: lines to the left end at {left:.1f}, the box leaves them {x - MARGIN:.1f}')
    if not x + w + MARGIN - 4 < right < x + w + MARGIN + 4:
        failures.append(f'{name}: lines to the right begin at {right:.1f}, the box leaves them {x + w + MARGIN:.1f}')


def check(folder, name, own, least=1):
    """@own: words of each box over a gutter, in their order on the pages."""
    html, css, pdf = (os.path.join(folder, name + e) for e in ('.html', '.css', '.pdf'))
    _, err = run(MARBRE, 'build', html, '--style', css, '-o', pdf, '--format', 'short')
    dump, _ = run(MARBRE, 'build', html, '--style', css, '--dump', 'pages')
    if not os.path.exists(pdf):
        failures.append(f'{name}: no pages: {err[:300]}')
        return 0
    found = 0
    for words, (boxes, lines) in zip(words_of(pdf), boxes_of(dump)):
        off = {round((line - lines[0]) % GRID, 1) % GRID for line in lines}
        if len(off) > 1 and boxes:
            failures.append(f'{name}: lines stand {sorted(off)} off the grid')
        for box in boxes:
            check_box(name, box, words, own[found] if found < len(own) else 0)
            found += 1
    lost = len(re.findall('MB0(?:877|878|879|880)', err))
    if found < least or found + lost < len(own):
        failures.append(f'{name}: {found} boxes over gutters, {lost} reported; {len(own)} were asked for')
    return found


FONTS = '@import "fonts/ebgaramond.css"; html { font-family: "EB Garamond" }\n'
STYLE = '''@page { size: %dpt %dpt; margin: 12pt }
body, p, h2, blockquote { margin: 0 }
body { font-size: 7pt; line-height: 10pt; -marbre-grid: 10pt; text-align: justify; hyphens: auto; orphans: 2; widows: 2 }
p { text-indent: 7pt; -marbre-looseness: 0 1 }
h2 { font-size: 7pt; line-height: 10pt; margin-top: 10pt; break-after: avoid }
.texte { columns: %d; column-gap: 10pt; column-fill: %s }
.exergue { -marbre-astride: %s; width: %dpt; margin: %dpt 6pt; font-size: 9pt; line-height: 11pt; -marbre-grid: none; text-align: center; text-indent: 0; hyphens: none }
.note { float: footnote; footnote-policy: line; float-reference: %s; text-indent: 0 }
'''
WORDS = ('le pont de la rive droite a rouvert lundi après onze mois de travaux que la ville avait promis de tenir en six et les commerçants du quai ne '
         'comptent plus les semaines ils comptent les vitrines vides ingénieurs poutres fleuve tablier seconde travée chantier').split()


def random_page(folder, number):
    rand = random.Random(number)
    columns, quote = rand.randint(2, 4), rand.sample(WORDS, rand.randint(4, 9))
    at, paragraphs = rand.randint(0, 4), []
    for i in range(rand.randint(8, 20)):
        if i == at:
            paragraphs.append('<blockquote class="exergue">' + ' '.join(quote) + '</blockquote>')
        if rand.random() < .15:
            paragraphs.append('<h2>Un titre</h2>')
        text = [rand.choice(WORDS) for _ in range(rand.randint(8, 90))]
        if rand.random() < .2:
            text.insert(rand.randint(1, len(text)), '<span class="note">' + ' '.join(rand.sample(WORDS, 5)) + '</span>')
        paragraphs.append('<p>' + ' '.join(text) + '.</p>')
    place = rand.choice(['auto', 'auto call', 'auto 20%', str(rand.randint(1, columns - 1)), '60%'])
    css = STYLE % (columns * 115 + 20, rand.randint(17, 34) * 10 + 4, columns, rand.choice(['balance', 'auto']), place, rand.randint(34, 60), rand.choice([0, 4, 8]),
                   rand.choice(['column', 'page']))
    name = f'random-{number}'
    with open(os.path.join(folder, name + '.css'), 'w') as f:
        f.write(FONTS + css)
    with open(os.path.join(folder, name + '.html'), 'w') as f:
        f.write('<html lang="fr"><body><div class="texte">' + '\n'.join(paragraphs) + '</div></body></html>')
    return check(folder, name, [len(quote)], 0)


def text_of(sheet):
    """The text of a case: NAME.html, or the one that the first line of its sheet names (tests/layout/fixture.h)."""
    with open(sheet) as f:
        lent = re.match(r'/\* text: (\S+) \*/', f.readline())
    return os.path.join(CASES, lent[1]) if lent else sheet[:-4] + '.html'


def words_in(html):
    texts = re.findall(r'<(blockquote|figure) class="exergue">(.*?)</\1>', html, re.S)
    return [len(re.sub(r'<[^>]*>', ' ', text).split()) for _, text in texts]


with tempfile.TemporaryDirectory() as folder:
    shutil.copytree(os.path.join(SOURCE, 'fonts'), os.path.join(folder, 'fonts'))
    shutil.copytree(CASES, os.path.join(folder, 'cases'))
    shutil.copy(os.path.join(CASES, 'large.png'), folder)
    for sheet in sorted(glob.glob(os.path.join(CASES, 'astride-*.css'))):
        name = os.path.basename(sheet)[:-4]
        text = text_of(sheet)
        with open(os.path.join(folder, name + '.css'), 'w') as g:
            g.write(f'@import "cases/{name}.css";\n' + FONTS)
        shutil.copy(text, os.path.join(folder, name + '.html'))
        own = words_in(open(text).read())
        if name[8:] in ALONE:
            own = []
        check(folder, name, own, len(own))
    placed = sum(random_page(folder, number) for number in range(RANDOM))
    if placed < RANDOM * 3 // 4:
        failures.append(f'only {placed} of {RANDOM} boxes have found a place on random pages')

for failure in failures:
    print(failure)
print(f'{placed} of {RANDOM} random boxes placed')
sys.exit(1 if failures else 0)
