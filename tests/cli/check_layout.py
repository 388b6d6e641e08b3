#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`marbre check --layout`: findings with their places in three forms, and the overlay.

usage: check_layout.py SOURCE BUILD
"""
import json
import os
import subprocess
import sys
import tempfile

source, build = sys.argv[1], sys.argv[2]
environment = dict(os.environ, MARBRE_DATA=source)
TEXT = ("# Titre\n\nAnticonstitutionnellementanticonstitutionnellement et la suite de ce court alinéa.\n")
SHEET = "@import 'livre.css';\n@page { size: 160pt 220pt; margin: 20pt }\nh1 { margin: 0 } p { hyphens: none }\n"


def run(*arguments):
    return subprocess.run([os.path.join(build, "marbre"), *arguments], env=environment, capture_output=True, text=True)


def expect(condition, what):
    if not condition:
        sys.exit("check_layout: " + what)


with tempfile.TemporaryDirectory() as folder:
    name, sheet, proof = (os.path.join(folder, n) for n in ("a.md", "a.css", "proof.pdf"))
    open(name, "w", encoding="utf-8").write(TEXT)
    open(sheet, "w", encoding="utf-8").write(SHEET)
    options = ["--lang", "en", "check", name, "--style", sheet]
    found = run(*options, "--layout", "--format", "json")
    objects = [json.loads(line) for line in found.stdout.splitlines() if line.startswith("{")]
    placed = [o for o in objects if "page" in o]
    overfull = [o for o in placed if o["kind"] == "overfull-line" and o["line"] == 3]
    expect(overfull, "no overfull line in " + found.stdout + found.stderr)
    one = overfull[0]
    expect(one["schema"] == 1 and one["code"] == "MB1146" and one["severity"] == "warning", str(one))
    expect(one["line"] == 3 and one["value"] > 10 and one["box_width"] > 100 and one["page"] >= 1, str(one))
    expect(not any("PON-" in o["code"] for o in objects), "the copy desk speaks")
    expect(found.returncode == 1, "a warning must fail")
    short = run(*options, "--layout", "--format", "short")
    expect("a.md:3:1: warning: MB1146: page" in short.stdout + short.stderr, short.stdout + short.stderr)
    french = run("--lang", "fr", *options[2:], "--layout", "--format", "short")
    expect("une ligne dépasse de" in french.stdout + french.stderr, french.stdout + french.stderr)
    plain = run(*options, "--format", "json")
    expect('"kind"' not in plain.stdout, "pages are looked over without --layout")
    run(*options, "--overlay", proof)
    expect(os.path.exists(proof) and open(proof, "rb").read(5) == b"%PDF-", "no overlay")
print("check_layout: ok")
