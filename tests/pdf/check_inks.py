#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Spot colours: a plate of its own for each ink that the page uses, with its tint; the alternate is RGB where PDF/A is claimed.

usage: check_inks.py SOURCE BUILD
"""
import os, re, subprocess, sys, tempfile

SOURCE, BUILD = map(os.path.abspath, sys.argv[1:3])
SHEET = f"""@import "{SOURCE}/fonts/charis.css";
@color-profile --bleu {{ -marbre-ink: "PANTONE 300 C"; -marbre-alternate: device-cmyk(100% 44% 0% 0%) }}
@color-profile --or {{ -marbre-alternate: #b08d3c }}
@color-profile --rien {{ -marbre-ink: "Rien" }}
body {{ font-family: "Charis SIL" }}
h1 {{ color: color(--bleu) }}
p {{ background: color(--bleu 20%); border: 1pt solid color(--or .5) }}
em {{ color: color(--inconnu) }}
"""
failures = []


def check(condition, text):
    if not condition:
        failures.append(text)


def build(folder, standard):
    pdf = os.path.join(folder, "a.pdf")
    done = subprocess.run([os.path.join(BUILD, "marbre"), "build", os.path.join(folder, "a.md"), "-o", pdf, "--style", os.path.join(folder, "a.css"),
                           "--root", "/", "--standard", standard, "--format", "short"], env=dict(os.environ, MARBRE_DATA=SOURCE), capture_output=True, text=True)
    check(done.returncode in (0, 1), done.stderr)
    text = subprocess.run(["qpdf", "--qdf", pdf, "-"], capture_output=True).stdout.decode("latin-1")
    return re.sub(r"\s+", " ", text), done.stderr


with tempfile.TemporaryDirectory() as FOLDER:
    open(os.path.join(FOLDER, "a.md"), "w", encoding="utf-8").write("# Un titre\n\nUn alinéa *en couleur*.\n")
    open(os.path.join(FOLDER, "a.css"), "w", encoding="utf-8").write(SHEET)
    text, told = build(FOLDER, "none")
    for wanted in ("/MbInk1 cs 1 scn", "/MbInk1 cs 0.2 scn", "/MbInk2 cs 0.5 scn", "/Separation /PANTONE#20300#20C /DeviceCMYK", "/Separation /or /DeviceRGB"):
        check(wanted in text, f"{wanted} is not in the PDF")
    check(" k " not in text, "an ink is painted with its alternate")
    check("MB0655" in told and "MB0632" in told, f"a profile without an alternate and an unknown one are not told: {told}")
    text, _ = build(FOLDER, "a-2b")
    check("/Separation /PANTONE#20300#20C /DeviceRGB" in text and "/DeviceCMYK" not in text, "the alternate in PDF/A is not RGB")

if failures:
    sys.exit("\n".join(failures))
print("ok")
