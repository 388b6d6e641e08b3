#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""judge_random.py SOURCE BUILD [COUNT [SEED]] — random documents of nested elements with random declarations must make a PDF and an EPUB.

What is looked for is what no case names: a crash, a page that does not hold what was painted on it (marbre's own check of each page), a run without end.
A document that fails is kept: its number and the seed make it again."""
import concurrent.futures
import os
import random
import subprocess
import sys
import tempfile

FACE = "/usr/share/fonts/truetype/charis/CharisSIL-Regular.ttf"
SHEET = f"""@page {{ size: 220pt 260pt; margin: 16pt }}
@font-face {{ font-family: T; src: url({FACE}) }}
body {{ font: 9pt/12pt T; text-align: justify }}
"""
DECLARATIONS = """opacity: .5; opacity: 0; opacity: .999; opacity: .002; mix-blend-mode: multiply; mix-blend-mode: screen; isolation: isolate
float: left | width: 40pt; float: right | shape-outside: circle() | width: 40pt | height: 40pt; float: footnote; float: top
position: absolute | top: 70pt; position: relative | left: 4pt; z-index: -1 | position: relative; transform: rotate(9deg)
overflow: hidden | height: 30pt; height: 50pt; clip-path: circle(20pt); text-shadow: 1pt 1pt 2pt red; box-shadow: 0 0 4pt blue
background: linear-gradient(red, blue); background: #cdf | border-radius: 8pt; border: 2pt dotted green; outline: 1pt solid
background-blend-mode: multiply | background: linear-gradient(red, blue), red; text-decoration: underline wavy; visibility: hidden
columns: 2; columns: 2 | column-fill: auto | height: 50pt; column-span: all; -marbre-astride: auto | width: 30pt; break-before: page
display: grid | grid-template-columns: 1fr 1fr; display: inline-block; display: table-cell; display: list-item | list-style: disc; display: contents
direction: rtl; margin-inline: 4pt 9pt; margin-break: keep | margin-top: 30pt; letter-spacing: 1pt; line-break: anywhere; font-size: 15pt
text-transform: full-width; hanging-punctuation: last; counter-reset: reversed(x) 3; white-space: break-spaces; unicode-bidi: plaintext"""
CHOICES = [item.replace("|", ";").strip() for line in DECLARATIONS.split("\n") for item in line.split(";")]
WORDS = "le port, la ville « haute » et 1 234 navires : quai n° 5 ; œuvre d’été fini.".split(" ")


def words(dice, most):
    return " ".join(dice.choice(WORDS) for _ in range(dice.randint(1, most))) + " "


def element(dice, depth):
    tag = dice.choice(("div", "div", "span", "b", "i", "section", "blockquote") if depth < 4 else ("span", "b"))
    style = "; ".join(dice.sample(CHOICES, dice.randint(0, 3)))
    inside = ""
    for _ in range(dice.randint(1, 4)):
        inside += words(dice, 14)
        if depth < 5 and dice.random() < .5:
            inside += element(dice, depth + 1)
    return f'<{tag} style="{style}">{inside}</{tag}>'


def document(seed, number):
    dice = random.Random(f"{seed} {number}")
    body = "".join(element(dice, 0) for _ in range(dice.randint(1, 5)))
    return f'<html lang="fr"><head><title>Hasard {number}</title></head><body>{body}</body></html>'


def fault_of(marbre, source, folder, seed, number):
    """Why the document is refused, or None. 0 and 1 are said of the author's text, not of marbre."""
    page, sheet = os.path.join(folder, f"{number}.html"), os.path.join(folder, f"{number}.css")
    with open(page, "w", encoding="utf-8") as file:
        file.write(document(seed, number))
    with open(sheet, "w", encoding="utf-8") as file:
        file.write(SHEET)
    for output in (f"{number}.pdf", f"{number}.epub"):
        command = [marbre, "build", page, "--style", sheet, "-o", os.path.join(folder, output)]
        try:
            done = subprocess.run(command, env={**os.environ, "MARBRE_DATA": source}, capture_output=True, text=True, timeout=120)
        except subprocess.TimeoutExpired:
            return f"{output}: no end"
        if done.returncode not in (0, 1):
            said = [line for line in done.stderr.splitlines() if line.startswith("marbre:")]
            return f"{output}: exit {done.returncode} {' '.join(said)}"
    return None


def main():
    source, build = (os.path.abspath(path) for path in sys.argv[1:3])
    count, seed = (int(value) for value in (sys.argv[3:5] + ["150", "1"][len(sys.argv[3:5]):]))
    marbre, faults = os.path.join(build, "marbre"), 0
    with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for number, fault in enumerate(pool.map(lambda n: fault_of(marbre, source, folder, seed, n), range(count))):
            if fault:
                faults += 1
                print(f"document {number} of seed {seed}: {fault}")
    print(f"{count} random documents, {faults} refused")
    return 1 if faults else 0


sys.exit(main())
