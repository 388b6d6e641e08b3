# SPDX-License-Identifier: Apache-2.0
"""The cookbook of the style sheet, docs/style.md, is made from samples/style: every recipe builds without a warning, its section holds the very
sheet, and its picture is what the sheet makes.

A recipe is NN-name.css, whose first comment is its title, a blank line and its words, with the text that it sets, NN-name.md. MARBRE_UPDATE=1
writes docs/style.md and docs/style/NN-name-PAGE.png. Pictures are kept as PNG without filters, so that this test can read them back."""
import os
import pathlib
import re
import struct
import subprocess
import sys
import tempfile
import zlib

SOURCE, BUILD = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
RECIPES, DOCS = SOURCE / "samples/style", SOURCE / "docs"
UPDATE = bool(os.environ.get("MARBRE_UPDATE"))
DPI, PAGES = 110, 2
DIFFERENT, SHARE = 96, 0.01  # a sample differs by more than this; a picture when more of them than this share do

HEAD = """# Livre de recettes de la feuille de style

Une recette, un effet. Chaque feuille est entière : copiez-la, ou ce qu’il vous en faut. Toutes commencent par `papier.css`, une petite page avec sa grille ; une
vraie maison commence par `quotidien.css`, `gazette.css` ou `livre.css`. Les propriétés sont décrites dans [css.md](css.md) ; `marbre explain css:PROPRIÉTÉ` en parle aussi.

Cette page est faite par `tests/style/check_cookbook.py` à partir de `samples/style` : ne la modifiez pas. Chaque image est celle que fait la feuille.
"""


def parts(sheet):
    """Title, words and rules of a recipe."""
    found = re.match(r"/\* (.*?)\n \*\n(.*?)\n \*/\n(.*)", sheet.read_text(), re.S)
    assert found, f"{sheet.name}: no head comment"
    words = re.sub(r"^ \* ?", "", found[2], flags=re.M)
    return found[1], words, found[3].strip()


def pictures(sheet, folder):
    """Pages of the recipe as (width, height, samples)."""
    pdf = folder / "page.pdf"
    made = subprocess.run([BUILD / "marbre", "build", sheet.with_suffix(".md"), "--style", sheet, "--root", SOURCE, "-o", pdf,
                           "--format", "short", "--lang", "en", "--standard", "none"], capture_output=True, text=True, env={**os.environ, "MARBRE_DATA": str(SOURCE)})
    assert made.returncode == 0 and "warning" not in made.stderr + made.stdout, f"{sheet.name}: {made.stderr}{made.stdout}"
    subprocess.run(["pdftoppm", "-r", str(DPI), "-l", str(PAGES), pdf, folder / "page"], check=True)
    for file in sorted(folder.glob("page-*.ppm")):
        head, size, _, samples = file.read_bytes().split(b"\n", 3)
        yield (*map(int, size.split()), samples)


def write_png(file, width, height, samples):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = b"".join(b"\0" + samples[y * width * 3:(y + 1) * width * 3] for y in range(height))
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) +
                     chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b""))


def read_png(file):
    data = file.read_bytes()
    width, height = struct.unpack(">II", data[16:24])
    length, = struct.unpack(">I", data[33:37])
    rows = zlib.decompress(data[41:41 + length])
    return width, height, b"".join(rows[y * (width * 3 + 1) + 1:(y + 1) * (width * 3 + 1)] for y in range(height))


def alike(one, other):
    if one[:2] != other[:2]:
        return False
    far = sum(a - b > DIFFERENT or b - a > DIFFERENT for a, b in zip(one[2], other[2]))
    return far <= SHARE * len(one[2])


def section(sheet, n_pages):
    title, words, rules = parts(sheet)
    shown = " ".join(f"![{title}](style/{sheet.stem}-{i}.png)" for i in range(1, n_pages + 1))
    return f"\n## {title}\n{words}\n\n```css\n{rules}\n```\n\n{shown}\n\nLe texte : [{sheet.stem}.md](../samples/style/{sheet.stem}.md).\n"


def check(sheet, wrong):
    with tempfile.TemporaryDirectory() as folder:
        made = list(pictures(sheet, pathlib.Path(folder)))
    for i, picture in enumerate(made, 1):
        kept = DOCS / "style" / f"{sheet.stem}-{i}.png"
        if UPDATE and not (kept.exists() and alike(read_png(kept), picture)):
            write_png(kept, *picture)
        if not kept.exists() or not alike(read_png(kept), picture):
            wrong.append(f"{kept.name}: the sheet makes another picture")
    return section(sheet, len(made))


def main():
    wrong = []
    sheets = sorted(file for file in RECIPES.glob("*.css") if file.stem != "papier")
    (DOCS / "style").mkdir(exist_ok=True)
    book = HEAD + "".join(check(sheet, wrong) for sheet in sheets)
    if UPDATE:
        (DOCS / "style.md").write_text(book)
    if not (DOCS / "style.md").exists() or (DOCS / "style.md").read_text() != book:
        wrong.append("docs/style.md: not what samples/style makes (MARBRE_UPDATE=1 writes it)")
    shown = {name for name in re.findall(r"style/([\w-]+\.png)", book)}
    wrong += [f"docs/style/{file.name}: no recipe shows it" for file in (DOCS / "style").glob("*.png") if file.name not in shown]
    print("\n".join(wrong) or f"{len(sheets)} recipes")
    return 1 if wrong or not sheets else 0


sys.exit(main())
