# SPDX-License-Identifier: Apache-2.0
"""Reference tests: a document and a simpler one that must give the same picture, and the first without the property that it is about, which must not.

tests/layout/references/*.txt holds them: `== what it shows [property]`, rules of the document, its body (lines that begin with <), `--`, then the rules and body of
the reference. A body may have a <style>: that is the sheet of the file itself. `xfail why` as last line of a case says that it is known not to hold."""
import concurrent.futures
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

SOURCE, BUILD = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
ONLY = sys.argv[3] if len(sys.argv) > 3 else ""
CASES = SOURCE / "tests/layout/references"
PRELUDE = f"""@import url("{SOURCE}/fonts/charis.css");
@page {{ size: 200px 120px; margin: 10px }}
html, body, p, div, table {{ margin: 0; padding: 0 }}
html {{ font: 10px/12px "Charis SIL" }}
body {{ text-align: left; hyphens: none; orphans: 1; widows: 1 }}
"""


def body_and_rules(lines):
    body = [i for i, line in enumerate(lines) if line.startswith("<")]
    start = body[0] if body else len(lines)
    return "\n".join(lines[:start]), "\n".join(lines[start:]).strip()


def cases():
    for file in sorted(CASES.glob("*.txt")):
        for block in re.split(r"^== ", file.read_text(), flags=re.M)[1:]:
            head, *lines = block.rstrip().split("\n")
            name, prop = re.fullmatch(r"(.*) \[([\w-]+)\]", head).groups()
            xfail = lines.pop() if lines[-1].startswith("xfail") else None
            middle = lines.index("--")
            yield f"{file.stem}: {name}", prop, body_and_rules(lines[:middle]), body_and_rules(lines[middle + 1:]), xfail


def render(folder, stem, rules, body):
    """Its pages, as bytes; None when the build fails."""
    (folder / f"{stem}.css").write_text(PRELUDE.replace(str(SOURCE), ".") + rules)
    (folder / f"{stem}.xhtml").write_text(f'<html xmlns="http://www.w3.org/1999/xhtml" lang="fr"><head><title>t</title></head><body>{body}</body></html>')
    run = subprocess.run([BUILD / "marbre", "build", folder / f"{stem}.xhtml", "--style", folder / f"{stem}.css", "--root", folder, "--typo", "none",
                          "--standard", "none", "-o", folder / f"{stem}-{{p}}.png", "--dpi", "96", "-q"], capture_output=True,
                         env={**os.environ, "MARBRE_DATA": str(SOURCE)})
    pages = sorted(folder.glob(f"{stem}-*.png"))
    return [page.read_bytes() for page in pages] if run.returncode == 0 else None


def without(rules, prop):
    return re.sub(rf"(?<![\w-]){re.escape(prop)}\s*:[^;}}]*;?", "", rules)


def without_in_sheets(body, prop):
    return re.sub(r"(?<=<style>).*?(?=</style>)", lambda sheet: without(sheet[0], prop), body, flags=re.S)


def judge(case):
    name, prop, (rules, body), (other_rules, other_body), xfail = case
    with tempfile.TemporaryDirectory() as made:
        folder = pathlib.Path(made)
        os.symlink(SOURCE / "fonts", folder / "fonts")
        for picture in ("cadre.png", "carre.png", "moitie.svg"):
            shutil.copy(CASES / picture, folder)
        picture = render(folder, "a", rules, body)
        reference = render(folder, "b", other_rules, other_body)
        disabled = render(folder, "c", without(rules, prop), without_in_sheets(body, prop))
        if ONLY:
            print(name, picture == reference, disabled == reference)
    if xfail:
        return f"{name}: expected to fail, and passes" if picture and picture == reference and disabled != reference else None
    if not picture or not reference:
        return f"{name}: does not build"
    if picture != reference:
        return f"{name}: differs from its reference"
    return f"{name}: the same without {prop}" if disabled == reference else None


def main():
    every = [case for case in cases() if ONLY in case[0]]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        wrong = [line for line in pool.map(judge, every) if line]
    print("\n".join(wrong))
    known = sum(case[4] is not None for case in every)
    print(f"{len(every)} reference tests, {known} known to fail, {len(wrong)} wrong")
    return 1 if wrong or (len(every) - known < 100 and not ONLY) else 0


sys.exit(main())
