#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""judge_hurry.py SOURCE BUILD [COUNT [SEED]] — articles typed in a hurry: random mixtures of marbre's Markdown, with what is forgotten and misplaced in a
newsroom, under three house sheets: a PDF and an EPUB come, and every word of the text is in both.

Each word that must show is written once and is part of no other; addresses, attributes and alternative texts are made of words of their own. What the
author is told with an error (exit 1) is not written; that few documents are so is asked too."""
import base64
import concurrent.futures
import html
import os
import random
import re
import subprocess
import sys
import tempfile
import zipfile

SHEETS = ("quotidien", "livre", "gazette")
PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAEElEQVR4nGM4YQMEJxggFAAjDgUByzHnZAAAAABJRU5ErkJggg==")
STRAY = ("**", "*", "_", "`", "<", "&", ">", "~~", "[", "](", "^", "\\", "$", "«", "»", "--", "…", "&nbsp;", "&#0;", "[^z]", "{.x", "}", ":", "\u00a0", "\u200b", "\ufeff", "\t")
DIVS = ("chapo", "surtitre", "exergue", "chiffre", "question", "reponse", "encadre", "breve", "verbatim", "poeme", "dialogue", "coupable", "inconnu", "{.encadre #a}", "{.x y=z}", "")
LINES = ("Par {}", "Par [{}](https://exemple.fr/x)", "Par {} et {} (avec AFP)", "Publié le 3 mars 2026 à 10 h {}", "De notre correspondant à {}", "Propos recueillis par {}",
         "**LIRE AUSSI** – {}", "**À VOIR AUSSI** – {} [{}](#)", "{} : {} / AFP", "© {}", "— {}", "« {} »", "{} ?", "{} !", "(Photo {})", "1. {}", "- {}", "* {}", "+ {}", "#{}", "####### {}",
         "{}  ", "{}\\", "> {}", ">> {}", "    {}", "---", "***", "===", "```", "~~~", ":::", "::::", "|", "| {} | {} |", "|---|:-:|", "<br>", "<b>{}</b>", "<div>", "</div>", "[x]: https://exemple.fr 'x'")
FRONT = ("titre: {}", "chapo: {}", "auteur: {}", "auteur: [{}, {}]", "surtitre: {}", "date: 2026-03-01", "date: demain", "rubrique: Ville", "lieu: Ville", "langue: fr", "image: a.png",
         "importance: 9", "mots-cles: [x, y]", "titre: {} : {}", "inconnu: x")


class Article:
    """`text`; `wanted`: the words that must show."""

    def __init__(self, seed, number):
        self.dice = random.Random(f"hurry {seed} {number}")
        self.wanted, self.notes = [], 0
        parts = [self.front()] if self.dice.random() < .25 else []
        parts += [f"# {self.words(6)}"] if self.dice.random() < .7 else []
        parts += [self.block(0) for _ in range(self.dice.randint(2, 14))]
        parts += [f"[^{i}]: {self.words(9)}" for i in range(self.notes)]
        self.text = self.dice.choice(("\n\n", "\n\n", "\n\n\n")).join(parts) + self.dice.choice(("", "\n", "\n\n   "))

    def word(self):
        word, code = "", (len(self.wanted) + 1) * 7919 % 421875
        for _ in range(3):
            word, code = word + "bdgklmnprstvxzj"[code % 15] + "aeiou"[code // 15 % 5], code // 75
        word = "q" + word + "q"
        self.wanted.append(word)
        return word

    def words(self, most):
        dice, said = self.dice, []
        for _ in range(dice.randint(1, most)):
            word = self.word()
            kind = dice.random()
            said.append(f"**{word}**" if kind < .04 else f"*{word}*" if kind < .08 else f"« {word} »" if kind < .1 else f"{word}," if kind < .15
                        else f"{dice.choice(STRAY)}{word}" if kind < .17 else f"{word} {dice.choice(STRAY)}" if kind < .18
                        else f"[{word}](https://exemple.fr)" if kind < .2 else f"12 % {word}" if kind < .21 else word)
        return " ".join(said)

    def paragraph(self):
        text = self.words(60)
        if self.dice.random() < .15:
            text += f"[^{self.notes}]"
            self.notes += 1
        if self.dice.random() < .3:
            text = text.replace(" ", "\n", 1)
        return text + self.dice.choice((".", ".", "", " ?"))

    def table(self):
        columns, dice = self.dice.randint(1, 4), self.dice
        row = lambda: "| " + " | ".join(self.words(2) for _ in range(columns)) + dice.choice((" |", "", " |"))
        lines = [row(), "|" + "|".join(dice.choice(("---", ":-:", "--:", "-")) for _ in range(columns)) + "|"] + [row() for _ in range(dice.randint(0, 5))]
        if dice.random() < .3:
            lines.append(f": {self.words(4)}")
        return "\n".join(lines)

    def line(self):
        shape = self.dice.choice(LINES)
        return re.sub(r"\{\}", lambda _: self.word(), shape)

    def listed(self):
        dice = self.dice
        return "\n".join("  " * dice.randint(0, 2) + dice.choice(("- ", "- ", "1. ", "* ")) + self.words(8) for _ in range(dice.randint(1, 5)))

    def div(self, depth):
        dice = self.dice
        fence = ":" * dice.randint(3, 4)
        inside = "\n\n".join(self.block(depth + 1) for _ in range(dice.randint(1, 3)))
        gap = dice.choice(("\n", "\n", "\n\n"))
        return f"{fence} {dice.choice(DIVS)}{gap}{inside}{gap}{fence if dice.random() < .85 else ''}"

    def front(self):
        dice = self.dice
        lines = [re.sub(r"\{\}", lambda _: self.word(), line) for line in dice.sample(FRONT, dice.randint(1, 5))]
        return "---\n" + "\n".join(lines) + "\n---"

    def block(self, depth):
        kind, dice = self.dice.random(), self.dice
        if kind < .4 or depth > 3:
            return self.paragraph()
        if kind < .52:
            return "#" * dice.randint(1, 5) + " " + self.words(7) + dice.choice(("", "", " {.x}", " #"))
        if kind < .6:
            return self.table()
        if kind < .68:
            return self.listed()
        if kind < .76:
            return "\n".join("> " + self.words(12) for _ in range(dice.randint(1, 3)))
        if kind < .82:
            return f"![image](a.png{dice.choice(('', ' ' + chr(34) + 'titre' + chr(34)))}){dice.choice(('', '{.large colonnes=2}', '{width=40%}', '{'))}\n{self.words(5) if dice.random() < .4 else ''}"
        if kind < .9:
            return self.div(depth)
        return "\n".join(self.line() for _ in range(dice.randint(1, 3)))


def seen_in_pdf(path):
    return subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, text=True, errors="replace").stdout


def seen_in_epub(path):
    with zipfile.ZipFile(path) as book:
        pages = [book.read(name).decode() for name in book.namelist() if name.endswith(".xhtml") and not name.endswith("nav.xhtml")]
    return html.unescape(re.sub("<[^>]*>", "", " ".join(re.sub("(?s)<head>.*?</head>", "", page) for page in pages)))


def is_parted(word, text):
    """Hyphenated over a column's or page's end: something else may stand between."""
    return any(re.search(rf"{word[:i]}[-\u00ad\u2010]", text) and re.search(rf"(?<![a-z]){word[i:]}", text) for i in range(2, len(word) - 1))


def lost_words(article, text):
    text = text.lower()
    plain = re.sub("[^a-z]", "", text)
    lost = [word for word in article.wanted if word not in plain and not is_parted(word, text)]
    return f"lost {len(lost)}: {' '.join(lost[:6])}" if lost else None


def fault_of(marbre, source, folder, seed, number):
    """Why @number is at fault; "": the author is told why nothing was written."""
    article, name = Article(seed, number), os.path.join(folder, f"{number}.md")
    with open(name, "w", encoding="utf-8") as file:
        file.write(article.text)
    sheet = os.path.join(source, "styles", SHEETS[number % len(SHEETS)] + ".css")
    for kind, seen in (("pdf", seen_in_pdf), ("epub", seen_in_epub)):
        output = os.path.join(folder, f"{number}.{kind}")
        try:
            done = subprocess.run([marbre, "build", name, "--style", sheet, "-o", output], env={**os.environ, "MARBRE_DATA": source}, capture_output=True, timeout=120)
        except subprocess.TimeoutExpired:
            return f"{kind}: no end"
        said = done.stderr.decode("utf-8", "replace")
        if done.returncode == 1 and "error: " in said:
            return ""
        if done.returncode:
            return f"{kind}: exit {done.returncode} " + " ".join(line for line in said.splitlines() if line.startswith("marbre:"))
        fault = lost_words(article, seen(output))
        if fault:
            return f"{kind}: {fault}"
        os.remove(output)
    return None


def main():
    source, build = (os.path.abspath(path) for path in sys.argv[1:3])
    count, seed = (int(value) for value in (sys.argv[3:5] + ["120", "1"][len(sys.argv[3:5]):]))
    marbre, faults, refused = os.path.join(build, "marbre"), 0, 0
    with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        with open(os.path.join(folder, "a.png"), "wb") as file:
            file.write(PNG)
        for number, fault in enumerate(pool.map(lambda n: fault_of(marbre, source, folder, seed, n), range(count))):
            refused += fault == ""
            if fault:
                faults += 1
                print(f"article {number} of seed {seed}: {fault}", flush=True)
    print(f"{count} articles typed in a hurry, {faults} at fault, {refused} not written for what the author is told")
    return 1 if faults or refused > count / 3 else 0


if __name__ == "__main__":
    sys.exit(main())
