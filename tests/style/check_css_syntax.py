#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""CSS syntax against css-parsing-tests (Debian package python-tinycss2-common), and our own cases in the same form.

Usage: check_css_syntax.py SOURCE BUILD

The suite describes the CSS Syntax text of 2014 and CSS Color 3. Where the text of today asks for something
else, the case is not left out: its expectation is replaced, in MODERN (rules) or REVISED (single cases), with
the reason, and it must pass as replaced. SKIPPED is for what marbre refuses before the parser. A skipped case
that passes is a failure, and so is an entry of a table that no case uses.
"""
import json
import math
import pathlib
import subprocess
import sys

SUITE = pathlib.Path('/usr/share/python-tinycss2-common/css-parsing-tests')

FILES = {  # file: mode of driver_css_json
    'An+B': 'An+B',
    'color3': 'color',
    'color3_hsl': 'color',
    'color3_keywords': 'color',
    'component_value_list': 'component_value_list',
    'declaration_list': 'declaration_list',
    'one_component_value': 'one_component_value',
    'one_declaration': 'one_declaration',
    'one_rule': 'one_rule',
    'rule_list': 'rule_list',
    'stylesheet': 'stylesheet',
    'stylesheet_bytes': 'stylesheet_bytes',
}

NOT_UTF8 = 'a sheet in another encoding than UTF-8: marbre reads UTF-8 only (MbSource refuses it)'
SKIPPED = {  # (file, index of the case in the file): reason
    ('stylesheet_bytes', 4): NOT_UTF8,   # UTF-16 LE by its BOM
    ('stylesheet_bytes', 5): NOT_UTF8,   # UTF-16 BE by its BOM
    ('stylesheet_bytes', 7): NOT_UTF8,   # ISO-8859-2 by protocol
    ('stylesheet_bytes', 8): NOT_UTF8,   # ISO-8859-5 by protocol
    ('stylesheet_bytes', 9): NOT_UTF8,   # ISO-8859-2 by protocol
    ('stylesheet_bytes', 11): NOT_UTF8,  # ISO-8859-5 by @charset
    ('stylesheet_bytes', 20): NOT_UTF8,  # ISO-8859-2 by protocol over @charset
    ('stylesheet_bytes', 21): NOT_UTF8,  # ISO-8859-5 by @charset, protocol unknown
    ('stylesheet_bytes', 22): NOT_UTF8,  # ISO-8859-2 by environment
    ('stylesheet_bytes', 23): NOT_UTF8,  # ISO-8859-5 by environment
    ('stylesheet_bytes', 24): NOT_UTF8,  # ISO-8859-5 by @charset over environment
    ('stylesheet_bytes', 25): NOT_UTF8,  # ISO-8859-2 by environment, @charset unknown
    ('stylesheet_bytes', 26): NOT_UTF8,  # ISO-8859-2 by protocol over environment
}
MOST_SKIPS = 15

ALIAS = 'Color 4 § 5.1, § 7.1: rgb and rgba, hsl and hsla are the same function; the alpha is optional'
PERCENT = 'Color 4 § 4.2: an alpha may be a percentage'
ANGLE = 'Color 4 § 7.1: a hue may be an angle'
CLAMP = 'Color 4 § 5.1: components are clamped when they are parsed'
REVISED = {  # (file, css): (expectation, reason)
    ('color3', 'rgb(0, 0, 0, 0)'): ([0, 0, 0, 0], ALIAS),
    ('color3', 'rgb(0%, 0%, 0%, 0%)'): ([0, 0, 0, 0], PERCENT),
    ('color3', 'rgb(0%, 0%, 0%, 0)'): ([0, 0, 0, 0], ALIAS),
    ('color3', 'rgba(255, 255, 255, 0%)'): ([1, 1, 1, 0], PERCENT),
    ('color3', 'rgba(0, 0, 0)'): ([0, 0, 0, 1], ALIAS),
    ('color3', 'rgba(0%, 0%, 0%)'): ([0, 0, 0, 1], ALIAS),
    ('color3', 'rgba(0%, 0%, 0%, 0%)'): ([0, 0, 0, 0], PERCENT),
    ('color3', 'hsl(30deg, 100%, 100%)'): ([1, 1, 1, 1], ANGLE),
    ('color3', 'hsl(0, 0%, 0%, 0%)'): ([0, 0, 0, 0], PERCENT),
    ('color3', 'hsla(30deg, 100%, 100%, 1)'): ([1, 1, 1, 1], ANGLE),
    ('color3', 'hsla(0, 0%, 0%, 50%)'): ([0, 0, 0, 0.5], PERCENT),
    ('color3', 'rgb(-51, 306, 0)'): ([0, 1, 0, 1], CLAMP),
    ('color3', 'rgb(-12%, 110%, 1400%)'): ([0, 1, 1, 1], CLAMP),
}

MATCH = ('~=', '|=', '^=', '$=', '*=', '||')


def split_matches(node):
    """Syntax 3, § 4: match and column tokens are gone; they are two delimiters."""
    if not isinstance(node, list):
        return node
    out = []
    for child in node:
        if isinstance(child, str) and child in MATCH:
            out += child
        else:
            out.append(split_matches(child))
    return out


def trim_declarations(node):
    """Syntax 3, § 5.4.6: white space around the value of a declaration is not part of it."""
    if not isinstance(node, list):
        return node
    if len(node) == 4 and node[0] == 'declaration':
        value = list(node[2])
        while value and value[0] == ' ':
            value.pop(0)
        while value and value[-1] == ' ':
            value.pop()
        return ['declaration', node[1], value, node[3]]
    return [trim_declarations(child) for child in node]


MODERN = (split_matches, trim_declarations)

# Ours: (mode, css, expectation).
I = lambda name: ['ident', name]
OURS = [
    # § 4.3: unicode-range is a token in the value of that descriptor, and nowhere else
    ('declaration_list', 'unicode-range: U+26, u+0-7F !important',
     [['declaration', 'unicode-range', [['unicode-range', 38, 38], ',', ' ', ['unicode-range', 0, 127]], True]]),
    ('declaration_list', 'x: U+26', [['declaration', 'x', [I('U'), ['number', '+26', 26, 'integer']], False]]),
    # nested rules
    ('style_block', 'color: red; &:hover { a: b } p > q { } top: 0',
     [['declaration', 'color', [I('red')], False],
      ['qualified rule', ['&', ':', I('hover'), ' '], [' ', I('a'), ':', ' ', I('b'), ' ']],
      ['qualified rule', [I('p'), ' ', '>', ' ', I('q'), ' '], [' ']],
      ['declaration', 'top', [['number', '0', 0, 'integer']], False]]),
    ('style_block', 'a:hover { b: c } d: e', [
        ['qualified rule', [I('a'), ':', I('hover'), ' '], [' ', I('b'), ':', ' ', I('c'), ' ']],
        ['declaration', 'd', [I('e')], False]]),
    ('style_block', 'a: {} b {} c: d', [
        ['qualified rule', [I('a'), ':', ' '], []], ['qualified rule', [I('b'), ' '], []],
        ['declaration', 'c', [I('d')], False]]),
    ('style_block', '--x: a {} b; c {}', [
        ['declaration', '--x', [I('a'), ' ', ['{}'], ' ', I('b')], False],
        ['qualified rule', [I('c'), ' '], []]]),
    ('style_block', 'color red; top: 0', [
        ['error', 'invalid'], ['declaration', 'top', [['number', '0', 0, 'integer']], False]]),
    ('style_block', '@media print { a { } } ;; x:y!important', [
        ['at-rule', 'media', [' ', I('print'), ' '], [' ', I('a'), ' ', ['{}', ' '], ' ']],
        ['declaration', 'x', [I('y')], True]]),
    # a custom property is not a selector
    ('stylesheet', '--x: { a: b } c { }', [['error', 'invalid'], ['qualified rule', [I('c'), ' '], [' ']]]),
    # bytes
    ('component_value_list', '\ufeffa', [I('a')]),
    ('component_value_list', 'a\r\n\fb', [I('a'), ' ', I('b')]),
    ('component_value_list', '\\d800 x\\110000\\0', [I('\ufffdx\ufffd\ufffd')]),
    ('component_value_list', '1e99999999 -1e-99999999', [
        ['number', '1e99999999', 1e30, 'number'], ' ', ['number', '-1e-99999999', 0, 'number']]),
    ('component_value_list', '<!/**/-->', ['<', '!', '-->']),
    # An+B
    ('An+B', '+n', [1, 0]), ('An+B', '+-n', None), ('An+B', 'n-', None), ('An+B', 'n--1', None), ('An+B', '-n+6', [-1, 6]),
    ('An+B', '2n+ -1', None), ('An+B', '99999999999n-99999999999', [2147483647, -2147483648]),
    ('An+B', 'nth', None), ('An+B', '1x', None), ('An+B', '3%', None),
    # colours of Color 4 and 5
    ('color', 'rebeccapurple', [0.4, 0.2, 0.6, 1]),
    ('color', '#0369', [0, 0.2, 0.4, 0.6]),
    ('color', '#00336699', [0, 0.2, 0.4, 0.6]),
    ('color', 'rgb(0 51 102)', [0, 0.2, 0.4, 1]),
    ('color', 'rgb(0 51 102 / 0.5)', [0, 0.2, 0.4, 0.5]),
    ('color', 'rgba(0% 51 102/50%)', [0, 0.2, 0.4, 0.5]),
    ('color', 'rgb(none 51 102 / none)', [0, 0.2, 0.4, 0]),
    ('color', 'rgb(none, 51, 102)', None),
    ('color', 'rgb(0 51, 102)', None),
    ('color', 'rgb(0, 51 102)', None),
    ('color', 'rgb(0, 51, 102 / 0.5)', None),
    ('color', 'rgb(0 51 102, 0.5)', None),
    ('color', 'rgb(0 51 102 0.5)', None),
    ('color', 'rgb(0 51 102 / 0.5 1)', None),
    ('color', 'rgb(0, 51, 102,)', None),
    ('color', 'hsl(120deg 100% 25%)', [0, 0.5, 0, 1]),
    ('color', 'hsl(0.5turn 100 50 / 50%)', [0, 1, 1, 0.5]),
    ('color', 'hsl(400grad, 100%, 50%)', [1, 0, 0, 1]),
    ('color', 'hsl(0, 100, 50)', None),
    ('color', 'hsl(10%, 100%, 50%)', None),
    ('color', 'device-cmyk(0 0.2 40% 1)', [0, 0.2, 0.4, 1, 1]),
    ('color', 'device-cmyk(0 0.2 40% 2 / 25%)', [0, 0.2, 0.4, 1, 0.25]),
    ('color', 'device-cmyk(0, 0.2, 0.4, 1)', [0, 0.2, 0.4, 1, 1]),
    ('color', 'device-cmyk(0, 0.2, 0.4, 1, 1)', None),
    ('color', 'device-cmyk(0, 0.2, 0.4)', None),
    ('color', 'device-cmyk(0 0.2 0.4 1deg)', None),
    ('color', 'lab(50%, 0, 0)', None),
    ('color', 'lab(100% 0 0)', [1, 1, 1, 1]),
    ('color', 'hwb(120 0% 0%)', [0, 1, 0, 1]),
]


def same(a, b, tolerance):
    """JSON equality; bool is not a number, and numbers may differ by @tolerance."""
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(same(x, y, tolerance) for x, y in zip(a, b))
    if isinstance(a, (int, float)) and isinstance(b, (int, float)) and type(a) is not bool and type(b) is not bool:
        return math.isclose(a, b, rel_tol=0, abs_tol=tolerance)
    return type(a) is type(b) and a == b


def has(node, name):
    return isinstance(node, list) and (bool(node) and node[0] == name or any(has(child, name) for child in node))


def suite_cases():
    """Yields (file, index, mode, bytes, expectation, css as text)."""
    for stem, mode in FILES.items():
        data = json.loads((SUITE / f'{stem}.json').read_text('utf-8'))
        for index, (css, expected) in enumerate(zip(data[::2], data[1::2])):
            if isinstance(css, dict):
                css = css['css_bytes']
                raw = css.encode('latin-1')
            else:
                raw = css.encode('utf-8')
            if stem == 'color3_keywords' and isinstance(expected, list):
                expected = [part / 255 for part in expected[:3]] + expected[3:]
            for rule in MODERN:
                expected = rule(expected)
            ranges = stem == 'component_value_list' and has(expected, 'unicode-range')
            yield stem, index, mode + ('_ranges' if ranges else ''), raw, expected, css


def ask(driver, requests):
    """All answers of the driver, from one process."""
    data = b''.join(b'%s %d\n%s\n' % (mode.encode(), len(raw), raw) for mode, raw in requests)
    run = subprocess.run([driver], input=data, stdout=subprocess.PIPE, check=False)
    lines = run.stdout.decode('utf-8').split('\n')[:-1]
    if run.returncode != 0 or len(lines) != len(requests):
        sys.exit(f'FAILED: {driver} ended with {run.returncode} after {len(lines)} of {len(requests)} answers')
    return [json.loads(line) for line in lines]


class Tally:
    def __init__(self):
        self.passed = self.failed = self.skipped = self.revised = 0

    def check(self, name, css, expected, got, skip=None, tolerance=0):
        good = same(expected, got, tolerance)
        if skip:
            self.skipped += 1
            if good:
                self.fail(name, css, 'some other answer (it is in SKIPPED)', got)
        elif good:
            self.passed += 1
        else:
            self.fail(name, css, expected, got)

    def fail(self, name, css, expected, got):
        self.failed += 1
        print(f'FAILED {name}: {css!r}\n  expected {expected}\n  got      {got}')


def check_suite(driver, tally):
    cases = list(suite_cases())
    answers = ask(driver, [(mode, raw) for _, _, mode, raw, _, _ in cases])
    skips, revisions = dict(SKIPPED), dict(REVISED)
    for (stem, index, mode, _, expected, css), got in zip(cases, answers):
        if (stem, css) in REVISED:
            before, expected = expected, REVISED[stem, css][0]
            revisions.pop((stem, css), None)
            if before == expected:
                tally.fail(f'{stem} {index}', css, 'a revised expectation that differs from the suite', expected)
            tally.revised += 1
        skip = skips.pop((stem, index), None)
        tally.check(f'{stem} {index}', css, expected, got, skip, 1e-7 if mode == 'color' else 0)
    for key in [*skips, *revisions]:
        tally.fail('tables', key, 'a case', 'none: remove the entry')


def check_ours(driver, tally):
    answers = ask(driver, [(mode, css.encode()) for mode, css, _ in OURS])
    for (mode, css, expected), got in zip(OURS, answers):
        tally.check(f'ours, {mode}', css, expected, got, tolerance=1e-7 if mode == 'color' else 0)


def closed(node):
    """@node without the marks of an ended text: text made by a program is closed."""
    if not isinstance(node, list):
        return node
    return [closed(child) for child in node if child not in (['error', 'eof-in-string'], ['error', 'eof-in-url'])]


def joined(node):
    """Runs of white space (two of them around a comment) as one; the line end after a bad string belongs to it."""
    if not isinstance(node, list):
        return node
    out = []
    for child in map(joined, node):
        if child == ' ' and out and out[-1] in (' ', ['error', 'bad-string'], '\\'):
            continue
        out.append(child)
    return out


def check_round_trip(driver, tally):
    """Parse, serialize, parse: the same values, on everything the suite has."""
    texts = sorted({raw for _, _, _, raw, _, _ in suite_cases()})
    modes = ('component_value_list', 'round_trip')
    answers = ask(driver, [(mode, raw) for raw in texts for mode in modes])
    for raw, before, after in zip(texts, answers[::2], answers[1::2]):
        tally.check('round trip', raw, joined(closed(before)), joined(after))


def main():
    driver = pathlib.Path(sys.argv[2]) / 'tests' / 'style_driver_css_json'
    if not (SUITE / 'stylesheet.json').is_file():
        sys.exit(f'FAILED: {SUITE} is missing; install it with: apt-get install python-tinycss2-common')
    if not driver.is_file():
        sys.exit(f'FAILED: {driver} is missing; build the project first')
    tally = Tally()
    check_suite(driver, tally)
    if tally.skipped > MOST_SKIPS:
        tally.fail('tables', 'SKIPPED', f'at most {MOST_SKIPS}', tally.skipped)
    print(f'css-parsing-tests: {tally.passed} passed ({tally.revised} of them with a revised expectation), '
          f'{tally.failed} failed, {tally.skipped} skipped')
    check_ours(driver, tally)
    check_round_trip(driver, tally)
    print(f'{tally.passed} passed, {tally.failed} failed, {tally.skipped} skipped')
    return 1 if tally.failed else 0


if __name__ == '__main__':
    sys.exit(main())
