#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""judge_novels.py SOURCE BUILD [NOVEL…] — pages of the eight novels of ../shared/corpus, judged by ../shared/tools/pagejudge: no widow, no orphan, no
hyphen at the end of a recto, no line above ratio 3, but for two exceptions in 1,000 pages. Prints the table of docs/quality.md and each exception.

pagejudge sees ink, not paragraphs: a paragraph of one line looks like a widow or an orphan to it, and so do the two lines of a full one. Such an
alarm counts only when the source has a paragraph of more than that line which ends (begins) with it, and its rest is not on the page.
Needs the `pymupdf` of PyPI in PYTHONPATH; without it, or without the corpus, nothing is judged."""
import glob, html, json, os, re, subprocess, sys, tempfile

PER_1000 = 2
JUDGED = ('widow_page', 'orphan_page', 'hyphen_at_end_recto', 'very_loose')


def letters (text):
    return re.sub (r'[\W_]+', '', text.casefold ())


def paragraphs (folder):
    for path in sorted (glob.glob (os.path.join (folder, '*.xhtml'))):
        with open (path, encoding='utf-8') as file:
            for body in re.findall (r'<(?:p|h\d|li|dd|dt|td)\b[^>]*>(.*?)</(?:p|h\d|li|dd|dt|td)>', file.read (), re.S):
                yield letters (html.unescape (re.sub (r'<[^>]*>', '', body)))


def is_parted (line, source, page, widow):
    """Whether @line belongs to a paragraph the rest of which is not on the page."""
    if line in source:
        return False
    for paragraph in source:
        at = paragraph.find (line)
        rest = paragraph[:at] if widow else paragraph[at + len (line):]
        if at >= 0 and rest and (rest[-12:] if widow else rest[:12]) not in page and (paragraph.endswith (line) if widow else at == 0):
            return True
    return False


def is_exception (defect, source, page):
    kind, line = defect['kind'], letters (defect.get ('text') or '')
    if kind in ('widow_page', 'orphan_page'):
        return is_parted (line, source, page, kind == 'widow_page')
    return defect['value'] > 3 if kind == 'very_loose' else True


def judge (source, build, folder, work):
    name = os.path.basename (folder)
    pdf, report = os.path.join (work, name + '.pdf'), os.path.join (work, name + '.json')
    marbre = [os.path.join (build, 'marbre'), 'build', folder, '--style', 'livre', '--allow-missing', '-q', '-o', pdf]
    subprocess.run (marbre, env={**os.environ, 'MARBRE_DATA': source}, capture_output=True)
    program = os.path.join (source, '..', 'shared', 'tools', 'pagejudge', 'pagejudge.py')
    subprocess.run ([sys.executable, '-W', 'ignore', program, '--json', report, pdf], check=True, capture_output=True)
    with open (report) as file:
        found = json.load (file)
    import pymupdf
    source, pages = list (paragraphs (folder)), [letters (page.get_text ()) for page in pymupdf.open (pdf)]
    exceptions = [(page['page'], defect) for page in found['pages'] for defect in page['defects']
                  if defect['kind'] in JUDGED and is_exception (defect, source, pages[page['page'] - 1])]
    return found, exceptions


def row (name, found, exceptions):
    count = lambda kind: sum (defect['kind'] == kind for _, defect in exceptions)
    document = found['document']
    spacing, hyphens = document['spacing'], document['hyphenation']
    return (f"| {name} | {len (found['pages'])} | {count ('widow_page')} | {count ('orphan_page')} | {count ('hyphen_at_end_recto')} | {count ('very_loose')} "
            f"| {spacing['mean_abs_r']:.3f} | {spacing['share_r_above_1']:.2f} % | {hyphens['hyphens_per_100']:.1f} | {document['pagination']['short_page']} |")


def main ():
    source, build, *only = (os.path.abspath (path) if i < 2 else path for i, path in enumerate (sys.argv[1:]))
    corpus = os.path.join (source, '..', 'shared', 'corpus')
    novels = [folder for folder in sorted (glob.glob (os.path.join (corpus, 'FRA*'))) if not only or any (word in folder for word in only)]
    try:
        import pymupdf  # noqa
    except ImportError:
        novels = []
    pages, total = 0, []
    with tempfile.TemporaryDirectory () as work:
        for folder in novels:
            found, exceptions = judge (source, build, folder, work)
            print (row (os.path.basename (folder)[9:], found, exceptions), flush=True)
            pages += len (found['pages'])
            total += [(os.path.basename (folder)[9:], page, defect) for page, defect in exceptions]
    for name, page, defect in total:
        print (f"{name}, page {page} of the file: {defect['kind']} {defect.get ('value') or ''} « {defect.get ('text')} »")
    print (f'{pages} pages, {len (total)} exceptions' if novels else 'not judged: no corpus, or no pymupdf')
    sys.exit (len (total) * 1000 > PER_1000 * max (pages, 1000))


main ()
