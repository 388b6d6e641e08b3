# SPDX-License-Identifier: Apache-2.0
"""The words of an EPUB (spine order) and of XHTML in general.

Left out: head, scripts, the navigation document, elements of class `mb-generated` or `generated`, page breaks, note calls
(their numbers are generated), links back from notes and the index of a book, made from words that stand in its text. `br` and the edges of block elements are word boundaries."""
import posixpath, re, zipfile
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from urllib.parse import unquote

INLINE = set ('a abbr b bdi bdo cite code data del dfn em font i ins kbd mark q rb rp rt ruby s samp small span strike strong sub '
              'sup time tt u var wbr acronym big label'.split ())
VOID = set ('area base br col embed hr img input link meta source track wbr'.split ())
SILENT = set ('head script style template title svg math'.split ())
LEFT_OUT = {'pagebreak', 'noteref', 'doc-pagebreak', 'doc-noteref', 'doc-backlink', 'backlink', 'doc-index'}
GENERATED = {'mb-generated', 'generated'}


class Reader (HTMLParser):
    """Collects text; notes (asides) apart when @notes_last."""

    def __init__ (self, notes_last=False):
        super ().__init__ (convert_charrefs=True)
        self.notes_last = notes_last
        self.out, self.notes = [], []
        self.open = []  # (tag, silent, note)
        self.silent = self.note = 0

    def put (self, text):
        if not self.silent:
            (self.notes if self.note else self.out).append (text)

    @staticmethod
    def is_silent (tag, attributes):
        tokens = set (f"{attributes.get ('epub:type') or ''} {attributes.get ('role') or ''}".split ())
        return tag in SILENT or bool (tokens & LEFT_OUT) or bool (set ((attributes.get ('class') or '').split ()) & GENERATED) \
            or 'hidden' in attributes

    def handle_starttag (self, tag, attributes):
        attributes = dict (attributes)
        silent = self.is_silent (tag, attributes)
        note = self.notes_last and ('footnote' in (attributes.get ('epub:type') or '').split ()
                                    or 'doc-footnote' in (attributes.get ('role') or '').split ())
        if tag not in INLINE:
            self.put ('\n')
        if tag not in VOID:
            self.open.append ((tag, silent, note))
            self.silent += silent
            self.note += note
            if note:
                self.put ('\n')

    def handle_startendtag (self, tag, attributes):
        if tag not in INLINE:
            self.put ('\n')

    def handle_endtag (self, tag):
        if tag in VOID or not any (t == tag for t, _, _ in self.open):
            return
        while True:
            name, silent, note = self.open.pop ()
            if name not in INLINE:
                self.put ('\n')
            self.silent -= silent
            self.note -= note
            if name == tag:
                break

    def handle_data (self, data):
        self.put (data)

    def text (self):
        return ''.join (self.out) + '\n' + ''.join (self.notes)


def xhtml_text (source, notes_last=False):
    reader = Reader (notes_last)
    # what a parser of HTML would take for an open element is an empty one in XHTML; a title may hold markup signs
    source = re.sub (r'<\?xml[^>]*\?>|<!\[CDATA\[|\]\]>', '', source)
    reader.feed (source)
    reader.close ()
    return reader.text ()


def local (element):
    return element.tag.rsplit ('}', 1)[-1]


def read (path):
    """The text of the linear documents of the spine, the navigation left out."""
    with zipfile.ZipFile (path) as book:
        container = ET.fromstring (book.read ('META-INF/container.xml'))
        package_name = next (e.get ('full-path') for e in container.iter () if local (e) == 'rootfile')
        package = ET.fromstring (book.read (package_name))
        items = {e.get ('id'): e for e in package.iter () if local (e) == 'item'}
        texts = []
        for reference in (e for e in package.iter () if local (e) == 'itemref'):
            item = items[reference.get ('idref')]
            if 'nav' in (item.get ('properties') or '').split () or reference.get ('linear') == 'no':
                continue
            name = posixpath.normpath (posixpath.join (posixpath.dirname (package_name), unquote (item.get ('href'))))
            texts.append (xhtml_text (book.read (name).decode ('utf-8-sig')))
        return '\n'.join (texts)
