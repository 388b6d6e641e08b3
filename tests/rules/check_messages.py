# SPDX-License-Identifier: Apache-2.0
"""The catalogue of messages: both languages there, the same places for particulars, the no-break spaces of French."""
import glob, os, re, sys

NARROW, WIDE = '\u202f', '\u00a0'
FIELDS = ('text', 'hint', 'why')
LITERAL = r'"((?:\\.|[^"\\])*)"'
STRING = re.compile (rf'\s*((?:"(?:\\.|[^"\\])*"\s*)+)[,)]')
# what is quoted is code as often as French: « titre: »
QUOTED = re.compile (r'`[^`]*`|«[^»]*»|url\([^)]*\)|&\w+;')


def entries (source):
    text = open (os.path.join (source, 'src/base/messages.def'), encoding='utf-8').read ()
    text = re.sub (r'^/\*.*?\*/', lambda m: '\n' * m.group (0).count ('\n'), text, flags=re.S | re.M)
    for match in re.finditer (r'MB_MESSAGE\s*\(\s*(\w+)\s*,\s*(\d+)\s*,\s*MB_\w+\s*,', text):
        strings, at = [], match.end ()
        while len (strings) < 6 and (found := STRING.match (text, at)):
            strings.append (''.join (re.findall (LITERAL, found.group (1))).replace ('\\"', '"').replace ('\\\\', '\\'))
            at = found.end ()
        yield match.group (1), int (match.group (2)), text.count ('\n', 0, match.start ()) + 1, strings


def french_problems (text):
    near = lambda m: text[max (0, m.start () - 20):m.end () + 5]
    for match in re.finditer (r' [;!?»]| :(?= |$)|« |«(?![\u202f\u00a0])|(?<![\u202f\u00a0])»', text):
        yield f'no no-break space at “{match.group (0).strip ()}” in …{near (match)}…'
    for match in re.finditer (r'\w[;!?]', QUOTED.sub ('', text)):
        yield f'no space before “{match.group (0)[1]}” in {text}'
    for match in re.finditer (r"\w'\w|[“”]", text):
        yield f'an English quotation mark or a straight apostrophe in …{near (match)}…'


def problems (source):
    seen = 0
    for name, number, line, strings in entries (source):
        where = f'src/base/messages.def:{line}: MB{number:04d} {name}:'
        seen += 1
        if len (strings) != 6:
            yield f'{where} {len (strings)} strings, not 6'
            continue
        for field, english, french in zip (FIELDS, strings[::2], strings[1::2]):
            if field == 'text' and not (english and french):
                yield f'{where} empty {field}'
            if bool (english) != bool (french):
                yield f'{where} {field} in one language only'
            if set (re.findall (r'\{\d\}', english)) != set (re.findall (r'\{\d\}', french)):
                yield f'{where} {field}: {{n}} differ between the languages'
            for problem in french_problems (french):
                yield f'{where} {field}: {problem}'
    if seen < 50:
        yield f'only {seen} messages found: is this test reading the catalogue?'


def spaced_strings (source):
    """Sentences outside the catalogue: a plain space before high punctuation is always French, and wrong."""
    for path in sorted (glob.glob (os.path.join (source, 'src/cli/*.c')) + glob.glob (os.path.join (source, 'src/edition/*.c'))):
        for number, line in enumerate (open (path, encoding='utf-8'), 1):
            for string in re.findall (LITERAL, line):
                if re.search (r' [;?!»]| :(?= |$)|« ', string):
                    yield f'{os.path.relpath (path, source)}:{number}: a plain space where French wants a no-break one: {string}'


found = list (problems (sys.argv[1])) + list (spaced_strings (sys.argv[1]))
print ('\n'.join (found) or 'every message speaks both languages')
sys.exit (1 if found else 0)
