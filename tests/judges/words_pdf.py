# SPDX-License-Identifier: Apache-2.0
"""The text of a PDF as an assistive reader gets it: through the structure tree, then the marked content it names.

Objects come from `qpdf --json`; content streams, fonts' ToUnicode maps and the tree are read here, with no code of marbre.

Rules
  - text of a structure element is the text of its kids in the order of /K; an element's own /ActualText replaces it;
  - marked content with /ActualText counts as that text (U+00AD: a hyphen that the line end made);
  - artifacts are left out;
  - *generated* text is left out: elements of type Lbl, Reference (a note call), TOC, TOCI or Index, or of type Artifact, and elements whose class /C or title
    /T is `generated` (also `mb-generated`), with all that is below them; but the Lbl of a list without ListNumbering holds the
    author's words (ISO 32000-1, table 347: "None … arbitrary text"): the terms of a list of definitions;
  - a block-level element is a word boundary before and after itself; an inline one (Span, Link, Em…) is not;
  - what a page shows outside of artifacts and outside of the tree is a fault, listed in `faults`.
"""
import base64, json, os, re, subprocess, tempfile

INLINE = {'Span', 'Link', 'Em', 'Strong', 'Quote', 'Code', 'Reference', 'Lbl', 'Sub', 'Annot', 'Ruby', 'RB', 'RT', 'RP',
          'Warichu', 'WT', 'WP', 'BibEntry', 'NonStruct', 'Private'}
GENERATED_TYPES = {'Lbl', 'Reference', 'TOC', 'TOCI', 'Index', 'Artifact'}
GENERATED_NAMES = {'generated', 'mb-generated'}


class File:
    """Objects by reference ("12 0 R"), streams decoded on demand."""

    def __init__ (self, path):
        self.path = path
        items = self.qpdf ('--json-stream-data=none')
        self.objects = {key[4:]: value for key, value in items.items () if key.startswith ('obj:')}
        self.trailer = items['trailer']['value']
        self.data = {}

    def qpdf (self, *options):
        with tempfile.NamedTemporaryFile ('w', suffix='.args') as arguments:
            arguments.write ('\n'.join (['--json=2', '--json-key=qpdf', '--decode-level=generalized', *options, self.path]))
            arguments.flush ()
            run = subprocess.run (['qpdf', '@' + arguments.name], capture_output=True)
        if run.returncode not in (0, 3):
            raise SystemExit (f'qpdf: {self.path}: {run.stderr.decode (errors="replace")}')
        return json.loads (run.stdout)['qpdf'][1]

    def get (self, value):
        seen = 0
        while isinstance (value, str) and re.fullmatch (r'\d+ \d+ R', value) and seen < 100:
            holder = self.objects.get (value, {})
            value = holder['stream']['dict'] if 'stream' in holder else holder.get ('value')
            seen += 1
        return value

    def load (self, references):
        wanted = [r for r in references if r not in self.data and 'stream' in self.objects.get (r, {})]
        if not wanted:
            return
        items = self.qpdf ('--json-stream-data=inline', *(f"--json-object={r.split ()[0]},{r.split ()[1]}" for r in wanted))
        for reference in wanted:
            self.data[reference] = base64.b64decode (items['obj:' + reference]['stream']['data'])

    def stream (self, reference):
        self.load ([reference])
        return self.data.get (reference, b'')


def text_string (value):
    """A text string of qpdf's JSON."""
    if not isinstance (value, str):
        return None
    if value.startswith ('u:'):
        return value[2:]
    if value.startswith ('b:'):
        return decode_text (bytes.fromhex (value[2:]))
    return value


def decode_text (raw):
    if raw.startswith (b'\xfe\xff'):
        return raw[2:].decode ('utf-16-be', 'replace')
    if raw.startswith (b'\xef\xbb\xbf'):
        return raw[3:].decode ('utf-8', 'replace')
    return raw.decode ('latin-1')


# --- Content streams: tokens --------------------------------------------------------------------------

TOKEN = re.compile (rb'''[\0\t\n\f\r ]+ | %[^\r\n]*
  | (?P<number>[+-]?(?:\d+\.?\d*|\.\d+)(?=[\0\t\n\f\r ()<>\[\]/%]|$))
  | (?P<name>/[^\0\t\n\f\r ()<>\[\]{}/%]*)
  | (?P<string>\((?:[^()\\]|\\.)*\))
  | (?P<open>\()
  | (?P<hex><[0-9A-Fa-f\0\t\n\f\r ]*>)
  | (?P<mark><<|>>|\[|\])
  | (?P<word>[^\0\t\n\f\r ()<>\[\]{}/%]+)
  | (?P<other>.)''', re.X | re.S)
ESCAPE = re.compile (rb'\\([0-7]{1,3}|\r\n|.)', re.S)
ESCAPES = {b'n': b'\n', b'r': b'\r', b't': b'\t', b'b': b'\b', b'f': b'\f', b'\n': b'', b'\r': b'', b'\r\n': b''}


def unescape (raw):
    def one (match):
        e = match.group (1)
        return bytes ([int (e, 8) & 255]) if e[:1] in b'01234567' else ESCAPES.get (e, e)
    return ESCAPE.sub (one, raw)


def nested_string (data, start):
    depth, i = 0, start
    while i < len (data):
        c = data[i:i + 1]
        i += 2 if c == b'\\' else 1
        depth += (c == b'(') - (c == b')')
        if depth == 0:
            break
    return data[start + 1:i - 1], i


def operations (data):
    """(operator, operands) of a content stream or a CMap. Strings are bytes, names str, dictionaries dict."""
    operands, stack, i = [], [], 0
    while i < len (data):
        match = TOKEN.match (data, i)
        i, kind = match.end (), match.lastgroup
        if kind is None or kind == 'other':
            continue
        raw = match.group ()
        if kind == 'number':
            operands.append (float (raw))
        elif kind == 'name':
            operands.append (re.sub (rb'#([0-9A-Fa-f]{2})', lambda m: bytes ([int (m.group (1), 16)]), raw).decode ('latin-1'))
        elif kind == 'string':
            operands.append (unescape (raw[1:-1]))
        elif kind == 'open':
            raw, i = nested_string (data, match.start ())
            operands.append (unescape (raw))
        elif kind == 'hex':
            digits = re.sub (rb'[^0-9A-Fa-f]', b'', raw)
            operands.append (bytes.fromhex ((digits + b'0' * (len (digits) % 2)).decode ()))
        elif raw in (b'[', b'<<'):
            stack.append (operands)
            operands = []
        elif raw in (b']', b'>>'):
            inner = operands
            operands = stack.pop () if stack else []
            operands.append (inner if raw == b']' else dict (zip (inner[::2], inner[1::2])))
        elif raw == b'ID':
            end = re.compile (rb'[\0\t\n\f\r ]EI(?=[\0\t\n\f\r ]|$)').search (data, i)
            operands, i = [], end.end () if end else len (data)
        elif raw in (b'true', b'false', b'null'):
            operands.append (raw.decode ())
        else:
            yield raw.decode ('latin-1'), operands
            operands = []


# --- Fonts --------------------------------------------------------------------------------------------

GLYPHS = {'space': ' ', 'hyphen': '-', 'quoteright': '’', 'quotesingle': "'", 'guillemotleft': '«', 'guillemotright': '»',
          'eacute': 'é', 'egrave': 'è', 'ecircumflex': 'ê', 'agrave': 'à', 'ccedilla': 'ç', 'period': '.', 'comma': ',',
          'colon': ':', 'semicolon': ';', 'exclam': '!', 'question': '?', 'endash': '–', 'emdash': '—', 'ellipsis': '…',
          'fi': 'fi', 'fl': 'fl', 'ff': 'ff', 'ffi': 'ffi', 'ffl': 'ffl', 'oe': 'œ', 'OE': 'Œ', 'parenleft': '(', 'parenright': ')'}


def glyph_text (name):
    name = name.lstrip ('/').split ('.')[0]
    match = re.fullmatch (r'uni([0-9A-F]{4})|u([0-9A-F]{4,6})', name)
    if match:
        return chr (int (match.group (1) or match.group (2), 16))
    return name if len (name) == 1 else GLYPHS.get (name, '\ufffd')


def utf16 (raw):
    return raw.decode ('utf-16-be', 'replace')


def read_cmap (data):
    table = {}
    for operator, operands in operations (data):
        if operator == 'endbfchar':
            for code, text in zip (operands[::2], operands[1::2]):
                table[int.from_bytes (code, 'big')] = utf16 (text)
        elif operator == 'endbfrange':
            for low, high, text in zip (operands[::3], operands[1::3], operands[2::3]):
                first = int.from_bytes (low, 'big')
                for k in range (min (int.from_bytes (high, 'big') - first + 1, 65536)):
                    if isinstance (text, list):
                        table[first + k] = utf16 (text[k]) if k < len (text) else '\ufffd'
                    else:
                        table[first + k] = utf16 (text[:-1] + bytes ([(text[-1] + k) & 255]))
    return table


class Font:
    def __init__ (self, file, reference):
        font = file.get (reference) or {}
        self.size = 2 if font.get ('/Subtype') == '/Type0' else 1
        self.table = read_cmap (file.stream (font['/ToUnicode'])) if '/ToUnicode' in font else {}
        if self.size == 1:
            self.fill_simple (file.get (font.get ('/Encoding')), file)

    def fill_simple (self, encoding, file):
        named, code = {}, 0
        if isinstance (encoding, dict):
            for item in file.get (encoding.get ('/Differences')) or []:
                if isinstance (item, str):
                    named[code] = glyph_text (item)
                    code += 1
                else:
                    code = int (item)
        for code in range (256):
            usual = bytes ([code]).decode ('cp1252', 'replace')
            self.table.setdefault (code, named.get (code, usual))

    def decode (self, raw):
        codes = (int.from_bytes (raw[i:i + self.size], 'big') for i in range (0, len (raw), self.size))
        return ''.join (self.table.get (code, '\ufffd') for code in codes)


# --- A page -------------------------------------------------------------------------------------------

class Page:
    """Text by marked-content id, artifacts, and what is in neither."""

    def __init__ (self, reference):
        self.reference = reference
        self.form = None     # the form whose stream is read, or None for the page's own
        self.marked = {}     # (form, mcid) → text
        self.flow = []       # (text, whether it is of an artifact, mcid or None), in the order of the stream
        self.loose = ''
        self.stack = []      # open marked content: dict (mcid, artifact, actual)

    def text (self, artifacts=True):
        return ''.join (text for text, artifact, _ in self.flow if artifacts or not artifact)

    def real (self, mcids, inside):
        """Text of marked content that is in the set @mcids, or in none of it."""
        return ''.join (text for text, artifact, mcid in self.flow if not artifact and (mcid in mcids) == inside)


class Interpreter:
    def __init__ (self, file):
        self.file, self.fonts = file, {}

    def font (self, resources, name):
        reference = (self.file.get ((self.file.get (resources) or {}).get ('/Font')) or {}).get (name)
        key = reference if isinstance (reference, str) else id (reference)
        if key not in self.fonts:
            self.fonts[key] = Font (self.file, reference)
        return self.fonts[key]

    def properties (self, resources, operand):
        if isinstance (operand, dict):
            return operand
        table = self.file.get ((self.file.get (resources) or {}).get ('/Properties')) or {}
        found = dict (self.file.get (table.get (operand)) or {})
        if '/ActualText' in found:
            found['/ActualText'] = text_string (found['/ActualText'])
        return found

    def begin (self, page, tag, properties):
        actual = properties.get ('/ActualText')
        if isinstance (actual, bytes):
            actual = decode_text (actual)
        mcid = properties.get ('/MCID')
        page.stack.append ({'mcid': None if mcid is None else (page.form, int (mcid)), 'artifact': tag == '/Artifact', 'actual': actual})
        if actual is not None and not any (e['actual'] is not None for e in page.stack[:-1]):
            self.place (page, actual)

    def show (self, page, text):
        if not any (e['actual'] is not None for e in page.stack):
            self.place (page, text)

    @staticmethod
    def place (page, text):
        artifact = any (e['artifact'] for e in page.stack)
        mcids = [e['mcid'] for e in page.stack if e['mcid'] is not None]
        mcid = mcids[-1] if mcids and not artifact else None
        page.flow.append ((text, artifact, mcid))
        if mcid is not None:
            page.marked[mcid] = page.marked.get (mcid, '') + text
        elif not artifact:
            page.loose += text

    def run (self, page, data, resources, depth=0):
        font, saved = None, []
        for operator, operands in operations (data):
            if operator == 'Tf' and operands:
                font = self.font (resources, operands[0])
            elif operator in ('Tj', "'", '"') and operands and font:
                self.show (page, font.decode (operands[-1]))
            elif operator == 'TJ' and operands and font:
                self.show (page, ''.join (font.decode (s) for s in operands[0] if isinstance (s, bytes)))
            elif operator in ('BDC', 'BMC') and operands:
                self.begin (page, operands[0], self.properties (resources, operands[1]) if len (operands) > 1 else {})
            elif operator == 'EMC' and page.stack:
                page.stack.pop ()
            elif operator == 'q':
                saved.append (font)
            elif operator == 'Q' and saved:
                font = saved.pop ()
            elif operator == 'Do' and operands and depth < 16:
                self.run_form (page, operands[0], resources, depth)

    def run_form (self, page, name, resources, depth):
        objects = self.file.get ((self.file.get (resources) or {}).get ('/XObject')) or {}
        form = self.file.get (objects.get (name)) or {}
        if form.get ('/Subtype') == '/Form':
            outer, page.form = page.form, objects[name]
            self.run (page, self.file.stream (objects[name]), form.get ('/Resources', resources), depth + 1)
            page.form = outer


class Document:
    def __init__ (self, path):
        self.file = File (path)
        self.root = self.file.get (self.file.trailer['/Root'])
        self.pages = self.read_pages ()
        self.by_reference = {page.reference: page for page in self.pages}
        self.faults = []
        self.used = set ()
        tree = self.file.get (self.root.get ('/StructTreeRoot')) or {}
        self.roles = self.file.get (tree.get ('/RoleMap')) or {}
        self.lists = []  # whether each list or note around numbers its labels, the nearest last
        self.text, self.whole = [], []  # pieces: without and with generated text
        self.notes, self.depth = [], 0  # the part of whole that is in notes; notes around
        self.noted = {page.reference: set () for page in self.pages}  # marked content of notes
        self.walk (tree.get ('/K'), None, False, 0)
        self.check_coverage ()

    # pages

    def page_references (self):
        found, waiting = [], [(self.root.get ('/Pages'), None)]
        while waiting:
            reference, resources = waiting.pop ()
            node = self.file.get (reference) or {}
            resources = node.get ('/Resources', resources)
            if '/Kids' in node:
                waiting += [(kid, resources) for kid in reversed (self.file.get (node['/Kids']))]
            else:
                found.append ((reference, node, resources))
        return found

    def read_pages (self):
        pages, interpreter, listed = [], Interpreter (self.file), self.page_references ()
        contents = []
        for _, node, _ in listed:
            value = node.get ('/Contents')
            target = self.file.get (value)
            contents.append (target if isinstance (target, list) else [value] if value else [])
        maps = [v['/ToUnicode'] for v in map (self.file.get, self.file.objects) if isinstance (v, dict) and '/ToUnicode' in v]
        self.file.load (dict.fromkeys (maps + [c for list_ in contents for c in list_]))
        for (reference, node, resources), streams in zip (listed, contents):
            page = Page (reference)
            interpreter.run (page, b'\n'.join (self.file.stream (s) for s in streams), resources)
            pages.append (page)
        return pages

    # the tree

    def is_generated (self, element, kind):
        classes = self.file.get (element.get ('/C'))
        names = classes if isinstance (classes, list) else [classes]
        names = {n.lstrip ('/') for n in names if isinstance (n, str)}
        if kind == 'Lbl' and self.lists and not self.lists[-1]:
            kind = 'P'
        return kind in GENERATED_TYPES or bool ((names | {text_string (element.get ('/T'))}) & GENERATED_NAMES)

    def numbers_labels (self, element):
        attributes = self.file.get (element.get ('/A'))
        owners = [self.file.get (a) for a in (attributes if isinstance (attributes, list) else [attributes])]
        return any (isinstance (a, dict) and a.get ('/ListNumbering', '/None') != '/None' for a in owners)

    def add (self, text, generated):
        (self.notes if self.depth else self.whole).append (text)
        if not generated:
            self.text.append (text)

    def content (self, mcid, page_reference, generated, form=None):
        page = self.by_reference.get (page_reference)
        if not page:
            self.faults.append (f'content {mcid} of a page that is not there')
            return
        mcid = (form, int (mcid))
        key = (page_reference, mcid)
        if key in self.used:
            self.faults.append (f'content {mcid[1]} of page {self.pages.index (page) + 1} is named twice')
        self.used.add (key)
        if self.depth:
            self.noted[page_reference].add (mcid)
        self.add (page.marked.get (mcid, ''), generated)

    def walk (self, kids, page, generated, depth):
        kids = self.file.get (kids) if isinstance (kids, str) else kids
        for kid in kids if isinstance (kids, list) else [kids]:
            value = self.file.get (kid)
            if isinstance (value, (int, float)):
                self.content (value, page, generated)
            elif not isinstance (value, dict) or value.get ('/Type') == '/OBJR':
                continue
            elif '/MCID' in value:
                self.content (value['/MCID'], value.get ('/Pg', page), generated, value.get ('/Stm'))
            elif depth < 200:
                self.element (value, value.get ('/Pg', page), generated, depth)

    def element (self, element, page, generated, depth):
        kind = (element.get ('/S') or '').lstrip ('/')
        for _ in range (8):
            kind = self.roles.get ('/' + kind, kind).lstrip ('/')
        generated = generated or self.is_generated (element, kind)
        edge = '' if kind in INLINE and (generated or kind != 'Lbl') else '\n'
        self.add (edge, False)
        self.depth += kind == 'Note'
        if kind in ('L', 'Note'):
            self.lists.append (kind == 'Note' or self.numbers_labels (element))
        actual = text_string (element.get ('/ActualText'))
        if actual is None:
            self.walk (element.get ('/K'), page, generated, depth + 1)
        else:
            kept = self.text, self.whole, self.notes
            self.text, self.whole, self.notes = [], [], []
            self.walk (element.get ('/K'), page, generated, depth + 1)
            self.text, self.whole, self.notes = kept
            self.add (actual, generated)
        if kind in ('L', 'Note'):
            self.lists.pop ()
        self.depth -= kind == 'Note'
        self.add (edge, False)

    def check_coverage (self):
        for number, page in enumerate (self.pages, 1):
            if page.loose.strip (' \u00ad'):
                self.faults.append (f'page {number}: text outside of the tree and of artifacts: {page.loose.strip ()[:60]!r}')
            for mcid, text in page.marked.items ():
                if (page.reference, mcid) not in self.used and text.strip ():
                    self.faults.append (f'page {number}: content {mcid[1]} is in no structure element: {text.strip ()[:60]!r}')


def read (path):
    return Document (os.path.abspath (path))
