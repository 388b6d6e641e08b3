#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""words.py — are the words of a source those of its PDF and its EPUB, in order?

    words.py --source SRC... [--pdf X.pdf] [--epub Y.epub] [--raw] [--ignore-case] [--print source|pdf|epub]

Prints counts, and for each edition that differs the first difference with its context. Exit 0 when all are equal, 1 when not.
--raw compares `pdftotext -raw` too, as a row of characters without white space and hyphens: with artifacts page by page, and
without them (they are found in the content streams) with the structure tree, generated text left in, since it is on the page:
what is in notes and what is not, each in its order, since a note stands at the foot of a page or at the end of its chapter.

Both sides are normalised, so that orthotypography is no difference: NFC; every space alike; soft hyphens and other invisible
characters gone; apostrophes alike; quotation marks gone with the space inside them; `…` as `...`, `etc...` as `etc.`; no space
before ; : ! ? or an ellipsis; ligatures and œ, æ in two letters; spaced dashes alike; no space before , . ) ] or after ( [; numbers
close to %, €, °C, h, n°, p., ×; `1ère`, `2ème` as `1re`, `2e`. What is read, and what counts as generated, is said at the heads
of words_source.py, words_pdf.py and words_epub.py. Nothing here uses marbre's own code."""
import argparse, re, subprocess, sys, unicodedata
import words_epub, words_pdf, words_source

CONTEXT = 8  # words before and after a difference
ALIKE = {'’': "'", 'ʼ': "'", '‘': "'", '`': "'", '´': "'", '…': '...', '‐': '-', '‑': '-', 'œ': 'oe', 'Œ': 'OE', 'æ': 'ae', 'Æ': 'AE',
         'ﬀ': 'ff', 'ﬁ': 'fi', 'ﬂ': 'fl', 'ﬃ': 'ffi', 'ﬄ': 'ffl', 'ﬅ': 'st', 'ﬆ': 'st',
         '\u00ad': '', '\u200b': '', '\u200c': '', '\u200d': '', '\u2060': '', '\ufeff': ''}
TABLE = str.maketrans (ALIKE)


# what orthotypography may write, and what stands for both here: pattern, replacement, in this order
RULES = [(re.compile (pattern), form) for pattern, form in (
    (r'[«“‹]\s*|\s*[»”›]|"|″|\'\'', ''),
    (r'′', "'"),
    (r'\s+(?=[;:!?]|\.\.\.)', ''),
    (r'\betc\.{2,4}', 'etc.'),
    (r'(?<!\S)(?:--+|[–—]|-(?=[\s,]|$))\s*', '- '),
    (r'\s+(?=[)\]]|[,.](?![\w.,/-]))', ''),
    (r'(?<=[(\[])\s+', ''),
    (r'(?<=\d)\s*(?=[%‰€$£¥]|°[CF]\b)', ''),
    (r'(?<=\d)\s*h\b\s*(?=[0-5]\d\b)|(?<=\d)\s*h(?=[0-5]\d\b)|(?<=\d)\s+h\b', 'h'),
    (r'(\b[nN][°º]|§|\b(?:pp?|art|chap|fig|vol|t)\.)\s*(?=\d)', r'\1'),
    (r'(?<=\d)\s*[x×]\s*(?=\d)', 'x'),
    (r'(?<=\d)\s+(?=i?[èe]mes?\b)', ''),
    (r'(?<=[\dIVXLC])(?:i?[èée])?me(s?)\b', r'e\1'),
    (r'(?<=[\dIVXLC])è\b', 'e'),
    (r'\b([1I])i?[èe]re(s?)\b', r'\1re\2'),
)]


def normalise (text):
    text = unicodedata.normalize ('NFC', text).translate (TABLE)
    for pattern, form in RULES:
        text = pattern.sub (form, text)
    return text


def words (text):
    return normalise (text).split ()


def fold (items, ignore_case):
    return [w.casefold () for w in items] if ignore_case else items


def difference (left, right):
    """The first place where two rows differ, or None."""
    for i, (a, b) in enumerate (zip (left, right)):
        if a != b:
            return i
    return None if len (left) == len (right) else min (len (left), len (right))


def quote (row, i, joint):
    reach = CONTEXT if joint else 8 * CONTEXT
    parts = [joint.join (row[max (0, i - reach):i]), f">>{joint.join (row[i:i + 1]) or 'END'}<<", joint.join (row[i + 1:i + 1 + reach])]
    return joint.join (parts)


def report (name, expected, found, joint=' '):
    """Print the verdict on one edition; returns whether it is equal."""
    unit = 'words' if joint else 'characters'
    i = difference (expected, found)
    print (f"{name}: {len (found)} {unit}, {len (expected)} expected: {'equal' if i is None else 'DIFFERENT'}")
    if i is None:
        return True
    print (f'  at {unit[:-1]} {i + 1}\n  expected  {quote (expected, i, joint)}\n  found     {quote (found, i, joint)}')
    return False


def characters (text):
    """A row of characters without white space, hyphens and dashes."""
    return re.sub (r'[\s–—-]+', '', normalise (text))


def raw_pages (path):
    run = subprocess.run (['pdftotext', '-raw', '-enc', 'UTF-8', path, '-'], capture_output=True)
    if run.returncode:
        raise SystemExit (f'pdftotext: {path}: {run.stderr.decode (errors="replace")}')
    return [characters (page) for page in run.stdout.decode ('utf-8', 'replace').split ('\f')]


def check_raw (path, document):
    """Each page as pdftotext sees it is our own reading of its stream, artifacts included; and that, less the artifacts, is the
    text of the structure tree, generated text included."""
    for number, (found, page) in enumerate (zip (raw_pages (path), document.pages), 1):
        expected = characters (page.text ())
        if found != expected:
            return report (f'raw, page {number}', expected, found, '')
    good = True
    for what, tree in (('raw', document.whole), ('raw, notes', document.notes)):
        flow = '\n'.join (page.real (document.noted[page.reference], tree is document.notes) for page in document.pages)
        good &= report (what, characters (''.join (tree)), characters (flow), '')
    return good


def place_of (part, row):
    """Where @part stands in @row, or None."""
    return next ((i for i in range (len (row) - len (part) + 1) if row[i:i + len (part)] == part), None)


def without_cuts (expected, found, cuts):
    """@expected less those of @cuts that are not in @found."""
    for cut in cuts:
        at = place_of (cut, expected)
        if place_of (cut, found) is None and at is not None:
            expected = expected[:at] + expected[at + len (cut):]
    return expected


def check_pdf (path, expected, cuts, ignore_case, raw):
    document = words_pdf.read (path)
    for fault in document.faults[:10]:
        print (f'pdf: FAULT {fault}')
    good = not document.faults
    found = fold (words (''.join (document.text)), ignore_case)
    good &= report ('pdf', without_cuts (expected, found, cuts), found)
    return check_raw (path, document) and good if raw else good


def main ():
    parser = argparse.ArgumentParser (description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument ('--source', nargs='+', required=True)
    parser.add_argument ('--pdf')
    parser.add_argument ('--epub')
    parser.add_argument ('--raw', action='store_true')
    parser.add_argument ('--ignore-case', action='store_true')
    parser.add_argument ('--print', choices=('source', 'pdf', 'epub'))
    options = parser.parse_args ()

    source = '\n'.join (words_source.read (path) for path in options.source)
    printed = '\n'.join (words_source.read (path, paged=True) for path in options.source)
    if options.print:
        text = source if options.print == 'source' else ''.join (words_pdf.read (options.pdf).text) if options.print == 'pdf' \
            else words_epub.read (options.epub)
        print ('\n'.join (words (text)))
        return 0
    expected = fold (words (source), options.ignore_case)
    if not expected:
        print ('source: no words')
        return 1
    good = True
    if options.pdf:
        cuts = [fold (words (text), options.ignore_case) for path in options.source for text in words_source.optional (path)]
        good &= check_pdf (options.pdf, fold (words (printed), options.ignore_case), cuts, options.ignore_case, options.raw)
    if options.epub:
        good &= report ('epub', expected, fold (words (words_epub.read (options.epub)), options.ignore_case))
    return 0 if good else 1


if __name__ == '__main__':
    sys.exit (main ())
