# SPDX-License-Identifier: Apache-2.0
"""Pictures of small pages, with a tolerance: pictures/NAME.html is set, drawn by poppler in grey at 36 dpi, and compared with pictures/NAME.png.

A case says what it shows in its title, its sheet in <style> (pictures/commun.css comes first), and in <style class="faute"> a fault: with
that sheet too the picture must be found different, so that every case is known to be able to fail. Drawings are softened (the mean of 3 × 3
pixels) before they are compared: another version of poppler or FreeType shades letters a little differently, and moves nothing.
MARBRE_UPDATE=1 writes the pictures anew; look at them."""
import glob, os, re, struct, subprocess, sys, tempfile, zlib

source, build = os.path.abspath (sys.argv[1]), os.path.abspath (sys.argv[2])
marbre, folder = os.path.join (build, 'marbre'), os.path.join (source, 'tests', 'paint', 'pictures')
COMMON = ''.join (open (name, encoding='utf-8').read () for name in (os.path.join (source, 'fonts', 'ebgaramond.css'), os.path.join (folder, 'commun.css')))
WORST, MEAN = 40, 1.6  # of 255: the largest difference of a softened pixel, and the mean of all


# --- Grey pictures: (width, height, bytes) -----------------------------------------------------------------

def chunk (kind, data):
    return struct.pack ('>I', len (data)) + kind + data + struct.pack ('>I', zlib.crc32 (kind + data))


def write_png (path, picture):
    width, height, pixels = picture
    rows = b''.join (b'\0' + pixels[y * width:(y + 1) * width] for y in range (height))
    with open (path, 'wb') as file:
        file.write (b'\x89PNG\r\n\x1a\n' + chunk (b'IHDR', struct.pack ('>IIBBBBB', width, height, 8, 0, 0, 0, 0))
                    + chunk (b'IDAT', zlib.compress (rows, 9)) + chunk (b'IEND', b''))


def read_png (path):
    """One that write_png wrote."""
    data, at, packed = open (path, 'rb').read (), 8, b''
    while at < len (data):
        size, kind = struct.unpack ('>I4s', data[at:at + 8])
        if kind == b'IHDR':
            width, height = struct.unpack ('>II', data[at + 8:at + 16])
        elif kind == b'IDAT':
            packed += data[at + 8:at + 8 + size]
        at += 12 + size
    rows = zlib.decompress (packed)
    return width, height, b''.join (rows[y * (width + 1) + 1:(y + 1) * (width + 1)] for y in range (height))


def read_pgm (path):
    data = open (path, 'rb').read ()
    match = re.match (rb'P5\s+(\d+)\s+(\d+)\s+255\s', data)
    return int (match.group (1)), int (match.group (2)), data[match.end ():]


def side_by_side (pictures):
    height = max (p[1] for p in pictures)
    rows = []
    for y in range (height):
        rows.append (b'\x80'.join (p[2][y * p[0]:(y + 1) * p[0]] if y < p[1] else b'\xff' * p[0] for p in pictures))
    return sum (p[0] for p in pictures) + len (pictures) - 1, height, b''.join (rows)


def soften (picture):
    width, height, pixels = picture
    rows = [pixels[y * width:(y + 1) * width] for y in range (height)]
    out = []
    for y in range (1, height - 1):
        a, b, c = rows[y - 1], rows[y], rows[y + 1]
        column = [a[x] + b[x] + c[x] for x in range (width)]
        out += [(column[x - 1] + column[x] + column[x + 1]) / 9 for x in range (1, width - 1)]
    return out


def difference (left, right):
    """None when they are alike, else what is different."""
    if left[:2] != right[:2]:
        return f'{left[0]} x {left[1]} pixels, not {right[0]} x {right[1]}'
    gaps = [abs (a - b) for a, b in zip (soften (left), soften (right))]
    worst, mean = max (gaps), sum (gaps) / len (gaps)
    if worst <= WORST and mean <= MEAN:
        return None
    at = gaps.index (worst)
    return f'differs by {worst:.0f} at {at % (left[0] - 2) + 1},{at // (left[0] - 2) + 1}, by {mean:.2f} in the mean'


# --- Cases -------------------------------------------------------------------------------------------------

def styles (text):
    sheets = re.findall (r'<style(?: class="(\w+)")?>(.*?)</style>', text, re.S)
    return ''.join (s for c, s in sheets if not c), ''.join (s for c, s in sheets if c == 'faute')


def draw (text, sheet):
    """The pages of @text in @sheet, side by side; or a string: why there are none."""
    with tempfile.TemporaryDirectory () as work:
        body = re.sub (r'<style.*?</style>', '', text, flags=re.S)
        for name, content in (('page.xhtml', body), ('page.css', COMMON + sheet)):
            open (os.path.join (work, name), 'w', encoding='utf-8').write (content)
        run = subprocess.run ([marbre, 'build', 'page.xhtml', '-o', 'out.pdf', '--style', 'page.css', '--root', work, '-q'], cwd=work, capture_output=True, text=True,
                              env=dict (os.environ, LC_ALL='C.UTF-8', MARBRE_DATA=source))
        if run.returncode:
            return run.stdout + run.stderr
        subprocess.run (['pdftoppm', '-gray', '-r', '36', 'out.pdf', 'p'], cwd=work, check=True)
        return side_by_side ([read_pgm (p) for p in sorted (glob.glob (os.path.join (work, 'p-*.pgm')))])


def judge (path):
    text = open (path, encoding='utf-8').read ()
    sheet, fault = styles (text)
    kept = path[:-5] + '.png'
    made = draw (text, sheet)
    if isinstance (made, str):
        return made
    if os.environ.get ('MARBRE_UPDATE'):
        write_png (kept, made)
    if not os.path.exists (kept):
        return 'has no picture yet: MARBRE_UPDATE=1'
    wanted = read_png (kept)
    found = difference (made, wanted)
    if found:
        return found
    wrong = draw (text, sheet + fault)
    if not fault or isinstance (wrong, str) or not difference (wrong, wanted):
        return 'its fault is not seen'
    return None


cases = sorted (glob.glob (os.path.join (folder, '*.html')))
failed = 0
for case in cases:
    problem = judge (case)
    failed += problem is not None
    print (('FAIL ' if problem else 'ok   ') + os.path.basename (case)[:-5] + (f': {problem}' if problem else ''))
print (f'{len (cases)} pictures, {failed} different')
sys.exit (1 if failed or len (cases) < 15 else 0)
