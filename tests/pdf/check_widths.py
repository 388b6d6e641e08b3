# SPDX-License-Identifier: Apache-2.0
"""Where the last letters of a line end by the widths that the PDF states is where the layout set them: every line of a justified page ends at the measure."""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

SOURCE, BUILD = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
FACES = (("charis.css", "Charis SIL"), ("lato.css", "Lato"), ("ebgaramond.css", "EB Garamond"), ("noto-serif.css", "Noto Serif"))
NEAR = .02  # points
WORDS = "la grue du port tourne au vent sans que personne ne la pousse et la mer se retire devant elle "


def right_edges(folder, sheet, family):
    (folder / "a.css").write_text(f'@import url("fonts/{sheet}");\n@page {{ size: 400pt 400pt; margin: 50pt }}\n'
                                  f'body {{ font: 500 10.3pt/13pt "{family}"; text-align: justify; hyphens: none; -marbre-protrusion: none;'
                                  '-marbre-justify: 60% 100% 200% 0% 0% }\n')
    (folder / "a.md").write_text(WORDS * 12)
    subprocess.run([BUILD / "marbre", "build", folder / "a.md", "--style", folder / "a.css", "-q", "-o", folder / "a.pdf"], check=True,
                   env={**os.environ, "MARBRE_DATA": str(SOURCE)}, capture_output=True)
    box = subprocess.run(["pdftotext", "-bbox-layout", folder / "a.pdf", "-"], check=True, capture_output=True, text=True).stdout
    return [float(x) for x in re.findall(r'<line [^>]*xMax="([\d.]+)"', box)][:-1]


wrong = []
for sheet, family in FACES:
    with tempfile.TemporaryDirectory() as made:
        folder = pathlib.Path(made)
        (folder / "fonts").mkdir()
        (folder / "fonts" / sheet).write_bytes((SOURCE / "fonts" / sheet).read_bytes())
        edges = right_edges(folder, sheet, family)
        far = [x for x in edges if abs(x - 350) > NEAR]
        print(f"{family}: {len(edges)} lines, furthest {max(abs(x - 350) for x in edges):.3f} pt from the measure")
        wrong += far if len(edges) > 5 else ["no lines"]
sys.exit(1 if wrong else 0)
