#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The W3C's CSS reference tests by marbre: a test and its reference (<link rel="match">) must render alike.

usage: w3c.py SOURCE BUILD SUITE FOLDER... [--every N] [--list]
SUITE     a checkout of github.com/w3c/csswg-test, or the css folder of web-platform-tests; nothing of it is in this repository
FOLDER    of the suite: css21/floats
--every   one test in N, chosen by its name
--list    name the tests that fail, and why
Pages are painted at 96 dpi without antialias. Two pages are alike when no square of 2 x 2 pixels differs: what is thinner is how a rasteriser rounds an edge.
Tests with scripts or event handlers are left out: this is about paper. HTML that is not XHTML is written as XHTML first (python3-html5lib).
"""
import argparse
import collections
import concurrent.futures
import functools
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import threading
import zlib

# the look of HTML in a browser on 800 x 600 px, without what is marbre's own; the fall-back face is declared, as all faces are
SHEET = """@page { size: 800px 600px; margin: 0 }
@font-face { font-family: Ahem; src: url(%s/fonts/ahem/ahem.ttf) }
@font-face { font-family: serif; src: url(/usr/share/fonts/truetype/charis/CharisSIL-Regular.ttf) }
@font-face { font-family: serif; font-weight: bold; src: url(/usr/share/fonts/truetype/charis/CharisSIL-Bold.ttf) }
@layer html {
  html { font: 16px/1.25 serif; text-align: start; hyphens: none; orphans: 1; widows: 1; -marbre-grid: none }
  body { margin: 8px; text-align: inherit; hyphens: inherit; orphans: 1; widows: 1 }
  :root :is(h1, h2, h3, h4, h5, h6) { text-wrap: wrap; break-after: auto; break-inside: auto }
  :root pre { white-space: pre }
  p, li, td { text-indent: inherit }
  img, svg { max-width: none }
  table { margin: 0; border-collapse: separate; text-align: start; box-sizing: border-box }
  table:not([cellspacing]) { border-spacing: 2px }
  tr, thead, tbody, tfoot { vertical-align: middle; break-inside: auto }
  td, th { vertical-align: inherit }
  :is(td, th):not(table[cellpadding] *) { padding: 1px }
  figure { margin: 1em 40px; break-inside: auto }
  figcaption { font-size: 1em; margin: 0; text-align: start }
}
"""
KINDS = ".xht", ".xhtml", ".html", ".htm"


def references(path):
    """[(match or mismatch, path)] of a test."""
    found = []
    for link in re.findall(r"<link\b[^>]*>", path.read_text("utf-8", "replace")):
        kind = re.search(r"""rel\s*=\s*["']?(match|mismatch)\b""", link)
        href = re.search(r"""href\s*=\s*["']?([^"' >]+)""", link)
        if kind and href:
            base = O.suite if href[1].startswith("/") else path.parent
            found.append((kind[1], (base / href[1].lstrip("/")).resolve()))
    return found


def as_xhtml(path):
    """What a renderer reads in the place of the test."""
    if path.suffix in (".xht", ".xhtml"):
        return path
    import html5lib
    import xml.etree.ElementTree as ET
    tree = html5lib.parse(path.read_bytes(), treebuilder="etree")
    ET.register_namespace("", "http://www.w3.org/1999/xhtml")
    written = path.with_name(f".{path.stem}.{threading.get_ident()}.xhtml")  # beside it: pictures are found from there
    ET.ElementTree(tree).write(written, "utf-8")
    return written


def command(source, pdf, folder):
    return [O.build / "marbre", "build", source, "-o", pdf, "--style", f"{folder}/sheet.css", "--root", "/", "--typo", "none", "--allow-missing"]


def draw(path, folder):
    """(pages as one stream of PPM, what is wrong)."""
    text = path.read_text("utf-8", "replace")
    if "<script" in text or re.search(r"\son\w+=", text):
        return None, "script"
    source = as_xhtml(path)
    pdf = os.path.join(folder, f"{threading.get_ident()}.pdf")
    try:
        done = subprocess.run(command(source, pdf, folder), capture_output=True, timeout=60, env=dict(os.environ, MARBRE_DATA=str(O.source)))
        if done.returncode:
            return None, done.stderr.decode("utf-8", "replace").strip().split("\n")[0] or f"exit {done.returncode}"
        return subprocess.run(["pdftoppm", "-r", "96", "-aa", "no", "-aaVector", "no", pdf], capture_output=True).stdout, ""
    except subprocess.TimeoutExpired:
        return None, "more than 60 s"
    finally:
        if source != path:
            source.unlink()


def pages(stream):
    """[(width, rows)]"""
    found, at = [], 0
    while head := re.compile(rb"P6\s+(\d+)\s+(\d+)\s+255\s").match(stream, at):
        width, height = int(head[1]), int(head[2])
        rows = [stream[head.end() + 3 * width * y:head.end() + 3 * width * (y + 1)] for y in range(height)]
        found.append((width, rows))
        at = head.end() + 3 * width * height
    return found


def squares(a, b):
    """Squares of 2 x 2 pixels that differ."""
    count, above = 0, set()
    for row, other in zip(a, b):
        here = set() if row == other else {x // 3 for x in range(len(row)) if abs(row[x] - other[x]) > 24}
        count += sum(x in above and x + 1 in above and x + 1 in here for x in here)
        above = here
    return count


def difference(a, b):
    if a == b:
        return ""
    a, b = pages(a), pages(b)
    if [(w, len(r)) for w, r in a] != [(w, len(r)) for w, r in b]:
        return "other pages"
    count = sum(squares(p[1], q[1]) for p, q in zip(a, b))
    return f"{count} squares differ" if count else ""


def judge(path, picture):
    """pass, skip, or what is wrong."""
    got, wrong = picture(path)
    if got is None:
        return "skip" if wrong == "script" else wrong
    for kind, other in references(path):
        want, wrong = picture(other) if other.exists() else (None, "script")
        if want is None:
            return "skip" if wrong == "script" else f"reference: {wrong}"
        different = difference(got, want)
        if bool(different) == (kind == "match"):
            return different or "must differ"
    return "pass"


def tests():
    for folder in O.folders:
        for path in sorted((O.suite / folder).rglob("*")):
            chosen = path.suffix in KINDS and zlib.crc32(path.name.encode()) % O.every == 0
            if chosen and not path.name.startswith(".") and references(path):
                yield path


def main():
    with tempfile.TemporaryDirectory() as folder:
        pathlib.Path(folder, "sheet.css").write_text(SHEET % O.suite)
        picture = functools.cache(lambda path: draw(path, folder))
        totals = collections.defaultdict(collections.Counter)
        listed = list(tests())
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            for path, result in zip(listed, pool.map(lambda path: judge(path, picture), listed)):
                where = path.relative_to(O.suite)
                totals[where.parts[0] if len(where.parts) < 3 else "/".join(where.parts[:2])][result if result in ("pass", "skip") else "fail"] += 1
                if O.list and result not in ("pass", "skip"):
                    print(where, result, sep="\t")
    whole = sum(totals.values(), collections.Counter())
    for name, count in [*totals.items(), ("all", whole)]:
        print(f"{name:40} {count['pass']:5} of {count['pass'] + count['fail']:5}   {count['skip']:4} with scripts")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(usage=__doc__)
    for name in "source", "build", "suite":
        parser.add_argument(name, type=lambda text: pathlib.Path(text).resolve())
    parser.add_argument("folders", nargs="+")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--list", action="store_true")
    O = parser.parse_args()
    sys.exit(main())
