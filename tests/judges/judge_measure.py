# SPDX-License-Identifier: Apache-2.0
"""No word of a book beyond its measure by more than 0.5 pt (protrusion excepted), as pdftotext sees it; a word that is must be
reported by marbre itself (MB0704, a line too long for its measure).

The measure of each page is the page area of `--dump pages`; the words are those of `pdftotext -bbox` between its top and its foot.
Protrusion: the marks that a style may hang, by the share of their width in the table of ../shared/data/protrusion.tsv. The guillemet that
opens a title hangs whole, with its space (../shared/looks § 1)."""
import html, os, re, subprocess, sys
import works

HANG_RIGHT = {'.': .8, ',': .8, '-': .8, '\xad': .8, '’': .7, ':': .5, ';': .5, '»': .5, '!': .4, '?': .4, '–': .4, '—': .3, ')': .3, '…': .4, '”': .5, '*': .8, 'r': .1, 'v': .1, 'y': .1}
HANG_LEFT = {'«': .5, '“': .5, '‘': .5, '’': .5, '—': .3, '–': .4, '(': .2, '-': .5, 'A': .1, 'T': .1, 'V': .1, 'Y': .1, 'W': .1, 'v': .1, 'y': .1, 'À': .1, '*': .8}
TITLE = 20  # height of the box of a word in points, from which on it is of a title
LETTER = .08  # A letter may hang by a few hundredths of its width


def areas (dump):
    """Page number → (left, top, right, bottom)."""
    found = {}
    for row in dump.split ('\n'):
        match = re.match (r'page (\d+) .* area ([\d.-]+) ([\d.-]+) ([\d.-]+) ([\d.-]+)', row)
        if match:
            page, x, y, width, height = int (match.group (1)), *map (float, match.groups ()[1:])
            found[page] = (x, y, x + width, y + height)
    return found


def words_beyond (pdf, page_areas):
    text = subprocess.run (['pdftotext', '-bbox', pdf, '-'], capture_output=True, text=True, check=True).stdout
    for number, page in enumerate (re.findall (r'<page .*?</page>', text, re.S), 1):
        left, top, right, bottom = page_areas[number]
        for x0, y0, x1, y1, word in re.findall (r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>', page):
            x0, y0, x1, y1, word = float (x0), float (y0), float (x1), float (y1), html.unescape (word)
            if (y0 + y1) / 2 < top or (y0 + y1) / 2 > bottom:
                continue
            advance = (x1 - x0) / len (word)
            over_right = x1 - right - .5 - HANG_RIGHT.get (word[-1], LETTER) * advance
            hang = 2 if word == '«' and y1 - y0 >= TITLE else HANG_LEFT.get (word[0], LETTER)
            over_left = left - x0 - .5 - hang * advance
            if max (over_right, over_left) > 0:
                yield number, word, max (over_right, over_left)


def judge (marbre, work):
    dump = subprocess.run ([marbre, 'build', *work.inputs, '--dump', 'pages'], capture_output=True, text=True)
    report = works.run (marbre, work.inputs, [work.pdf], options=['--format', 'short'])
    reported = [row for row in report.stderr.split ('\n') if 'MB0704' in row]
    silent = [(page, word, over) for page, word, over in words_beyond (work.pdf, areas (dump.stdout))
              if not any (word in row for row in reported)]
    for page, word, over in silent[:10]:
        print (f'     page {page}: “{word}” by {over:.2f} pt, not reported')
    return not silent


def main (source, build):
    passed = failed = 0
    marbre = os.path.join (build, 'marbre')
    for work in works.build (source, build):
        good = judge (marbre, work)
        print (('ok   ' if good else 'FAIL ') + work.name)
        passed, failed = passed + good, failed + (not good)
    works.finish (passed, failed)


if __name__ == '__main__':
    main (sys.argv[1], sys.argv[2])
