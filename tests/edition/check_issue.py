# SPDX-License-Identifier: Apache-2.0
"""The newspaper sample, judged by its outputs: what the manifest names is in the PDF and in the EPUB, where a reader looks for it.

What is expected comes from the manifest and the articles by an independent small reader; what is found comes from poppler, qpdf and the
unpacked EPUB. Words are compared by their letters and figures, in lower case and without accents: house style changes all the rest."""
import html, json, os, re, subprocess, sys, tempfile, unicodedata, zipfile
import xml.etree.ElementTree as ET

XHTML = '{http://www.w3.org/1999/xhtml}'
NCX = '{http://www.daisy.org/z3986/2005/ncx/}'
OPS = '{http://www.idpf.org/2007/ops}'
HEAD = 78  # points from the top of the sheet that the head takes
failures = []


def check (condition, what):
    if not condition:
        failures.append (what)


def letters (text):
    plain = unicodedata.normalize ('NFKD', str (text).replace ('œ', 'oe').replace ('Œ', 'oe'))
    return ''.join (c for c in plain.lower () if c.isalnum ())


def run (*command):
    return subprocess.run (command, capture_output=True, text=True, check=True).stdout


# --- What is expected -----------------------------------------------------------------------------------

def read_article (source, path):
    """Title, captions (with credit) of one article."""
    with open (path, encoding='utf-8') as file:
        text = file.read ()
    captions, front = [], {}
    match = re.match (r'---\n(.*?)\n---\n', text, re.S)
    if match:
        front = source.yaml (match.group (1))
        for picture in source.as_list (front.get ('image')) + source.as_list (front.get ('images')):
            captions.append (f"{picture.get ('legende', '')} {picture.get ('credit', '')}")
        text = text[match.end ():]
    for block in re.findall (r'!\[[^\]]*\]\([^)]*\)(?:\{[^}]*\})?\n\n([^\n]+)', text):
        captions.append (block)
    title = front.get ('titre') or re.search (r'^# (.+)$', text, re.M).group (1)
    return title, [re.sub (r'[*_]', '', caption) for caption in captions]


def expected (source, manifest):
    """[(section name, [(file, title, captions)])] in order; the front page is « À la une »."""
    folder = os.path.dirname (manifest)
    with open (manifest, encoding='utf-8') as file:
        issue = source.yaml (file.read ())

    def articles (entries):
        names = [e['article'] if isinstance (e, dict) else e for e in entries]
        return [(name, *read_article (source, os.path.join (folder, name))) for name in names]
    sections = [('À la une', articles (issue['une']))]

    def of_section (section):
        """Its articles, or those of the zones of its page."""
        zones = [z for z in section.get ('zones', {}).values () if 'article' in z]
        return articles (section.get ('articles', zones))
    return issue, sections + [(s['nom'], of_section (s)) for s in issue['rubriques']]


# --- The PDF --------------------------------------------------------------------------------------------

def outline (pdf):
    """[(label, page, y, [(label, page)])], pages from 1."""
    entries = json.loads (run ('qpdf', '--json', '--json-key=outlines', pdf))['outlines']
    return [(e['title'], e['destpageposfrom1'], [(k['title'], k['destpageposfrom1']) for k in e['kids']]) for e in entries]


def check_outline (tree, sections):
    check ([letters (label) for label, _, _ in tree] == [letters (name) for name, _ in sections],
           f'outline: sections are {[label for label, _, _ in tree]}')
    for (label, _, kids), (name, articles) in zip (tree, sections):
        found = [letters (kid) for kid, _ in kids]
        for _, title, _ in articles:
            check (letters (title) in found, f'outline: “{title}” is not under {name}: {[k for k, _ in kids]}')


def page_words (pdf, page, *area):
    return run ('pdftotext', '-f', str (page), '-l', str (page), '-raw', *area, pdf, '-')


def check_heads (pdf, tree, n_pages):
    """The name of its section stands in the head of every page of it; the front page has the masthead."""
    starts = [page for _, page, _ in tree] + [n_pages + 1]
    width = '1000'
    for (name, first, _), after in zip (tree[1:], starts[2:]):
        for page in range (first, after):
            head = page_words (pdf, page, '-x', '0', '-y', '0', '-W', width, '-H', str (HEAD))
            check (letters (name) in letters (head), f'page {page}: no “{name}” in its head: {head!r}')
            check (re.search (rf'(?<!\d){page}(?!\d)', head), f'page {page}: no folio in its head: {head!r}')
    check (starts == sorted (set (starts)), f'sections do not begin pages of their own: {starts}')


def check_references (pdf, issue, tree):
    """Ears, calls and index name the pages that the outline leads to."""
    front = re.sub (r'\s+', ' ', page_words (pdf, 1))
    pages = {letters (kid): page for _, _, kids in tree for kid, page in kids}
    titles = {name: title for _, articles in issue['sections'] for name, title, _ in articles}
    for ear in issue['oreilles']:
        page = pages[letters (titles[ear['article']])]
        text = re.escape (ear['texte'].replace ("'", '’'))
        found = re.search (rf'{text}\s*Page\s(\d+)', front)
        check (found and int (found.group (1)) == page, f"ear “{ear['titre']}”: page {page} expected, {found and found.group (1)} found")
    for name, page, _ in tree[1:]:
        found = re.search (rf'{re.escape (name)}\s+(\d+)\b', front)
        check (found and int (found.group (1)) == page, f'index: {name} is on page {page}, {found and found.group (1)} printed')
    return pages, titles


def check_calls (pdf, folder, pages, titles):
    with open (os.path.join (folder, 'articles', 'appels.md'), encoding='utf-8') as file:
        calls = re.findall (r'\[([^\]]+)\]\(([^)]+)\)\{\.renvoi\}', file.read ())
    front = re.sub (r'\s+', ' ', page_words (pdf, 1))
    check (len (calls) >= 4, 'no calls on the front page')
    for label, name in calls:
        page = pages[letters (titles['articles/' + name])]
        found = re.search (rf"{re.escape (label.replace (chr (39), '’'))}, page\s(\d+)", front)
        check (found and int (found.group (1)) == page, f'call “{label}”: page {page} expected, {found and found.group (1)} found')


def structure_figures (pdf):
    """[(text of the figure's caption, bbox, page or None)]: Caption must be a child of its Figure."""
    figures, lines = [], run ('pdfinfo', '-struct-text', pdf).split ('\n')
    for i, line in enumerate (lines):
        match = re.match (r'( *)Figure', line)
        if not match:
            continue
        depth, box, caption, inside = len (match.group (1)), None, [], False
        for other in lines[i + 1:]:
            if other.strip () and len (other) - len (other.lstrip ()) <= depth:
                break
            numbers = re.search (r'/BBox \[([^\]]+)\]', other)
            box = [float (n) for n in numbers.group (1).split ()] if numbers else box
            inside = inside or other.strip ().startswith ('Caption')
            if inside and other.strip ().startswith ('"'):
                caption.append (other.strip ()[1:-1])
        figures.append ((''.join (caption), box))
    return figures


def word_boxes (pdf, page):
    text = run ('pdftotext', '-bbox', '-f', str (page), '-l', str (page), pdf, '-')
    height = float (re.search (r'<page width="[^"]+" height="([^"]+)"', text).group (1))
    pattern = r'<word xMin="([^"]+)" yMin="([^"]+)" xMax="([^"]+)" yMax="([^"]+)">(.*?)</word>'
    return height, [(float (a), height - float (b), letters (html.unescape (w))) for a, b, c, d, w in re.findall (pattern, text)]


def check_captions (pdf, sections, tree, pages):
    figures = structure_figures (pdf)
    for _, articles in sections:
        for _, title, captions in articles:
            page = pages[letters (title)]
            for caption in captions:
                wanted = letters (caption)
                found = [box for text, box in figures if letters (text) == wanted]
                check (len (found) == 1, f'PDF: “{caption}” is the caption of {len (found)} figures')
                if len (found) == 1 and found[0]:
                    check_below (pdf, page, found[0], caption)


def check_below (pdf, page, box, caption):
    """The caption's first words stand right under the picture, on the page of its article, from its left edge."""
    height, words = word_boxes (pdf, page)
    first = [letters (w) for w in caption.split () if letters (w)][:3]
    x0, y0, x1, y1 = box
    for i in range (len (words) - 2):
        if [w for _, _, w in words[i:i + 3]] != first:
            continue
        x, top, _ = words[i]
        if abs (x - x0) < 12 and -1 < y0 - top < 34 or abs (x - x0) < 12 and y0 <= top <= y0 + 40:
            return
    check (False, f'page {page}: “{caption[:40]}” is not under its picture {box}')


# --- The EPUB -------------------------------------------------------------------------------------------

def text_of (element):
    return ''.join (element.itertext ())


def no_ads (labels):
    return [label for label in labels if not label.startswith ('publicite')]


def check_nav (book, sections):
    nav = ET.fromstring (book.read ('EPUB/nav.xhtml'))
    toc = next (n for n in nav.iter (XHTML + 'nav') if n.get (OPS + 'type') == 'toc')
    items = toc.find (XHTML + 'ol').findall (XHTML + 'li')
    entries = {letters (text_of (li[0])): li for li in items}
    for name, articles in sections:
        li = entries.get (letters (name))
        check (li is not None, f'nav: no section {name}')
        if li is None:
            continue
        check (li[0].tag == XHTML + 'a' and li[0].get ('href'), f'nav: {name} leads nowhere')
        below = no_ads (letters (text_of (kid[0])) for kid in li.find (XHTML + 'ol').findall (XHTML + 'li'))
        check (below == [letters (title) for _, title, _ in articles], f'nav: under {name}: {below}')


def check_ncx (book, sections):
    name = next (n for n in book.namelist () if n.endswith ('.ncx'))
    points = ET.fromstring (book.read (name)).find (NCX + 'navMap').findall (NCX + 'navPoint')
    below = {letters (p.find (f'{NCX}navLabel/{NCX}text').text): no_ads (letters (k.find (f'{NCX}navLabel/{NCX}text').text)
             for k in p.findall (NCX + 'navPoint')) for p in points}
    for name, articles in sections:
        check (below.get (letters (name)) == [letters (title) for _, title, _ in articles], f'NCX: under {name}')


def check_texts (book, issue):
    figures, headings, links = [], [], []
    for name in book.namelist ():
        if not name.startswith ('EPUB/text/'):
            continue
        page = ET.fromstring (book.read (name))
        headings += [letters (text_of (h)) for h in page.iter (XHTML + 'h1')]
        links += [(letters (text_of (a)), os.path.basename (a.get ('href'))) for a in page.iter (XHTML + 'a') if a.get ('href')]
        for figure in page.iter (XHTML + 'figure'):
            kinds = [kid.tag for kid in figure.iter ()]
            caption = figure.find (XHTML + 'figcaption')
            check (XHTML + 'img' in kinds, f'{name}: a figure without a picture')
            figures.append (letters (text_of (caption)) if caption is not None else '')
    for _, articles in issue['sections']:
        for _, title, captions in articles:
            check (letters (title) in headings, f'EPUB: no heading “{title}”')
            for caption in captions:
                check (figures.count (letters (caption)) == 1, f'EPUB: “{caption}” is not the caption of one figure')
    names = {os.path.basename (n) for n in book.namelist ()}
    for ear in issue['oreilles']:
        check (any (text == letters (ear['titre']) and href.split ('#')[0] in names for text, href in links),
               f"EPUB: the ear “{ear['titre']}” is no link")


def main (source_dir, build):
    sys.path.insert (0, os.path.join (source_dir, 'tests', 'judges'))
    import words_source
    manifest = os.path.join (source_dir, 'samples', 'quotidien', 'edition.yaml')
    issue, sections = expected (words_source, manifest)
    issue['sections'] = sections
    check (len (sections) >= 5 and sum (len (a) for _, a in sections) >= 14, 'the sample is no whole issue')
    check (sum (len (c) for _, a in sections for _, _, c in a) >= 6, 'fewer than six pictures with captions')
    with tempfile.TemporaryDirectory () as folder:
        pdf, epub = os.path.join (folder, 'issue.pdf'), os.path.join (folder, 'issue.epub')
        subprocess.run ([os.path.join (build, 'marbre'), 'build', manifest, '-o', pdf, '-o', epub], check=True,
                        env={**os.environ, 'MARBRE_DATA': source_dir}, capture_output=True)
        n_pages = int (re.search (r'Pages:\s+(\d+)', run ('pdfinfo', pdf)).group (1))
        tree = outline (pdf)
        check_outline (tree, sections)
        check_heads (pdf, tree, n_pages)
        pages, titles = check_references (pdf, issue, tree)
        check_calls (pdf, os.path.dirname (manifest), pages, titles)
        check_captions (pdf, sections, tree, pages)
        with zipfile.ZipFile (epub) as book:
            check_nav (book, sections)
            check_ncx (book, sections)
            check_texts (book, issue)
    for failure in failures:
        print ('FAIL', failure)
    print (f'{n_pages} pages, {len (sections)} sections, {sum (len (a) for _, a in sections)} articles: {len (failures)} failures')
    sys.exit (bool (failures))


main (sys.argv[1], sys.argv[2])
