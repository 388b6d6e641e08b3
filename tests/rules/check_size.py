# SPDX-License-Identifier: Apache-2.0
"""No function above 120 lines, no file above 1000: a long one is two subjects."""
import glob, os, re, sys

FUNCTION, FILE = 120, 1000
# a function that is longer says why here: 'room/file.c function': 'reason'
ALLOWED = {}


def functions (lines):
    """Top-level bodies: `{` and `}` alone in column one, with the name on the line that ends in `)` above."""
    start, name = None, None
    for number, line in enumerate (lines, 1):
        if line.startswith ('{') and start is None:
            head = ' '.join (lines[max (0, number - 6):number - 1])
            names = re.findall (r'(\w+) \(', head)
            declared = re.findall (r'^(\w+) \(', '\n'.join (lines[max (0, number - 8):number - 1]), re.M)
            start, name = number, (declared or names or ['?'])[-1]
        elif line.startswith ('}') and start is not None:
            yield name, start, number
            start = None


def problems (source):
    seen, used = 0, set ()
    for path in sorted (glob.glob (os.path.join (source, 'src/*/*.[ch]')) + glob.glob (os.path.join (source, 'tests/*/*.[ch]'))):
        short = os.path.relpath (path, source)
        lines = open (path, encoding='utf-8').read ().split ('\n')
        if len (lines) > FILE:
            yield f'{short}: {len (lines)} lines, more than {FILE}: split it by subject'
        for name, start, end in functions (lines):
            seen += 1
            key = f'{short.removeprefix ("src/")} {name}'
            if end - start - 1 > FUNCTION:
                used.add (key)
                if key not in ALLOWED:
                    yield f'{short}:{start}: {name} has {end - start - 1} lines, more than {FUNCTION}'
    for key in set (ALLOWED) - used:
        yield f'{key} is no longer long: take it off the list'
    if seen < 500:
        yield f'only {seen} functions found: is this test reading the source?'


found = list (problems (os.path.abspath (sys.argv[1])))
print ('\n'.join (found) or 'no function or file is too long')
sys.exit (1 if found else 0)
