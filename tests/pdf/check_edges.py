#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""check_edges.py SOURCE BUILD — letters that stand across an edge of the sheet or just beyond it: what cairo leaves out of the page is no fault of ours,
and what shows is in the file. Letters of all heights, hyphens and signs above the line go over each edge by small steps."""
import os
import pathlib
import subprocess
import sys
import tempfile

SOURCE, BUILD = (pathlib.Path(path).resolve() for path in sys.argv[1:3])
SHEET = """@page { size: 120pt 120pt; margin: 0 }
@font-face { font-family: T; src: url(/usr/share/fonts/truetype/charis/CharisSIL-Regular.ttf) }
body { font: 9pt/12pt T }
div { position: absolute; left: 20pt }
.turned { transform: rotate(30deg); transform-origin: 0 0 }
p { break-before: page; margin: 0 }
"""
SIGNS = "- ° ’ , . _ a ^ « — g".split()
STEPS = [step * .75 for step in range(-16, 6)]


def page(side, by, turned):
    """One page: each sign @by pt from @side of the sheet; a page of its own for each step, for a page is refused as a whole."""
    at = [f"{side}: {by}pt" + (f"; left: {6 + 9 * i}pt" if side in ("top", "bottom") else f"; top: {6 + 9 * i}pt; {'left: auto' if side == 'right' else ''}")
          for i in range(len(SIGNS))]
    signs = "".join(f'<div style="{place}"{turned}>{sign}</div>' for place, sign in zip(at, SIGNS))
    return f'<p>Page</p>{signs}'


def build(folder, body):
    (folder / "a.css").write_text(SHEET)
    (folder / "a.html").write_text(f'<html lang="fr"><head><title>Bords</title></head><body>{body}</body></html>')
    return subprocess.run([BUILD / "marbre", "build", folder / "a.html", "--style", folder / "a.css", "-o", folder / "a.pdf"],
                          env={**os.environ, "MARBRE_DATA": str(SOURCE), "LC_ALL": "C"}, capture_output=True, text=True)


def told(folder):
    """The author is told of text that nobody can read, once a page, and of no other."""
    wide, cut, low = "width: 200pt; position: static", "width: 110pt; height: 20pt; overflow: hidden; position: static; white-space: nowrap", "top: 130pt"
    words = "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze"
    cases = ((f"<p>{words}</p>", 0), (f'<div style="{wide}">{words}</div>', 1), (f'<div style="{cut}">{words}</div>', 0), (f'<div style="{low}">un</div><p>deux</p>', 1))
    faults = [body for body, count in cases if build(folder, body).stderr.count("MB0911") != count]
    print(*(f"told wrongly: {body}" for body in faults), sep="\n")
    return not faults


def main():
    sides = [(side, by, turned) for side in ("top", "bottom", "left", "right") for by in STEPS for turned in ("", ' class="turned"')]
    with tempfile.TemporaryDirectory() as made:
        folder = pathlib.Path(made)
        right = told(folder)
        done = build(folder, "".join(page(*side) for side in sides))
        said = [line for line in done.stderr.splitlines() if line.startswith("marbre:")]
        text = subprocess.run(["pdftotext", folder / "a.pdf", "-"], capture_output=True, text=True).stdout
    pages, signs = text.count("Page"), sum(text.count(sign) for sign in SIGNS)
    print(f"exit {done.returncode} {' '.join(said)}; {pages} pages of {len(sides)}, {signs} signs seen of {len(sides) * len(SIGNS)}")
    return not right or done.returncode != 0 or pages != len(sides) or signs < len(sides) * len(SIGNS) / 2


sys.exit(main())
