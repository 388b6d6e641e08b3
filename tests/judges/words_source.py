# SPDX-License-Identifier: Apache-2.0
"""The words that a source is expected to print: Markdown articles in our vocabulary, XHTML chapters, manifests.

An independent small reader. What it knows of the vocabulary (docs and issue 3, design § 4):
  - front matter prints, in this order: surtitre, titre, sous-titre, chapo, auteur (names and roles), then caption and credit of its
    pictures, then lieu; the other keys are metadata;
  - in the body the marks of Markdown are not words: `#`, `>`, list markers, rules, table bars, `:::` lines, {attributes}, link
    targets; a picture prints its caption (`legende` or title) and credit, not its alternative text;
  - the standfirst of an article without front matter stands before its byline and dates;
  - relative dates (« Publié il y a deux heures ») stay off the page;
  - notes print at the end of their article or chapter, in the order of their first call; calls print no word (their numbers
    are generated), nor do notes nobody calls in Markdown;
  - of a manifest `oreilles` (first), the names of `rubriques` and titles of `parties` are printed; the name, the date line and
    the index of sections of a newspaper are generated text;
  - with `notes: fin` the notes of a book of Markdown chapters print after them under « Notes », each chapter's under its title; with
    `notes: chapitre` under « Notes » at the end of each chapter that has some;
  - of a book is printed, around the chapters, what the manifest says of it (docs/guide.fr.md): half-title, title page, copyright,
    dedication, epigraph, colophon. Labels (« ISBN ») and the entries of the printed contents are generated text; the heading of
    the contents is a word of the printed edition only.
"""
import glob, html, os, re, unicodedata
import words_epub

TITLES = [('surtitre', 'kicker'), ('titre', 'title'), ('sous-titre', 'subtitle'), ('chapo', 'standfirst')]


# --- YAML, as far as people write it by hand ------------------------------------------------------------

def scalar (text):
    text = text.strip ()
    if len (text) > 1 and text[0] == text[-1] == "'":
        return text[1:-1].replace ("''", "'")
    if len (text) > 1 and text[0] == text[-1] == '"':
        return re.sub (r'\\(["\\])', r'\1', text[1:-1])
    if text.startswith ('[') and text.endswith (']'):
        return [scalar (item) for item in text[1:-1].split (',') if item.strip ()]
    if text.startswith ('{') and text.endswith ('}'):
        return dict ((k.strip (), scalar (v)) for k, _, v in (pair.partition (':') for pair in text[1:-1].split (',')))
    return re.sub (r'\s+#.*$', '', text)


def indent (line):
    return len (line) - len (line.lstrip (' '))


def yaml_block (lines, i, level):
    """The value whose lines are indented by @level or more. Returns it and the next line's index."""
    if lines[i].lstrip ().startswith ('- ') or lines[i].strip () == '-':
        items = []
        while i < len (lines) and indent (lines[i]) == level and lines[i].lstrip ().startswith ('-'):
            rest = lines[i].lstrip ()[1:]
            inner = level + 1 + (len (rest) - len (rest.lstrip (' ')))
            if re.match (r'[\w-]+:(\s|$)', rest.strip ()):
                lines[i] = ' ' * inner + rest.lstrip ()
                value, i = yaml_block (lines, i, inner)
            else:
                value, i = scalar (rest), i + 1
            items.append (value)
        return items, i
    table = {}
    while i < len (lines) and indent (lines[i]) == level:
        key, _, rest = lines[i].strip ().partition (':')
        rest, i = rest.strip (), i + 1
        nested = i < len (lines) and (indent (lines[i]) > level or (indent (lines[i]) == level and lines[i].lstrip ().startswith ('- ')))
        if rest in ('', '>', '|', '>-', '|-') and nested:
            if rest:
                text, i = continuation (lines, i, level)
                table[key] = text
            else:
                table[key], i = yaml_block (lines, i, indent (lines[i]))
        else:
            text, i = continuation (lines, i, level)
            table[key] = scalar (f'{rest} {text}')
    return table, i


def continuation (lines, i, level):
    texts = []
    while i < len (lines) and indent (lines[i]) > level:
        texts.append (lines[i].strip ())
        i += 1
    return ' '.join (texts), i


def yaml (text):
    lines = [line for line in text.split ('\n') if line.strip () and not line.lstrip ().startswith ('#')]
    return yaml_block (lines, 0, indent (lines[0]))[0] if lines else {}


def as_list (value):
    return value if isinstance (value, list) else [] if value in (None, '') else [value]


def first_of (table, *keys):
    return next ((table[k] for k in keys if k in table), None)


# --- Markdown -------------------------------------------------------------------------------------------

ATTRIBUTES = r'\{[^{}\n]*\}'
PICTURE = re.compile (r'!\[(?:[^\[\]]|\[[^\]]*\])*\]\(\s*(?:<[^>]*>|[^\s()]*(?:\([^()]*\)[^\s()]*)*)(?:\s+(?P<title>"[^"]*"|\'[^\']*\'))?\s*\)'
                      rf'(?P<attributes>{ATTRIBUTES})?')
TARGET = r'\(\s*(?:<[^>]*>|[^\s()]*(?:\([^()]*\)[^\s()]*)*)(?:\s+(?:"[^"]*"|\'[^\']*\'))?\s*\)'
LINK = re.compile (rf'(?<!!)\[(?P<text>(?:[^\[\]]|\[[^\[\]]*\])*)\](?:{TARGET}|\[[^\]]*\])?(?P<attributes>{ATTRIBUTES})?')
CALL = re.compile (r'\[\^([^\]\s]+)\]')
RULE = re.compile (r' {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$')
DELIMITER = re.compile (r'\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$')
CAPTION = re.compile (r'\s*(?:[Tt]able(?:au)?\s*)?:\s+')
RELATIVE = re.compile (r'(publié|mis à jour|modifié|actualisé).{0,20}\b(il y a|hier|aujourd.hui)\b', re.I)


def attribute (attributes, name):
    match = re.search (rf'\b{name}=("[^"]*"|\'[^\']*\'|[^\s}}]+)', attributes or '')
    return match.group (1).strip ('"\'') if match else None


class Markdown:
    def __init__ (self, text):
        self.kept = []     # code spans and escaped characters, by number
        self.calls = []    # names of notes in the order of their first call
        self.notes = {}    # name → lines
        self.out = []
        self.body (self.take_notes (text.split ('\n')))
        self.n_body = len (self.out)  # what follows are notes
        for name in self.calls:  # grows while notes call notes
            if name in self.notes:
                self.body (self.notes.pop (name))

    def take_notes (self, lines):
        rest, i, fence = [], 0, None
        while i < len (lines):
            mark = re.match (r' {0,3}(```+|~~~+)', lines[i])
            if mark:
                fence = None if fence == mark.group (1)[0] else fence or mark.group (1)[0]
            match = None if fence else re.match (r' {0,3}\[\^([^\]\s]+)\]:[ \t]*(.*)$', lines[i])
            i += 1
            if not match:
                rest.append (lines[i - 1])
                continue
            note = [match.group (2)]
            while i < len (lines) and (lines[i].startswith ('    ') or (lines[i].strip () and note[-1].strip ()
                                       and not re.match (r' {0,3}(\[\^|#|>|:::|```)', lines[i]))
                                       or (not lines[i].strip () and i + 1 < len (lines) and lines[i + 1].startswith ('    '))):
                note.append (lines[i][4:] if lines[i].startswith ('    ') else lines[i])
                i += 1
            self.notes.setdefault (match.group (1), note)
        return rest

    def captioned (self, lines):
        """Captions of tables (« : words {#id} » above or under one) before their tables, without marks."""
        blocks, start = [], 0
        for i, line in enumerate ([*lines, '']):
            if not line.strip ():
                blocks += [lines[start:i]] * (i > start) + [['']]
                start = i + 1
        free = {i for i, block in enumerate (blocks) if CAPTION.match (block[0])}
        for i, block in enumerate (blocks):
            if len (block) < 2 or not DELIMITER.match (block[1]) or '-' not in block[1] or '|' not in block[0]:
                continue
            above, under = (next ((k for k in way if blocks[k] != ['']), None) for way in (range (i - 1, -1, -1), range (i + 1, len (blocks))))
            words = [block.pop ()] if len (block) > 2 and '|' not in block[-1] and CAPTION.match (block[-1]) else None
            for k in (above, under):
                if words is None and k in free:
                    free.discard (k)
                    words, blocks[k] = blocks[k], ['']
            if words:
                text = re.sub (r'\s*\{[^{}]*\}\s*$', '', CAPTION.sub ('', '\n'.join (words), count=1))
                blocks[i] = [*text.split ('\n'), '', *block]
        return [line for block in blocks for line in block]

    def body (self, lines):
        paragraph, fence, verse = [], None, []
        lines = self.captioned (lines)
        table = {i for i, line in enumerate (lines) if '|' in line and self.in_table (lines, i)}

        def flush ():
            text = '\n'.join (paragraph)
            paragraph.clear ()
            if text.strip () and not RELATIVE.match (text.strip ()):
                self.out.append (self.inline (text))

        for i, line in enumerate (lines):
            mark = re.match (r' {0,3}(```+|~~~+)', line)
            if mark and (fence is None or mark.group (1)[0] == fence):
                flush ()
                fence = None if fence else mark.group (1)[0]
            elif fence:
                self.out.append (line)
            elif re.match (r' {0,3}:{3,}', line):
                flush ()
                if line.strip (' :'):
                    verse.append (bool (re.search (r'\bpoeme\b|\bverse?\b', line)))
                elif verse:
                    verse.pop ()
            elif not line.strip () or re.match (r' {0,3}(=+|-+)\s*$', line) or (RULE.match (line) and not any (verse)) \
                    or (DELIMITER.match (line) and i in table) or re.match (r' {0,3}\[[^\]^]+\]:\s+\S+', line):
                flush ()
            elif any (verse):
                paragraph.append (line)
            else:
                starts, line = self.block_marks (line)
                if starts:
                    flush ()
                paragraph.append (re.sub (r'(?<!\\)\|', '\n', line) if i in table else line)
                if starts == '#':
                    flush ()
        flush ()

    @staticmethod
    def in_table (lines, i):
        """Whether the block of lines around @i has a row of dashes as its second line."""
        while i > 0 and '|' in lines[i - 1]:
            i -= 1
        return i + 1 < len (lines) and bool (DELIMITER.match (lines[i + 1])) and '-' in lines[i + 1]

    @staticmethod
    def block_marks (line):
        starts = ''
        while True:
            match = re.match (r'\s*(>|[-*+](?=\s)|\d{1,9}[.)](?=\s))[ \t]?', line)
            if match:
                starts, line = match.group (1)[0], line[match.end ():]
                continue
            match = re.match (r' {0,3}#{1,6}(\s+|$)', line)
            if match:
                line = re.sub (r'\s+#+\s*$', '', line[match.end ():])
                return '#', re.sub (rf'\s*{ATTRIBUTES}\s*$', '', line)
            return starts, line

    def keep (self, text):
        self.kept.append (text)
        return f'\ue000{len (self.kept) - 1}\ue001'

    def call (self, match):
        if match.group (1) not in self.notes and match.group (1) not in self.calls:
            return match.group (0)
        if match.group (1) not in self.calls:
            self.calls.append (match.group (1))
        return ''

    @staticmethod
    def caption (match):
        title = (match.group ('title') or '').strip ('"\'')
        legend = attribute (match.group ('attributes'), 'legende') or attribute (match.group ('attributes'), 'caption') or title
        return f" {legend} {attribute (match.group ('attributes'), 'credit') or ''} "

    def inline (self, text):
        text = re.sub (r'(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)', lambda m: self.keep (re.sub (r'\s+', ' ', m.group (2)).strip ()), text, flags=re.S)
        text = re.sub (r'\\([!-/:-@\[-`{-~])', lambda m: self.keep (m.group (1)), text)
        text = re.sub (r'\\\n|<!--.*?-->', '\n', text, flags=re.S)
        text = re.sub (r'<((?:https?|mailto):[^<>\s]*|[^<>\s@]+@[^<>\s@]+)>', r'\1', text)
        text = re.sub (r'<br\s*/?>', '\n', text)
        text = re.sub (r'</?[A-Za-z][^<>]*>', '', text)
        text = PICTURE.sub (self.caption, text)
        text = CALL.sub (self.call, text)
        for _ in range (4):
            text = LINK.sub (lambda m: m.group ('text') if m.group (0) != f"[{m.group ('text')}]"
                             else self.keep ('[') + m.group ('text') + self.keep (']'), text)
        text = re.sub (r'(?<=\S)\*+|\*+(?=\S)', '', text)
        text = re.sub (r'(?<!\w)_+(?=\S)|(?<=\S)_+(?!\w)', '', text)
        text = text.replace ('~~', '')
        text = html.unescape (text)
        return re.sub ('\ue000(\\d+)\ue001', lambda m: self.kept[int (m.group (1))], text)


def signed (person):
    if not isinstance (person, dict):
        return str (person)
    role = str (person.get ('role') or '')
    printed = role and not re.fullmatch (r'[a-z]{3}|auteure?|autrice|author', role)
    return f"{first_of (person, 'nom', 'name')}{', ' + role if printed else ''}"


def front_words (front):
    words = [str (first_of (front, *keys) or '') for keys in TITLES]
    people = [signed (p) for p in as_list (first_of (front, 'auteur', 'author'))]
    comma = len (people) > 1 and ', ' in people[-2]
    words.append (', '.join (people[:-1]) + (', et ' if comma else ' et ') * (len (people) > 1) + ''.join (people[-1:]))
    for picture in as_list (front.get ('image')) + as_list (front.get ('images')):
        if isinstance (picture, dict):
            words += [str (first_of (picture, *keys) or '') for keys in (('legende', 'légende', 'caption'), ('credit', 'crédit'))]
    words.append (str (first_of (front, 'lieu', 'dateline') or ''))
    return [Markdown (w).out[0] if w.strip () else '' for w in words]


HEAD = re.compile (r'\s*(Par|De notre|Propos recueillis|Publié|Mis à jour)\b')
CREDITED = re.compile (r'(?:©|/ ?(?:AFP|AP|REUTERS|DR)\b|\bREUTERS/|\((?:Photo|Gravure|Dessin|Illustration|Infographie)\b|\((?:AFP|DR)\))[^.\n]*\s*$')


def before_standfirst (block):
    """A byline, a date, a picture or its caption with a credit: what may stand between a title and its standfirst."""
    return HEAD.match (block) or PICTURE.match (block.strip ()) or CREDITED.search (block)


def newsroom_order (text):
    """A pasted article has its byline and dates before its standfirst; the edition puts the standfirst first (design § 4.2)."""
    blocks = re.split (r'\n[ \t]*\n', text)
    title = next ((i for i, block in enumerate (blocks) if re.match (r'# ', block.lstrip ('\n'))), None)
    if title is None:
        return text
    end = title + 1
    while end < len (blocks) and before_standfirst (blocks[end]):
        end += 1
    if end > title + 1 and end < len (blocks) and re.match (r'\n*## ', blocks[end]):
        blocks.insert (title + 1, blocks.pop (end))
    return '\n\n'.join (blocks)


def markdown_text (text, notes=None):
    """@notes: False, without its notes; True, these alone."""
    text = text.lstrip ('\ufeff').replace ('\r\n', '\n')
    match = re.match (r'---[ \t]*\n(.*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|$)', text, re.S)
    front = yaml (match.group (1) or '') if match and re.match (r'\s*(#.*\n\s*)*[\w-]+:(\s|$)', match.group (1) or '') else None
    parts = front_words (front) if front else []
    body = Markdown (text[match.end ():] if front is not None else newsroom_order (text))
    if notes is not None:
        return '\n'.join (body.out[body.n_body:] if notes else parts + body.out[:body.n_body])
    return '\n'.join (parts + body.out)


# --- Files ----------------------------------------------------------------------------------------------

def manifest_parts (folder, node):
    """(kind, value) in the order of printing: words, or files."""
    for ear in as_list (first_of (node, 'oreilles', 'ears')):
        yield 'words', '\n'.join (str (first_of (ear, *keys) or '') for keys in (('surtitre', 'kicker'), ('titre', 'title'), ('texte', 'text')))
    for key, value in sorted (node.items (), key=lambda item: item[0] == 'publicites'):
        if key == 'publicites':
            for ad in as_list (value):
                yield 'words', '\n'.join (['publicité', str (ad.get ('titre') or '')] + [str (line) for line in as_list (ad.get ('texte'))])
        elif key in ('chapitres', 'chapters', 'articles', 'une', 'front-page'):
            for pattern in (first_of (entry, 'article') if isinstance (entry, dict) else entry for entry in as_list (value)):
                found = sorted (glob.glob (os.path.join (glob.escape (folder), pattern)))
                yield from (('file', name) for name in found or [os.path.join (folder, pattern)])
        elif key in ('zones', 'areas'):
            for zone in value.values ():
                entry = zone if isinstance (zone, dict) else {'article': zone}
                ad = first_of (entry, 'publicite', 'advertisement', 'ad')
                if first_of (entry, 'article'):
                    yield 'file', os.path.join (folder, first_of (entry, 'article'))
                elif ad:
                    yield from manifest_parts (folder, {'publicites': [ad]})
        elif key in ('rubriques', 'sections', 'parties', 'parts', 'pages'):
            for part in as_list (value):
                yield 'words', str (first_of (part, 'nom', 'name', 'titre', 'title') or '')
                yield from manifest_parts (folder, part)


# --- Around the chapters of a book ------------------------------------------------------------------------

def fold_key (key):
    key = unicodedata.normalize ('NFD', key.lower ())
    key = ''.join (c for c in key if not unicodedata.combining (c)).replace ('œ', 'oe')
    return re.sub (r"[\s_'’]", '-', key.strip ())


class Book:
    """What a manifest says of its book, in the order of its pages."""

    def __init__ (self, manifest, files):
        self.values = {fold_key (k): v for k, v in manifest.items ()}
        self.files, self.n_titles = files, 0  # parts and chapters that a contents would list
        self.french = str (self.get ('langue', 'lang') or 'fr').lower ().startswith ('fr')
        heads = ' '.join (open (f, encoding='utf-8-sig').read () for f in files[:6] if f.endswith ('html'))
        self.types = set (' '.join (re.findall (r'epub:type="([^"]*)"', heads)).split ())
        self.own = 'titlepage' in self.types or self.first_is_title_page ()

    def get (self, *names):
        return first_of (self.values, *names)

    def text (self, *names):
        value = self.get (*names)
        return ' '.join (str (v) for v in as_list (value)) if value is not None else ''

    def first_is_title_page (self):
        if not self.files or not self.text ('titre', 'title'):
            return False
        first = ' '.join (read (self.files[0]).split ())
        return len (first.encode ()) <= 400 and self.text ('titre', 'title').casefold () in first.casefold ()

    def wants (self, otherwise, *names):
        said = self.text (*names).lower ()
        return otherwise if not said else said in ('oui', 'yes', 'true')

    def people (self):
        """(name as spoken, role), the translator last."""
        for person in as_list (self.get ('auteur', 'author', 'auteurs', 'authors')):
            name, role = (first_of (person, 'nom', 'name'), person.get ('role')) if isinstance (person, dict) else (person, None)
            last, comma, first = str (name).partition (',')
            yield (f'{first.strip ()} {last}' if comma and ',' not in first and first.strip () else str (name)), role
        if self.text ('traducteur', 'translator', 'traductrice'):
            yield self.text ('traducteur', 'translator', 'traductrice'), 'traducteur'

    def same_author (self):
        works = as_list (self.get ('du-meme-auteur', 'by-the-same-author', 'de-la-meme-autrice'))
        return ['Du même auteur' if self.french else 'By the same author'] + works if works else []

    def epigraphs (self):
        value = self.get ('epigraphe', 'epigraph', 'epigraphes', 'epigraphs')
        for entry in as_list (value):
            if not isinstance (entry, dict):
                yield entry
                continue
            author, work = first_of (entry, 'auteur', 'author'), first_of (entry, 'oeuvre', 'œuvre', 'titre', 'title', 'work')
            yield from as_list (first_of (entry, 'texte', 'text'))
            yield ', '.join (x for x in (author, work) if x)

    def title_page (self):
        people = list (self.people ())
        author = lambda role: not role or role in ('auteur', 'autrice', 'author', 'aut')
        place = [x for x in (self.text ('lieu', 'place', 'lieu-d-edition'), self.text ('annee', 'year')) if x]
        return [name for name, role in people if author (role)] + [self.text ('titre', 'title'), self.text ('sous-titre', 'subtitle'),
                self.text ('genre')] + [name for name, role in people if not author (role)] + \
            [self.text ('collection', 'series'), self.text ('editeur', 'publisher'), ', '.join (place)]

    def copyright (self):
        publisher, rights = self.text ('editeur', 'publisher'), self.text ('droits', 'rights')
        holder = [x for x in (publisher, self.text ('annee', 'year')) if x]
        place = [x for x in (publisher, self.text ('lieu', 'place', 'lieu-d-edition')) if x]
        return [self.text ('titre-original', 'original-title'), rights, '' if rights or not publisher else ', '.join (holder),
                self.text ('edition'), ', '.join (place) if publisher and (rights or len (place) > 1) else '', self.text ('isbn'), self.text ('issn'),
                self.text ('depot-legal', 'legal-deposit')]

    def pages (self, paged):
        """(words before the chapters, words after them)."""
        front, back = [], []
        publisher, title = self.text ('editeur', 'publisher'), self.text ('titre', 'title')
        half = title and not self.own and self.wants (bool (publisher or self.same_author ()), 'faux-titre', 'half-title')
        if half:
            front += [title] + self.same_author ()
        if title and not self.own and self.wants (bool (publisher or list (self.people ())), 'page-de-titre', 'title-page'):
            front += self.title_page ()
        if any (self.text (*k) for k in (('droits', 'rights'), ('isbn',), ('depot-legal', 'legal-deposit'),
                                         ('titre-original', 'original-title'))) \
                and 'copyright-page' not in self.types and self.wants (True, 'page-de-copyright', 'copyright-page'):
            front += self.copyright ()
        if 'dedication' not in self.types:
            front += as_list (self.get ('dedicace', 'dedication'))
        if 'epigraph' not in self.types:
            front += self.epigraphs ()
        for names, french, english in ((('table-des-figures', 'list-of-figures'), 'Table des figures', 'List of figures'),
                                       (('table-des-tableaux', 'list-of-tables'), 'Table des tableaux', 'List of tables')):
            asked = fold_key (self.text (*names))
            if paged and asked and asked not in ('non', 'no', 'false', 'aucune'):
                (front if asked in ('debut', 'front', 'tete') else back).append (french if self.french else english)
        where = fold_key (self.text ('table', 'contents', 'table-des-matieres') or 'fin')
        if paged and where not in ('non', 'no', 'false', 'aucune') and self.n_titles > 1 and 'toc' not in self.types:
            (front if where in ('debut', 'front', 'tete') else back).append ('Table' if self.french else 'Contents')
        if not half:
            back += self.same_author ()
        back += as_list (self.get ('colophon', 'acheve-d-imprimer')) + as_list (self.get ('imprimeur', 'printer'))
        plain = lambda items: '\n'.join (Markdown (str (w)).out[0] for w in items if str (w).strip ())
        return plain (front), plain (back)


def title_of (path, book):
    """What a chapter is called in the contents; '' when it is not in it."""
    with open (path, encoding='utf-8-sig') as file:
        text = file.read ()
    if path.endswith (('.xhtml', '.html', '.htm', '.xml')):
        heading = re.search (r'<(h[1-6])[ >].*?</\1>', text, re.S)
        if heading and re.sub (r'<[^>]*>', '', heading.group (0)).strip ():
            return re.sub (r'<[^>]*>', '', heading.group (0)).strip ()
        title = re.search (r'<title>([^<]*[^<\s])', text)
        return title.group (1) if title and title.group (1).strip ().lower () != book.lower () else ''
    title = re.search (r'^#{1,6}\s+(.*)|\A---\s.*?^titre\s*:(.*?)$', text, re.M | re.S)
    return (title.group (1) or title.group (2)).strip ().split ('\n')[0] if title else ''


def notes_of (path):
    with open (path, encoding='utf-8-sig') as file:
        return markdown_text (file.read (), notes=True) if path.endswith ('.md') else ''


def chapter_text (path, placed):
    notes = notes_of (path) if placed in ('fin', 'chapitre') else ''
    if not notes:
        return read (path)
    with open (path, encoding='utf-8-sig') as file:
        body = markdown_text (file.read (), notes=False)
    return body if placed == 'fin' else f'{body}\nNotes\n{notes}'


def manifest_text (path, text, paged):
    manifest = yaml (text)
    parts = list (manifest_parts (os.path.dirname (path), manifest))
    placed = fold_key (str (first_of (manifest, 'notes') or ''))
    words = [value if kind == 'words' else chapter_text (value, placed) for kind, value in parts]
    if not any (k in manifest for k in ('articles', 'rubriques', 'sections', 'une', 'front-page', 'pages')):
        files = [value for kind, value in parts if kind == 'file']
        book = Book (manifest, files)
        titles = [title_of (f, book.text ('titre', 'title')) for f in files] + [v for kind, v in parts if kind == 'words']
        named = [t for t in titles if re.search (r'[^\W\dIVXLCDM_]', t)]
        book.n_titles = len ([t for t in titles if t] if book.text ('table', 'contents', 'table-des-matieres') else named)
        front, back = book.pages (paged)
        if placed == 'fin':
            noted = [(title_of (f, ''), notes_of (f)) for f in files]
            back = '\n'.join (['Notes'] * any (n for _, n in noted) + [f'{t}\n{n}' for t, n in noted if n] + [back])
        own = 1 if book.own else 0  # the book's own title page stays the first
        words = words[:own] + [front] + words[own:] + [back]
    return '\n'.join (words)


def optional (path):
    """Texts of the paragraphs that a page placed by hand may leave out, whole (`::: coupable`): print only."""
    if not path.endswith (('.yaml', '.yml')):
        return []
    with open (path, encoding='utf-8-sig') as file:
        parts = list (manifest_parts (os.path.dirname (path), yaml (file.read ())))
    found = []
    for kind, name in parts:
        if kind == 'file' and name.endswith ('.md'):
            with open (name, encoding='utf-8-sig') as file:
                found += re.findall (r'^::: *coupable *\n(.*?)\n:::$', file.read (), re.M | re.S)
    return [markdown_text (text) for text in found]


def read (path, paged=False):
    """The words of @path; @paged: of its printed edition."""
    if os.path.isdir (path):
        for name in ('book.yaml', 'livre.yaml', 'edition.yaml', 'manifeste.yaml'):
            if os.path.exists (os.path.join (path, name)):
                return read (os.path.join (path, name), paged)
        return '\n'.join (read (os.path.join (path, n)) for n in sorted (os.listdir (path))
                          if n.endswith (('.xhtml', '.html', '.md')))
    with open (path, encoding='utf-8-sig') as file:
        text = file.read ()
    if path.endswith (('.yaml', '.yml')):
        return manifest_text (path, text, paged)
    if path.endswith (('.xhtml', '.html', '.htm', '.xml')):
        return words_epub.xhtml_text (text, notes_last=True)
    return markdown_text (text)
