# SPDX-License-Identifier: Apache-2.0
"""words.py judged: small sources, PDFs and EPUBs written by hand, equal ones and ones with a known fault."""
import os, shutil, subprocess, sys, tempfile, unittest, zipfile

HERE = os.path.dirname (os.path.abspath (__file__))
sys.path.insert (0, HERE)
import words, words_epub, words_pdf, words_source


# --- A PDF by hand ------------------------------------------------------------------------------------

CMAP = b'''/CIDInit /ProcSet findresource begin 12 dict begin begincmap
1 begincodespacerange <0000> <FFFF> endcodespacerange
2 beginbfchar <0001> <00E9> <0002> <00660069> endbfchar
2 beginbfrange <0010> <0012> <0061> <0020> <0021> [<0153> <D83DDE00>] endbfrange
endcmap end end'''


def pdf (pages, elements, extra=''):
    """pages: content streams; elements: the kids of Document, with {0} {1}… for the pages."""
    objects = ['<</Type/Catalog/Pages 2 0 R/MarkInfo<</Marked true>>/StructTreeRoot 3 0 R>>', None,
               '<</Type/StructTreeRoot/K 4 0 R/RoleMap<</Titre/H1/Perdu/Span>>>>', None,
               '<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>',
               '<</Type/Font/Subtype/Type0/BaseFont/Helvetica/Encoding/Identity-H/DescendantFonts[7 0 R]/ToUnicode 8 0 R>>',
               '<</Type/Font/Subtype/CIDFontType2/BaseFont/Helvetica/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>'
               '/FontDescriptor<</Type/FontDescriptor/FontName/Helvetica/Flags 4/FontBBox[0 0 1 1]/ItalicAngle 0/Ascent 1/Descent 0/CapHeight 1/StemV 1>>>>',
               stream (CMAP), '<</ActualText<FEFF006D006F0074>/MCID 9>>']
    references = []
    for content in pages:
        objects.append (stream (content.encode ('latin-1')))
        objects.append ('<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 400]/Resources<</Font<</F1 5 0 R/F2 6 0 R>>/Properties<</Pr 9 0 R>>>>'
                        f'/Contents {len (objects)} 0 R>>')
        references.append (f'{len (objects)} 0 R')
    objects[1] = f"<</Type/Pages/Count {len (pages)}/Kids[{' '.join (references)}]>>"
    for k, reference in enumerate (references):
        elements = elements.replace ('{%d}' % k, reference)
    objects[3] = f'<</Type/StructElem/S/Document/P 3 0 R/K[{elements}]>>'
    return assemble (objects)


def stream (content):
    return b'<</Length %d>>\nstream\n%s\nendstream' % (len (content), content)


def assemble (objects):
    out, places = b'%PDF-1.7\n', []
    for number, body in enumerate (objects, 1):
        places.append (len (out))
        out += b'%d 0 obj\n%s\nendobj\n' % (number, body if isinstance (body, bytes) else body.encode ('latin-1'))
    table = b''.join (b'%010d 00000 n \n' % place for place in places)
    return out + b'xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n' % (
        len (objects) + 1, table, len (objects) + 1, len (out))


def run (mcid, text, tag='P', y=200):
    return f'/{tag} <</MCID {mcid}>> BDC BT /F1 10 Tf 1 0 0 1 20 {y} Tm ({text}) Tj ET EMC\n'


HEAD = '/Artifact <</Type/Pagination/Subtype/Header>> BDC BT /F1 8 Tf 1 0 0 1 20 380 Tm (Le phare) Tj ET EMC\n'
FOLIO = '/Artifact BMC BT /F1 8 Tf 1 0 0 1 200 10 Tm (%d) Tj ET EMC\n'
HYPHEN = '/Span <</ActualText <FEFF00AD>>> BDC BT /F1 10 Tf 1 0 0 1 390 %d Tm (-) Tj ET EMC\n'

SOURCE = "# Le phare\n\nUn *mot* coupé d'une page à l'autre : voilà.\n\n- Une note\n- fin\n"
PAGES = [HEAD + run (0, 'Le phare', 'H1', 350) + run (1, 'Un ', y=300) + run (2, 'mot', 'Em', 300) + run (3, ' coup\\351 d\\222une pa', y=300)
         + HYPHEN % 300 + FOLIO % 1,
         HEAD + run (0, 'ge \\340 l\\222autre\\240: voil\\340.', y=300) + run (1, '\\225 ', 'Lbl', 280) + run (2, 'Une ', y=280)
         + '/P <</MCID 3>> BDC BT /F1 10 Tf 1 0 0 1 60 280 Tm [(no) -20 (t) 5 (e)] TJ ET EMC\n' + run (4, '2 ', 'Lbl', 260) + run (5, 'fin', y=260)
         + FOLIO % 2]
TREE = ('<</S/Titre/Pg {0}/K 0>> <</S/P/Pg {0}/K[1 <</S/Em/K 2>> 3 <</Type/MCR/Pg {1}/MCID 0>>]>> <</S/L/Pg {1}/A<</O/List/ListNumbering/Disc>>/K['
        '<</S/LI/K[<</S/Lbl/K 1>> <</S/LBody/K[2 3]>>]>> <</S/LI/K[<</S/Span/C/generated/K 4>> <</S/LBody/K 5>>]>>]>>')


class Folder (unittest.TestCase):
    def setUp (self):
        self.folder = tempfile.mkdtemp ()
        self.addCleanup (shutil.rmtree, self.folder)

    def write (self, name, content):
        path = os.path.join (self.folder, name)
        with open (path, 'wb') as file:
            file.write (content if isinstance (content, bytes) else content.encode ('utf-8'))
        return path

    def judge (self, *arguments):
        result = subprocess.run ([sys.executable, os.path.join (HERE, 'words.py'), *arguments], capture_output=True, text=True)
        self.assertEqual (result.stderr, '')
        return result.returncode, result.stdout


class Pdf (Folder):
    def check (self, pages=PAGES, tree=TREE, source=SOURCE, raw=True):
        return self.judge ('--source', self.write ('a.md', source), '--pdf', self.write ('a.pdf', pdf (pages, tree)), *(['--raw'] if raw else []))

    def fails (self, said, **what):
        code, out = self.check (**what)
        self.assertEqual (code, 1, out)
        self.assertIn (said, out)

    def test_the_file_is_sound (self):
        result = subprocess.run (['qpdf', '--check', self.write ('a.pdf', pdf (PAGES, TREE))], capture_output=True, text=True)
        self.assertEqual (result.returncode, 0, result.stdout + result.stderr)

    def test_equal (self):
        code, out = self.check ()
        self.assertEqual (code, 0, out)
        self.assertIn ('pdf: 13 words, 13 expected: equal', out)
        self.assertRegex (out, r'raw: \d+ characters, \d+ expected: equal')

    def test_word_missing (self):
        self.fails ("pdf: 13 words, 14 expected: DIFFERENT", source=SOURCE + '\nencore\n')

    def test_word_too_many (self):
        self.fails ('>>Un<<', source=SOURCE.replace ('Un *mot*', '*mot*'))

    def test_order_of_the_tree (self):
        self.fails ('DIFFERENT', tree=TREE.replace ('[1 <</S/Em/K 2>> 3', '[<</S/Em/K 2>> 1 3'))

    def test_words_glued (self):
        self.fails ('>>Unmot<<', pages=[PAGES[0].replace ('(Un )', '(Un)'), PAGES[1]])

    def test_hyphen_is_plain_text (self):
        self.fails ('pa-ge', pages=[PAGES[0].replace ('/Span <</ActualText <FEFF00AD>>> BDC', '/Span <</MCID 7>> BDC'), PAGES[1]],
                    tree=TREE.replace (' 3 <</Type/MCR', ' 3 7 <</Type/MCR'))

    def test_hyphen_in_its_own_element (self):
        code, out = self.check (pages=[PAGES[0].replace ('/Span <</ActualText', '/Span <</MCID 7 /ActualText'), PAGES[1]],
                                tree=TREE.replace (' 3 <</Type/MCR', ' 3 <</S/Span/K 7>> <</Type/MCR'))
        self.assertEqual (code, 0, out)

    def test_terms_are_the_author_s (self):
        """The labels of a list without numbering are words of the source: dt."""
        self.fails ('>>•<<', tree=TREE.replace ('/A<</O/List/ListNumbering/Disc>>', ''))

    def test_label_not_marked (self):
        self.fails ('>>2<<', tree=TREE.replace ('/S/Span/C/generated', '/S/Span'))

    def test_generated_by_title (self):
        code, out = self.check (tree=TREE.replace ('/C/generated', '/T(generated)'))
        self.assertEqual (code, 0, out)

    def test_text_outside (self):
        self.fails ('outside of the tree', pages=[PAGES[0] + 'BT /F1 9 Tf 1 0 0 1 9 90 Tm (dehors) Tj ET', PAGES[1]])

    def test_text_in_no_element (self):
        self.fails ('is in no structure element', pages=[PAGES[0] + run (8, 'perdu', y=90), PAGES[1]])

    def test_content_named_twice (self):
        self.fails ('is named twice', tree=TREE.replace ('[1 <<', '[1 1 <<'))

    def test_artifact_taken_for_text (self):
        self.fails ('outside of the tree', pages=[PAGES[0].replace ('/Artifact BMC', '/Span BMC'), PAGES[1]])

    # two notes at the foot of page 1, before the rest of the text in the order of the streams, after it in that of the tree
    NOTES = ('<</S/Sect/K[<</S/Note/ID(a)/K[<</S/P/Pg {0}/K 8>>]>> <</S/Note/ID(b)/K[<</S/P/Pg {0}/K 9>>]>>]>>')

    def test_notes_at_the_foot (self):
        code, out = self.check (pages=[PAGES[0] + run (8, 'Un bas', y=90) + run (9, 'Un haut', y=80), PAGES[1]], tree=TREE + self.NOTES,
                                source=SOURCE + '\nUn bas\n\nUn haut\n')
        self.assertEqual (code, 0, out)
        self.assertRegex (out, r'raw, notes: 11 characters, 11 expected: equal')

    def test_notes_out_of_order (self):
        self.fails ('raw, notes: ', pages=[PAGES[0] + run (9, 'Un haut', y=90) + run (8, 'Un bas', y=80), PAGES[1]], tree=TREE + self.NOTES,
                    source=SOURCE + '\nUn bas\n\nUn haut\n')

    def test_raw_hidden_text (self):
        """An element's own /ActualText says something else than its glyphs: pdftotext sees the glyphs."""
        self.fails ('raw: ', source=SOURCE.replace ('fin', 'but'), tree=TREE.replace ('<</S/LBody/K 5>>', '<</S/LBody/ActualText(but)/K 5>>'))

    def test_element_actual_text (self):
        code, out = self.check (source=SOURCE.replace ('fin', 'but'), raw=False,
                                tree=TREE.replace ('<</S/LBody/K 5>>', '<</S/LBody/ActualText(but)/K 5>>'))
        self.assertEqual (code, 0, out)

    def test_codes (self):
        """Two-byte codes through a CMap; properties by name; strings with escapes, brackets and hexadecimal digits."""
        content = ('/P <</MCID 0>> BDC BT /F2 10 Tf <000100020010001100120020> Tj <0021> Tj ET EMC '
                   '/P <</MCID 1>> BDC BT /F1 10 Tf (a \\(b (c\\)) \\\\d\\\ne) Tj <66 6> Tj ET EMC /Span /Pr BDC BT (x) Tj ET EMC % (non)\n'
                   'q /F1 1 Tf Q BI /W 1 ID (EI) EI /P <</MCID 2>> BDC BT (g) \' ET EMC')
        document = words_pdf.read (self.write ('a.pdf', pdf ([content], '<</S/P/Pg {0}/K[0 1 9 2]>>')))
        self.assertEqual (''.join (document.text).strip (), 'éfiabcœ😀a (b (c)) \\def`motg')
        self.assertEqual (document.faults, [])


class Source (Folder):
    def printed (self, text, name='a.md'):
        return ' '.join (words.words (words_source.read (self.write (name, text))))

    def test_markdown (self):
        for text, expected in [
                ('# Un *titre* {#id .c}\n\nTexte_un _deux_ **trois** 2 * 3', 'Un titre Texte_un deux trois 2 * 3'),
                ('Titre\n=====\n\nTexte\n\n---\n\n* * *\n\nfin ##\n', 'Titre Texte fin ##'),
                ('## Titre ##\n> cité\n> encore\n\n1. un\n2. deux\n   - trois', 'Titre cité encore un deux trois'),
                ('[lien](http://a.b/c_d "t") [réf][x] [mot]{.sc} <http://x.y>\n\n[x]: http://a', 'lien réf mot http://x.y'),
                ('`a * b` et \\*rien\\* \\_ &amp; &eacute;', 'a * b et *rien* _ & é'),
                ('![alt](a.jpg "Légende"){credit="Moi / AFP"}\n\nTexte', 'Légende Moi / AFP Texte'),
                ('| a | b |\n|---|:-:|\n| c \\| d | e |\n\nx | y', 'a b c | d e x | y'),
                ('::: poeme\n- Un vers\n* * *\n:::\n\n::: encadre\nDeux\n:::', '- Un vers * * * Deux'),
                ('```\n# code *x*\n```\nfin', '# code *x* fin'),
                ('A[^b] et[^a] !\n\n[^a]: note a\n[^b]: note b[^c]\n\n    suite\n[^c]: note c\n[^d]: jamais\n\nfin',
                 'A et! fin note b suite note a note c'),
                ('Publié il y a 2 heures\n\nPublié le 3 mai', 'Publié le 3 mai'),
                ('| a | b |\n|---|---|\n| c | d |\n\n: Une *légende* {#t}\n\n: reste', 'Une légende a b c d: reste'),
                ('Table : dessus\n\n| a | b |\n|---|---|\n| c | d |\n: dedans', 'Table: dessus dedans a b c d'),
                ('avant<br>après <!-- rien --> <b>gras</b>', 'avant après gras'),
        ]:
            with self.subTest (text):
                self.assertEqual (self.printed (text), expected)

    def test_standfirst_after_a_picture (self):
        head = '# Titre\n\nPar Ana Bo\n\n![alt](a.jpg)\n\n%s\n\n## Chapô\n\nTexte'
        for caption, expected in [('Une rue. ANA BO / AFP', 'Titre Chapô Par Ana Bo Une rue. ANA BO / AFP Texte'),
                                  ('Une rue. © Ana Bo', 'Titre Chapô Par Ana Bo Une rue. © Ana Bo Texte'),
                                  ('Une rue, un soir.', 'Titre Par Ana Bo Une rue, un soir. Chapô Texte')]:
            with self.subTest (caption):
                self.assertEqual (self.printed (head % caption), expected)

    def test_front_matter (self):
        text = ('---\ntitre: « Macron : le retour »\nsurtitre: "Kicker"\nauteur:\n  - Ana Bo\n  - nom: Cy Do\n    role: photo\nrubrique: Idées\n'
                'chapo: >\n  Sur deux\n  lignes\nimage:\n  src: a.jpg\n  legende: L\'eau\n  credit: X / AFP\nmots-cles: [a, b]\n---\n\nTexte\n')
        self.assertEqual (self.printed (text), "Kicker Macron: le retour Sur deux lignes Ana Bo et Cy Do, photo L'eau X / AFP Texte")

    def test_a_rule_is_no_front_matter (self):
        self.assertEqual (self.printed ('---\n\nTexte\n\n---\n'), 'Texte')

    def test_xhtml (self):
        text = ('<?xml version="1.0"?><html><head><title>Non</title></head><body><h1>Un</h1><p>de<b>ux</b>&#160;: trois<br/>quatre<a epub:type="noteref"'
                ' href="#n">1</a>.</p><aside epub:type="footnote"><p>Note</p></aside><p>fin<span epub:type="pagebreak" title="3"/>ale</p></body></html>')
        self.assertEqual (self.printed (text, 'a.xhtml'), 'Un deux: trois quatre. finale Note')

    def test_manifest (self):
        self.write ('1.md', '# Un')
        self.write ('2.md', '# Deux')
        self.write ('3.md', '# Trois')
        book = 'titre: Livre\nparties:\n  - titre: Partie\n    chapitres: [2.md]\n  - titre: Fin\n    chapitres:\n      - "3.md"\n'
        self.assertEqual (self.printed (book, 'a.yaml'), 'Partie Deux Fin Trois')
        self.assertEqual (self.printed ('chapters:\n  - [1-2].md\n', 'b.yaml'), 'Un Deux')
        self.assertEqual (self.printed ('rubriques:\n- nom: Eau\n  articles:\n  - 3.md\n- nom: Air\n', 'c.yaml'), 'Eau Trois Air')


class Normal (unittest.TestCase):
    def test_typography_is_no_difference (self):
        for a, b in [('l\'été "oui" !', 'l’été «\u00a0oui\u00a0»\u202f!'), ('Attends ... etc...', 'Attends… etc.'), ('coeur', 'cœur'),
                     ('l\'"eau"', 'l’«\u00a0eau\u00a0»'), ('e\u0301', 'é'), ('mi\u00adnute \ufb01n', 'minute fin'), ('a\u2011b', 'a-b'),
                     ('Oui: «Non»;', 'Oui\u00a0: «\u00a0Non\u00a0»\u202f;')]:
            with self.subTest (a):
                self.assertEqual (words.words (a), words.words (b))

    def test_words_are (self):
        for a, b in [('un deux', 'undeux'), ('un', 'Un'), ('a b', 'b a'), ('mot', 'mots'), ('porte-avions', 'porteavions')]:
            with self.subTest (a):
                self.assertNotEqual (words.words (a), words.words (b))


class Epub (Folder):
    PAGE = '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>T</title></head><body>%s</body></html>'

    def book (self, *chapters):
        path = os.path.join (self.folder, 'a.epub')
        items = ''.join (f'<item id="c{i}" href="t%20{i}.xhtml"/>' for i in range (len (chapters)))
        spine = ''.join (f'<itemref idref="c{i}"/>' for i in reversed (range (len (chapters))))
        with zipfile.ZipFile (path, 'w') as book:
            book.writestr ('META-INF/container.xml', '<container><rootfiles><rootfile full-path="E/p.opf"/></rootfiles></container>')
            book.writestr ('E/p.opf', f'<package xmlns="http://www.idpf.org/2007/opf"><manifest><item id="nav" href="nav.xhtml" properties="nav"/>{items}'
                           f'</manifest><spine><itemref idref="nav"/>{spine}</spine></package>')
            book.writestr ('E/nav.xhtml', self.PAGE % '<p>Table</p>')
            for i, chapter in enumerate (chapters):
                book.writestr (f'E/t {i}.xhtml', self.PAGE % chapter)
        return path

    def test_spine_order (self):
        self.assertEqual (words.words (words_epub.read (self.book ('<p>deux</p>', '<p>un</p>'))), ['un', 'deux'])

    def test_command (self):
        source = self.write ('a.xhtml', self.PAGE % '<p>Un mot<a epub:type="noteref">1</a>.</p><aside epub:type="footnote"><p>Note</p></aside>')
        good = ('<p><span class="mb-generated">1. </span>Un <span epub:type="pagebreak" title="2"></span>mot<a epub:type="noteref">1</a>.</p>'
                '<aside epub:type="footnote"><p>Note <a role="doc-backlink">↩</a></p></aside>')
        code, out = self.judge ('--source', source, '--epub', self.book (good))
        self.assertEqual (code, 0, out)
        code, out = self.judge ('--source', source, '--epub', self.book (good.replace ('Note', 'Notes')))
        self.assertEqual (code, 1, out)
        self.assertIn ('expected  Un mot. >>Note<<', out)
        self.assertIn ('found     Un mot. >>Notes<<', out)


if __name__ == '__main__':
    unittest.main (argv=sys.argv[:1])
