# SPDX-License-Identifier: Apache-2.0
"""The same documents by marbre and by Debian's WeasyPrint: as many pages, and the same words at the same places.

Documents: the content documents of the samples' EPUBs, each under every sheet of tests/layout/weasyprint. What is marbre's own is switched off: lines are
broken by first fit
with no regard to French, spaces have the width of the font, nothing is hyphenated or justified. A word counts as equal when it stands on the same page within
half a point of WeasyPrint's, in x and (from the first word of its page) in y. known.txt names the documents that differ with the specification's sentence."""
import concurrent.futures
import difflib
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import zipfile

SOURCE, BUILD = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
ONLY = sys.argv[3] if len(sys.argv) > 3 else ""
SHEETS = SOURCE / "tests/layout/weasyprint"
SAMPLES = ("quotidien/edition.yaml", "recit/livre.yaml", "articles/bac.md", "articles/tourbiere.md", "articles/entretien.md")
NEAR, SHARE, LEAST = .5, .95, 60
PRELUDE = """@import url("./fonts/charis.css");
@import url("./fonts/lato.css");
html, body, p, h1, h2, h3, h4, h5, h6, ul, ol, dl, dt, dd, blockquote, figure, figcaption, aside, table, pre, hr, th, td, caption, li, code, small { margin: 0; padding: 0; font-size: inherit; line-height: inherit }
html, body, section, article, header, footer, nav, aside, div, figure, figcaption, p { display: block; break-before: auto; break-after: auto; break-inside: auto }
body { hyphens: none; text-align: left; orphans: 2; widows: 2; text-wrap: stable }
h1, h2, h3, h4 { text-wrap: stable; text-align: left; break-after: avoid; break-inside: auto }
img { display: block; max-width: 100%; width: auto; height: auto }
a { color: inherit; text-decoration: none }
em, cite, i { font-style: italic }
th { text-align: left }
td, th { vertical-align: top }
table { text-indent: 0; border-collapse: separate; border-spacing: 2px }
hr { border: 0; border-top: 1px solid #000 }
sup, sub { vertical-align: baseline; font-size: inherit; line-height: inherit; font-variant-position: normal }
* { -marbre-espaces: normal; -marbre-protrusion: none; hyphens: none }
"""


def environment():
    return {**os.environ, "MARBRE_DATA": str(SOURCE), "SOURCE_DATE_EPOCH": "1795392000"}


def documents(folder):
    """Files (name, path) of the content documents of the samples, each beside its pictures."""
    for sample in SAMPLES:
        book = folder / (sample.replace("/", "-") + ".epub")
        subprocess.run([BUILD / "marbre", "build", SOURCE / "samples" / sample, "-o", book, "-q"], check=True, env=environment(), capture_output=True)
        place = folder / book.stem
        with zipfile.ZipFile(book) as archive:
            archive.extractall(place)
        for file in sorted((place / "EPUB" / "text").glob("*.xhtml")):
            text = file.read_text()
            text = re.sub(r"<link[^>]*>|<style.*?</style>|<\?xml[^>]*>| (?:style|class|role|width|height|epub:type|data-[\w-]+)=\"[^\"]*\"|<!DOCTYPE[^>]*>", "", text, flags=re.S)
            text = text.replace("«\u00a0", "«").replace("\u00a0»", "»").replace("\u202f", "").replace("\u00a0", " ").replace("\u2011", "-").replace("\u2060", "").replace("\u00ad", "")
            text = re.sub(r'lang="[^"]*"', 'lang="en"', text)
            file.write_text(text)
            if len(re.sub(r"<[^>]*>", "", text)) > 800:
                title = re.sub(r"^\d+-(?=.)", "", file.stem)  # an article keeps its name when others come before it
                yield f"{book.stem.split('.')[0]}/{title}", file


def words(pdf):
    """(page, x, y, word) of every word."""
    run = subprocess.run(["pdftotext", "-bbox", pdf, "-"], capture_output=True, text=True, check=True)
    page = 0
    for line in run.stdout.splitlines():
        page += "<page " in line
        found = re.search(r'xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="[\d.-]+" yMax="([\d.-]+)">(.*)</word>', line)
        if found:
            yield page, float(found[1]), (float(found[2]) + float(found[3])) / 2, found[4]


def share_alike(ours, theirs):
    """Share of WeasyPrint's words that marbre sets at the same place."""
    match = difflib.SequenceMatcher(None, [w[3] for w in ours], [w[3] for w in theirs], autojunk=False)
    pairs = [(ours[m.a + i], theirs[m.b + i]) for m in match.get_matching_blocks() for i in range(m.size)]
    shift = {}  # what the two PDFs call the height of a face
    for a, b in pairs:
        if a[0] == b[0]:
            shift.setdefault(a[0], []).append(a[2] - b[2])
    middle = {page: statistics.median(values) for page, values in shift.items()}
    alike = sum(a[0] == b[0] and abs(a[1] - b[1]) <= NEAR and abs(a[2] - b[2] - middle[a[0]]) <= NEAR for a, b in pairs)
    return alike / max(len(theirs), 1)


def compare(task):
    name, file, sheet = task
    css = file.with_name(f"{file.stem}-{sheet.stem}.css")
    css.write_text(PRELUDE + sheet.read_text())
    ours, theirs = css.with_suffix(".pdf"), css.with_suffix(".weasy.pdf")
    root = file.parents[1]
    run = subprocess.run([BUILD / "marbre", "build", file, "--style", css, "--root", root, "--typo", "none", "--standard", "none", "-q", "-o", ours],
                         capture_output=True, text=True, env=environment())
    if run.returncode:
        return name, 0, f"does not build: {run.stderr[:200]}"
    subprocess.run(["weasyprint", "-q", "-s", css, file, theirs], capture_output=True, env=environment())
    a, b = list(words(ours)), list(words(theirs))
    pages = (max((w[0] for w in a), default=0), max((w[0] for w in b), default=0))
    share = share_alike(a, b)
    if ONLY:
        print(name, pages, share, ours, theirs)
    wrong = f"{pages[0]} pages, WeasyPrint {pages[1]}" if pages[0] != pages[1] else f"{share:.1%} of the words" if share < SHARE else ""
    return name, share, wrong


def known():
    lines = (SHEETS / "known.txt").read_text().splitlines()
    return dict(line.split(None, 1) for line in lines if line and not line.startswith("#"))


def main():
    reasons, wrong = known(), []
    place = tempfile.mkdtemp() if ONLY else tempfile.TemporaryDirectory()
    folder = pathlib.Path(place if ONLY else place.name)
    tasks = []
    for name, file in documents(folder):
        fonts = file.with_name("fonts")
        if not fonts.exists():
            fonts.symlink_to(SOURCE / "fonts")
        tasks += [(f"{name}:{sheet.stem}", file, sheet) for sheet in sorted(SHEETS.glob("*.css")) if ONLY in f"{name}:{sheet.stem}"]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        results = list(pool.map(compare, tasks))
    for name, share, why in results:
        if why and name not in reasons:
            wrong.append(f"{name}: {why}")
        if not why and name in reasons:
            wrong.append(f"{name}: expected to differ, and is the same")
    print("\n".join(wrong))
    print(f"{len(results)} documents, {len(reasons)} known to differ, {len(wrong)} wrong; "
          f"{statistics.mean([share for _, share, _ in results]):.2%} of the words at the same place")
    return 1 if wrong or (len(results) < LEAST and not ONLY) else 0


sys.exit(main())
