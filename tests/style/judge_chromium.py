#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Selectors and computed values against a headless Chromium (Debian's).

Usage: judge_chromium.py SOURCE BUILD

Two comparisons:
- every `sel` line of lists/*.list: the elements that Chromium finds for the selector, and whether it takes it at all;
- the chapters of the e-books of four samples, under their house sheet: the computed values of the properties that both
  know, of every element and of its ::before and ::after.

For Chromium base.css is a layer over `* { all: unset }`, so that its own sheet says nothing; @media print and the questions
about editions are answered before, since it shows a screen. What the two must say otherwise is in DIFFER, with the reason."""
import html
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile

PROPERTIES = '''display font-size font-weight font-style font-stretch color text-align text-indent text-transform letter-spacing word-spacing
white-space orphans widows float clear position top left vertical-align margin-top margin-right margin-bottom margin-left padding-top
padding-right padding-bottom padding-left border-top-style border-right-style border-bottom-style border-left-style border-top-width
border-right-width border-bottom-width border-left-width border-top-color border-bottom-color width height min-width max-width
max-height min-height background-color opacity list-style-position list-style-type caption-side border-collapse box-sizing
break-before break-after break-inside column-count column-gap object-fit visibility table-layout text-decoration-line
hyphens font-variant-caps column-rule-style column-span text-align-last'''.split()

SAMPLES = ['articles/bac.md', 'articles/tourbiere.md', 'articles/entretien.md', 'recit/livre.yaml']

# Selectors on which the two must differ.
SELECTORS = {
    'p.b::footnote-call': 'GCPM 3: browsers have no footnotes', 'p.b::footnote-marker': 'the same',
    '#p1::-marbre-first-words': 'ours',
    'P': 'names of HTML are read in any case here; the page for Chromium is XML',
    '[title="Le Marbre" s]': 'Chromium 156 does not know the flag s', '[title="le marbre" S]': 'the same',
    'p:lang("*-CH")': 'Chromium 156 knows no strings and no wildcards in :lang()', 'p:lang(\\*-GB)': 'the same',
    'p:lang(en, "fr-ch")': 'the same', 'p:lang("fr-*")': 'the same',
    'p {': 'the rest of the rule closes it where Chromium inserts it',
}

# (property, ours, theirs): reason. None stands for any value.
DIFFER = {
    ('float', 'footnote', 'none'): 'GCPM 3',
    ('float', 'top', 'none'): 'page floats', ('float', 'bottom', 'none'): 'page floats',
    ('text-wrap', None, None): 'pretty is what wrap means here',
}

# What the content of a ::before or ::after of ours calls on: why Chromium has no such pseudo-element. The declaration has an illegal value there and is
# ignored (CSS 2.2 § 4.2); what stays is normal, which "computes to 'none' for the :before and :after pseudo-elements" (§ 12.2).
CONTENT = {
    'target-counter(': 'CSS Content 3: browsers do not know the page of a target',
}


def chromium(page, folder):
    """The text of #out after the script of @page has run."""
    run = subprocess.run(['chromium', '--headless=new', '--no-sandbox', '--disable-gpu', '--disable-extensions', '--no-first-run',
                          f'--user-data-dir={folder}/profile', '--allow-file-access-from-files', '--virtual-time-budget=20000',
                          '--dump-dom', page.as_uri()], capture_output=True, text=True, timeout=240, check=False)
    match = re.search(r'<(?:\w+:)?pre[^>]*id="out"[^>]*>(.*?)</(?:\w+:)?pre>', run.stdout, re.S)
    if not match:
        sys.exit(f'FAILED: chromium printed nothing for {page}: {run.stderr[-500:]}')
    return json.loads(html.unescape(match.group(1)))


# --- Selectors ------------------------------------------------------------------------------------------------

def list_cases(folder):
    """(tree, [(selector, expectation)]) for each tree of the lists."""
    groups = []
    for path in sorted(set(folder.glob('*.list')) - {folder / 'reader.list'}):
        for line in path.read_text('utf-8').split('\n'):
            kind, _, rest = line.partition(' ')
            if kind == 'tree':
                groups.append((rest, []))
            elif kind == 'sel':
                groups[-1][1].append(tuple(rest.split(' => ')))
    return [group for group in groups if group[1]]


def ask_selectors(tree, selectors, folder):
    """The page is XML, so that names keep their case."""
    tree = tree.replace('<html ', '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:svg="http://www.w3.org/2000/svg" '
                        'xmlns:epub="http://www.idpf.org/2007/ops" ', 1)
    script = '''
const answers = %s.map (text => {
  const found = [], sheet = document.getElementById ('mb-style').sheet;
  while (sheet.cssRules.length > 2) sheet.deleteRule (2);
  try { sheet.insertRule (text + ' { column-count: 7; content: "x" }', 2); } catch (e) { return '!'; }
  for (const e of document.querySelectorAll ('[id]')) {
    if (e.id === 'mb-style' || e.id === 'mb-script') continue;
    if (getComputedStyle (e).columnCount === '7') found.push (e.id);
    for (const p of ['before', 'after', 'marker', 'first-letter', 'first-line'])
      if (getComputedStyle (e, '::' + p).columnCount === '7') found.push (e.id + '::' + p);
  }
  return found.join (' ') || '-';
});
const out = document.createElementNS ('http://www.w3.org/1999/xhtml', 'pre');
out.id = 'out'; out.textContent = JSON.stringify (answers); document.documentElement.appendChild (out);''' % json.dumps(selectors)
    style = ('<style id="mb-style">@namespace svg url(http://www.w3.org/2000/svg); @namespace html url(http://www.w3.org/1999/xhtml);</style>')
    body = tree.replace('</html>', f'<script id="mb-script"><![CDATA[{script}]]></script></html>')
    head = re.sub(r'(<html[^>]*>)', lambda m: m.group(1) + style, body, count=1)
    page = pathlib.Path(folder) / 'selectors.xhtml'
    page.write_text(head, 'utf-8')
    return chromium(page, folder)


def structural(selector):
    """The style and script elements stand among the siblings of body in the page."""
    return re.search(r':(first|last|only|nth|root|scope)|&|\+|~', selector)


def compare_selectors(source, folder):
    failed = n = 0
    for tree, cases in list_cases(source / 'tests' / 'style' / 'lists'):
        answers = ask_selectors(tree, [case[0] for case in cases], folder)
        for (selector, expected), theirs in zip(cases, answers):
            if selector in SELECTORS:
                continue
            n += 1
            ours, found = expected.split(), theirs.split()
            if structural(selector):  # html and body are not alone there
                ours, found = ([i for i in ids if i not in ('r', 'b')] for ids in (ours, found))
            # ::marker and ::first-line take few properties in browsers: their elements are compared elsewhere
            if '::marker' in selector or 'first-line' in selector or 'first-letter' in selector:
                if (expected == '!') != (theirs == '!'):
                    failed += 1
                    print(f'FAILED {selector}: ours {expected}, Chromium {theirs}')
                continue
            if sorted(ours) != sorted(found) and not ({*ours, *found} <= {'-', '!'} and ours == [] == found):
                if [x for x in ours if x != '-'] == [x for x in found if x != '-']:
                    continue
                failed += 1
                print(f'FAILED {selector}: ours {expected}, Chromium {theirs}')
    print(f'{n} selectors, {failed} differ')
    return failed


# --- Computed values ----------------------------------------------------------------------------------------------

def inline_sheet(path):
    """@import of fonts is left out: faces change no computed value that is compared."""
    text = path.read_text('utf-8')
    text = re.sub(r'/\*.*?\*/', '', text, flags=re.S)
    return re.sub(r'@import[^;]*;', '', text)


def for_screen(css):
    """What Chromium cannot know of paper and editions, answered."""
    css = css.replace('@media not (-marbre-epub)', '@media all').replace('@media (-marbre-epub)', '@media not all')
    return css.replace('@media print', '@media all')


def ask_computed(chapter, base, house, folder):
    script = '''
const names = %s, rows = [];
let number = 0;
for (const e of document.querySelectorAll ('body, body *')) {
  if (e.id === 'mb-script') continue;
  for (const p of ['-', 'before', 'after']) {
    const s = getComputedStyle (e, p === '-' ? null : '::' + p);
    if (p !== '-' && (s.content === 'none' || s.content === 'normal')) continue;
    for (const n of names) rows.push ([number, p, n, s.getPropertyValue (n)]);
  }
  number++;
}
const out = document.createElementNS ('http://www.w3.org/1999/xhtml', 'pre');
out.id = 'out'; out.textContent = JSON.stringify (rows); document.documentElement.appendChild (out);''' % json.dumps(PROPERTIES)
    text = chapter.read_text('utf-8')
    text = re.sub(r'<link[^>]*>', '', text)
    sheet = ('@namespace epub url(http://www.idpf.org/2007/ops);\n@layer mb-reset, mb-base;\n@layer mb-reset { * { all: unset } }\n'
             f'@layer mb-base {{ {for_screen(base)} }}\n{for_screen(house)}\nhtml {{ display: none !important }}')
    text = text.replace('</head>', f'<style><![CDATA[{sheet}]]></style></head>')
    text = text.replace('</html>', f'<script id="mb-script"><![CDATA[{script}]]></script></html>')
    page = pathlib.Path(folder) / 'chapter.xhtml'
    page.write_text(text, 'utf-8')
    return {tuple(row[:3]): row[3] for row in chromium(page, folder)}


def ours_computed(driver, chapter, house):
    run = subprocess.run([driver, str(chapter), str(house), *PROPERTIES, 'content'], capture_output=True, text=True, check=True)
    rows = (line.split('\t') for line in run.stdout.split('\n') if line)
    return {(int(number), pseudo, name): value for number, pseudo, name, value in rows}


def pixels(text):
    def convert(match):
        value = float(match.group(1)) * 4 / 3
        return f'{value:.2f}px'
    return re.sub(r'(-?[\d.]+)pt\b', convert, text)


def color(text):
    match = re.fullmatch(r'rgba?\((\d+), (\d+), (\d+)(?:, ([\d.]+))?\)', text)
    if match:
        alpha = float(match.group(4)) if match.group(4) else 1
        return (*map(int, match.groups()[:3]), round(alpha * 20))
    if text == 'transparent':
        return (0, 0, 0, 0)
    match = re.fullmatch(r'#(..)(..)(..)(..)?', text)
    if match:
        return (*(int(part, 16) for part in match.groups()[:3]), round(int(match.group(4) or 'ff', 16) / 255 * 20))
    return None


def numbers(text):
    return [float(part) for part in re.findall(r'-?\d*\.?\d+', text)]


def same_border(ours, theirs):
    """Chromium rounds a border down to whole pixels of the screen, and up to one."""
    mine, other = numbers(ours), numbers(theirs)
    return len(mine) == len(other) == 1 and (other[0] == (max(1, int(mine[0] + 0.01)) if mine[0] > 0 else 0))


def same(name, ours, theirs):
    if ours == theirs:
        return True
    ours = pixels(ours)
    mine, other = color(ours), color(theirs)
    if mine and other:
        return all(abs(x - y) <= 1 for x, y in zip(mine, other))
    if name.startswith('border-') and name.endswith('-width'):
        return same_border(ours, theirs)
    zero = {'0', '0px', 'normal', 'auto'}
    if name in ('letter-spacing', 'word-spacing', 'min-width', 'min-height') and ours in zero and theirs in zero:
        return True
    plain, found = re.sub(r'-?\d*\.?\d+', '#', ours), re.sub(r'-?\d*\.?\d+', '#', theirs)
    if plain == found or {plain, found} == {'#', '#px'}:
        a, b = numbers(ours), numbers(theirs)
        slack = 0.6 if name == 'font-stretch' else 0.06  # whole percents here
        return len(a) == len(b) and all(abs(x - y) <= slack + 0.002 * abs(y) for x, y in zip(a, b))
    return False


def reason(key, ours, theirs, values):
    """Why a difference is right, or None."""
    name = key[2]
    for (wanted, a, b), why in DIFFER.items():
        if wanted == name and a in (ours, None) and b in (theirs, None):
            return why
    if name.startswith('border-') and name.endswith('-color'):
        side = name.split('-')[1]
        if values.get((*key[:2], f'border-{side}-style')) == 'none':
            return 'a border that is not drawn has no colour here'
    return None


def other_elements(mine, theirs):
    """The elements and pseudo-elements that one side alone has: those that cannot be alike, and how many can be explained."""
    alone = {key[:2] for key in mine} ^ {key[:2] for key in theirs}
    explained = {key for key in alone if key[1] != '-' and any(call in mine.get((*key, 'content'), '') for call in CONTENT)}
    return sorted(alone - explained), len(explained)


def make_chapters(marbre, source, folder):
    """(chapter, house sheet) of the e-books of the samples."""
    for number, sample in enumerate(SAMPLES):
        book = pathlib.Path(folder) / f'{number}.epub'
        subprocess.run([marbre, 'build', str(source / 'samples' / sample), '-o', str(book), '--root', str(source)],
                       capture_output=True, check=True, env={'MARBRE_DATA': str(source), 'PATH': '/usr/bin:/bin', 'LC_ALL': 'C.UTF-8'})
        sheet = source / 'styles' / ('livre.css' if sample.endswith('.yaml') else 'quotidien.css')
        with zipfile.ZipFile(book) as epub:
            names = [name for name in epub.namelist() if name.endswith('.xhtml') and 'nav' not in name]
            for name in names:
                chapter = pathlib.Path(folder) / f'{number}-{pathlib.Path(name).name}'
                chapter.write_bytes(epub.read(name))
                yield chapter, sheet


def compare_computed(source, build, folder):
    driver, marbre = build / 'tests' / 'style_driver_computed', build / 'marbre'
    base = inline_sheet(source / 'styles' / 'base.css')
    n = failed = explained = 0
    shown = {}
    for chapter, sheet in make_chapters(marbre, source, folder):
        mine = ours_computed(driver, chapter, sheet)
        theirs = ask_computed(chapter, base, inline_sheet(sheet), folder)
        alone, known = other_elements(mine, theirs)
        explained += known
        if alone:
            print(f'FAILED {chapter.name}: other elements or pseudo-elements:', alone[:10])
            failed += 1
        for key, value in theirs.items():
            if key not in mine:
                continue
            n += 1
            if same(key[2], mine[key], value):
                continue
            if reason(key, mine[key], value, mine):
                explained += 1
                continue
            failed += 1
            what = (key[2], mine[key], value)
            shown[what] = shown.get(what, 0) + 1
            if shown[what] == 1:
                print(f'FAILED {chapter.name}, element {key[0]} {key[1]}: {key[2]} is {mine[key]}, in Chromium {value}')
    print(f'{n} computed values, {explained} differ for a reason, {failed} differ')
    return failed


def main():
    source, build = (pathlib.Path(path).resolve() for path in sys.argv[1:3])
    if not shutil.which('chromium'):
        print('left out: no chromium')
        return 0
    with tempfile.TemporaryDirectory() as folder:
        failed = compare_selectors(source, folder)
        failed += compare_computed(source, build, folder)
    return failed > 0


if __name__ == '__main__':
    sys.exit(main())
