# SPDX-License-Identifier: Apache-2.0
"""LanguageTool's own examples of French typography, fetched by Maven (LGPL: nothing of it is kept in the repository).

An example of a fault has a sentence and one or more corrections. It passes when our engine makes the same text of the faulty sentence
and of a corrected one. A correct example passes when the engine changes none of its words. Rules that are about spelling or
grammar, or on which houses differ, are expected failures: languagetool.txt says how many of a rule's examples
fail, and why. Exits 1 when more fail, or fewer. Skipped without network."""
import html, os, re, subprocess, sys, tempfile, zipfile
import xml.etree.ElementTree as ET

ARTIFACT = 'org.languagetool:language-fr:6.6'
JAR = '~/.m2/repository/org/languagetool/language-fr/6.6/language-fr-6.6.jar'


def fetch ():
    path = os.path.expanduser (JAR)
    if not os.path.exists (path):
        subprocess.run (['mvn', '-q', '-B', 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:get', f'-Dartifact={ARTIFACT}',
                         '-Dtransitive=false'], timeout=600, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return path if os.path.exists (path) else None


def examples (jar):
    """(rule, faulty or correct sentence, [corrected sentences])"""
    root = ET.fromstring (zipfile.ZipFile (jar).read ('org/languagetool/rules/fr/grammar.xml').decode ())
    category = next (c for c in root.findall ('category') if c.get ('id') == 'CAT_TYPOGRAPHIE')
    for rule in category:
        for example in rule.iter ('example'):
            marker = example.find ('marker')
            before, after = example.text or '', marker is not None and marker.tail or ''
            inner = ''.join (marker.itertext ()) if marker is not None else ''
            found = [before + c + after for c in (example.get ('correction') or '').split ('|')] if 'correction' in example.attrib else []
            sentence = (before + inner + after).replace ('\n', ' ')
            if found or example.get ('type') != 'incorrect':
                yield rule.get ('id'), sentence, [c.replace ('\n', ' ') for c in found]


def engine (driver, lines):
    with tempfile.NamedTemporaryFile ('w', suffix='.txt', encoding='utf-8') as file:
        file.write ('.\n' + '\n'.join (lines) + '\n')  # the first line must not begin with <
        file.flush ()
        out = subprocess.run ([driver, 'fr-FR', 'lines', file.name], capture_output=True, check=True).stdout.decode ()
    plain = [html.unescape (re.sub (r'<[^<>]*>', '', line)) for line in out.split ('\n')]
    return plain[1:len (lines) + 1]


def words (text):
    """What the engine may not change."""
    text = text.replace ('œ', 'oe').replace ('Œ', 'OE').replace ('…', '...').replace ('’', "'").replace ('×', 'x')
    return re.sub (r'[\s«»“”"–—-]', '', text)


def reasons (path):
    table = {}
    for line in open (path, encoding='utf-8'):
        if line.strip () and not line.startswith ('#'):
            rule, count, reason = line.split (maxsplit=2)
            table[rule] = (int (count), reason.strip ())
    return table


def main (source, build):
    jar, driver = fetch (), os.path.join (build, 'tests', 'ortho_driver_apply')
    if not jar:
        print ('skipped: no network for Maven')
        return 0
    cases = list (examples (jar))
    expected = reasons (os.path.join (source, 'tests', 'ortho', 'languagetool.txt'))
    # they write ordinals in modifier letters, which break search and copies
    plain = str.maketrans ('ᵉʳˢⁿᵈ', 'ersnd')
    flat = [text.translate (plain) for _, sentence, found in cases for text in [sentence, *found]]
    results = iter (zip (flat, engine (driver, flat)))
    table, failures = {}, []
    for rule, sentence, found in cases:
        made = next (results)[1]
        wanted = [next (results)[1] for _ in found]
        good = made in wanted if found else words (made) == words (sentence.translate (plain))
        counts = table.setdefault (rule, [0, 0, 0])  # pass, expected failure, fail
        known = not good and counts[1] < expected.get (rule, (0, ''))[0]
        counts[0 if good else 1 if known else 2] += 1
        if not good and not known:
            failures.append ((rule, sentence, made, wanted))
    for rule, (good, known, bad) in sorted (table.items ()):
        print (f'{rule:32} {good:4} pass {known:4} expected {bad:4} fail  {expected[rule][1] if known else ""}')
    for rule, sentence, made, wanted in failures:
        print (f'FAIL {rule}\n  text   {sentence}\n  ours   {made}\n  theirs {" | ".join (wanted) or "the text as it is"}')
    idle = [rule for rule in expected if table.get (rule, [0, 0, 0])[1] < expected[rule][0]]
    for rule in idle:
        print (f'languagetool.txt: fewer examples of {rule} fail')
    totals = [sum (c[i] for c in table.values ()) for i in range (3)]
    print (f'{sum (totals)} examples: {totals[0]} pass, {totals[1]} expected failures, {totals[2]} failures')
    return 1 if failures or idle else 0


if __name__ == '__main__':
    sys.exit (main (*sys.argv[1:3]))
