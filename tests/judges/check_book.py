# SPDX-License-Identifier: Apache-2.0
"""The finished book, from its outputs: samples/roman is built (its contents at the end, then in front) and read with pdftotext, qpdf
and as a zip. Each entry of the contents names the page where its chapter begins; labels are roman, then arabic; chapters and parts
begin on rectos; blank versos are blank; openings bear no head; dots stand in line; outline, navigation, landmarks and page list agree."""
import html, json, os, re, shutil, subprocess, sys, tempfile, zipfile
import works

ROMAN = [(100, 'c'), (90, 'xc'), (50, 'l'), (40, 'xl'), (10, 'x'), (9, 'ix'), (5, 'v'), (4, 'iv'), (1, 'i')]


def roman (n):
    out = ''
    for value, letters in ROMAN:
        while n >= value:
            out, n = out + letters, n - value
    return out


class Faults (list):
    def expect (self, right, what):
        if not right:
            self.append (what)


def plain (text):
    """Words without what orthotypography and small capitals change."""
    return re.sub (r'\s+', ' ', text.replace ('’', "'").replace ('\u00a0', ' ')).strip ().casefold ()


class Pdf:
    def __init__ (self, path):
        self.path = path
        text = subprocess.run (['pdftotext', '-layout', '-enc', 'UTF-8', path, '-'], capture_output=True, check=True).stdout.decode ()
        self.pages = text.split ('\f')[:-1]
        run = subprocess.run (['qpdf', '--json', '--json-key=outlines', '--json-key=pagelabels', path], capture_output=True, text=True, check=True)
        said = json.loads (run.stdout)
        self.labels = self.read_labels (said['pagelabels'])
        self.outline = []  # (level, title, page from 1)
        self.read_outline (said['outlines'], 1)

    def read_outline (self, items, level):
        for item in items:
            self.outline.append ((level, item['title'].removeprefix ('u:'), item['destpageposfrom1']))
            self.read_outline (item['kids'], level + 1)

    def read_labels (self, ranges):
        labels, current = [], None
        starts = {r['index']: r['label'] for r in ranges}
        for page in range (len (self.pages)):
            current = dict (starts[page], n=starts[page].get ('/St', 1)) if page in starts else dict (current, n=current['n'] + 1)
            labels.append (roman (current['n']) if current.get ('/S') == '/r' else str (current['n']))
        return labels

    def is_blank (self, page):
        return not self.pages[page - 1].strip ()

    def shows_something (self, page):
        """Whether page @page (from 1) has any ink: it is drawn."""
        image = subprocess.run (['pdftoppm', '-gray', '-r', '20', '-f', str (page), '-l', str (page), self.path], capture_output=True, check=True).stdout
        return min (image.split (b'\n', 3)[3]) < 250


def entries_of (text):
    """(number, title, page) of the printed contents."""
    for line in text.split ('\n'):
        match = re.match (r'\s*(?:([IVXLC]+)\s+)?(\S.*?)\s*(?:\.\s?){4,}\s*(\w+)\s*$', line)
        if match:
            yield match.groups ()


def check_contents (pdf, page, faults):
    chapters = [(title, at) for level, title, at in pdf.outline if level == 2]
    entries = list (entries_of (pdf.pages[page - 1]))
    faults.expect ([plain (e[1]) for e in entries] == [plain (t) for t, _ in chapters], f'contents: {entries}, outline: {chapters}')
    for number, ((numeral, title, said), (_, at)) in enumerate (zip (entries, chapters), 1):
        faults.expect (said == pdf.labels[at - 1], f'contents: {title} on page {said}, begins on {pdf.labels[at - 1]}')
        faults.expect (plain (title) in plain (pdf.pages[at - 1]), f'{title} is not on its page {at}')
        faults.expect ((numeral or '').lower () == roman (number), f'contents: {title} is number {numeral}')


def check_dots (pdf, page, faults):
    run = subprocess.run (['pdftotext', '-bbox', '-f', str (page), '-l', str (page), pdf.path, '-'], capture_output=True, text=True, check=True)
    places = [float (x) for x in re.findall (r'xMin="([\d.]+)"[^>]*>\.</word>', run.stdout)]
    faults.expect (len (places) > 50, f'{len (places)} dots')
    off = {round ((x - places[0]) / 6.4 % 1, 1) % 1 for x in places}
    faults.expect (len (off) == 1, f'dots are not in line every 6.4 pt: {sorted (off)}')


def check_pages (pdf, faults):
    openings = [page for _, _, page in pdf.outline]
    first = next (page for _, title, page in pdf.outline if title != 'Table')
    faults.expect (pdf.labels == [roman (n) for n in range (1, first)] + [str (n) for n in range (1, len (pdf.pages) - first + 2)],
                   f'labels: {pdf.labels}')
    for level, title, page in pdf.outline:
        faults.expect (page % 2 == 1, f'{title} begins on a verso')
        lines = [line.strip () for line in pdf.pages[page - 1].strip ().split ('\n')]
        faults.expect (level == 1 or lines[-1] == pdf.labels[page - 1], f'{title}: no folio at the foot, but {lines[-1]}')
        faults.expect (not re.search (r'(?i)inventaire de valbrune', lines[0]), f'{title}: a head on its opening')
    for page in range (1, len (pdf.pages) + 1):
        if not pdf.is_blank (page):
            continue
        faults.expect (page % 2 == 0 and not pdf.is_blank (page + 1), f'page {page} is blank')
        faults.expect (not pdf.shows_something (page), f'blank page {page} shows something')
    for page in range (first + 2, len (pdf.pages) + 1):
        if page in openings or pdf.is_blank (page) or page == len (pdf.pages) or page - 1 in openings and pdf.is_blank (page):
            continue
        if any (level == 1 and at == page for level, _, at in pdf.outline) or 'Table' in pdf.pages[page - 1][:200]:
            continue
        faults.expect (pdf.labels[page - 1] in pdf.pages[page - 1].strip ().split ('\n')[0], f'page {page} has no folio in its head')


class Epub:
    def __init__ (self, path):
        with zipfile.ZipFile (path) as book:
            self.files = {n: book.read (n).decode () for n in book.namelist () if n.endswith (('.xhtml', '.opf'))}
        self.nav = self.files['EPUB/nav.xhtml']

    def list_of (self, kind):
        part = re.search (rf'<nav [^>]*epub:type="{kind}".*?</nav>', self.nav, re.S).group (0)
        return re.findall (r'<a (?:epub:type="([^"]*)" )?href="([^"]*)">(.*?)</a>', part)


def check_epub (epub, pdf, faults):
    said = [plain (html.unescape (re.sub (r'<[^>]*>', '', label))) for _, _, label in epub.list_of ('toc')]
    faults.expect (said == [plain (t) for _, t, _ in pdf.outline if plain (t) != 'table'], f'navigation: {said}')
    marks = [kind for kind, _, _ in epub.list_of ('landmarks')]
    faults.expect (marks == ['titlepage', 'copyright-page', 'dedication', 'epigraph', 'toc', 'bodymatter', 'colophon'], f'landmarks: {marks}')
    spine = re.findall (r'<itemref idref="([^"]*)"', epub.files['EPUB/package.opf'])
    faults.expect (spine.index ('nav') == 6, f'the navigation is number {spine.index ("nav")} of the spine')
    printed = [label for page, label in enumerate (pdf.labels, 1) if not pdf.is_blank (page)]
    pages = [label for _, _, label in epub.list_of ('page-list')]
    faults.expect (pages == printed, f'page list: {pages}, pages: {printed}')
    for kind, role in (('halftitlepage', None), ('titlepage', None), ('copyright-page', None), ('dedication', 'doc-dedication'),
                       ('epigraph', 'doc-epigraph'), ('colophon', 'doc-colophon')):
        found = [text for text in epub.files.values () if re.search (rf'<section[^>]*epub:type="{kind}"', text)]
        faults.expect (len (found) == 1, f'{len (found)} documents of type {kind}')
        faults.expect (not role or (found and f'role="{role}"' in found[0]), f'{kind} has no role {role}')


def check (folder, marbre, where):
    faults = Faults ()
    manifest = os.path.join (folder, 'livre.yaml')
    with open (manifest, encoding='utf-8') as file:
        text = file.read ()
    with open (manifest, 'w', encoding='utf-8') as file:
        file.write (re.sub (r'(?m)^table: .*$', f'table: {where}', text))
    outputs = [os.path.join (folder, f'{where}.pdf'), os.path.join (folder, f'{where}.epub')]
    result = works.run (marbre, [manifest], outputs)
    if result.returncode:
        return [result.stderr]
    pdf, epub = Pdf (outputs[0]), Epub (outputs[1])
    contents = next ((n for n, page in enumerate (pdf.pages, 1) if page.strip ().startswith ('Table')), None)
    faults.expect (contents, 'no contents')
    faults.expect (sum (level == 1 for level, _, _ in pdf.outline) >= 2, f'outline: {pdf.outline}')
    if contents:
        check_contents (pdf, contents, faults)
        check_dots (pdf, contents, faults)
        said = pdf.pages[contents - 1].strip ().split ('\n')[-1].strip ()
        faults.expect (said.lower () == pdf.labels[contents - 1], f'contents: folio {said}, label {pdf.labels[contents - 1]}')
    check_pages (pdf, faults)
    check_epub (epub, pdf, faults)
    return faults


def main (source, build):
    passed = failed = 0
    with tempfile.TemporaryDirectory () as scratch:
        folder = os.path.join (scratch, 'roman')
        shutil.copytree (os.path.join (source, 'samples', 'roman'), folder)
        for where in ('fin', 'debut'):
            faults = check (folder, os.path.join (build, 'marbre'), where)
            print (f'ok   table: {where}' if not faults else f'FAIL table: {where}\n  ' + '\n  '.join (faults))
            passed, failed = passed + (not faults), failed + bool (faults)
    works.finish (passed, failed)


main (sys.argv[1], sys.argv[2])
