# SPDX-License-Identifier: Apache-2.0
"""What is painted, sample by sample: a page of a few pixels, built as PNG, and its colours at some points (a tolerance each).

A letter of a picture is a colour; '.' may be anything. Coordinates are CSS pixels, painted 4 × 4 and looked at in the middle."""
import os, struct, subprocess, sys, tempfile, zlib

source, build = os.path.abspath (sys.argv[1]), os.path.abspath (sys.argv[2])
marbre = os.path.join (build, 'marbre')
COLORS = {'_': (255, 255, 255), 'R': (255, 0, 0), 'G': (0, 255, 0), 'B': (0, 0, 255), 'K': (0, 0, 0), 'Y': (255, 255, 0), 'r': (255, 128, 128), 'g': (128, 128, 128)}
failures = []


def chunk (kind, data):
    return struct.pack ('>I', len (data)) + kind + data + struct.pack ('>I', zlib.crc32 (kind + data))


def png (width, height, color, bits, rows, extra=b'', interlaced=False):
    """rows: the packed bytes of each row. An interlaced one has Adam7 passes of a picture of one colour a row pattern: rows are given by pass."""
    data = b''.join (b'\0' + row for row in rows)
    return (b'\x89PNG\r\n\x1a\n' + chunk (b'IHDR', struct.pack ('>IIBBBBB', width, height, bits, color, 0, 0, int (interlaced))) + extra +
            chunk (b'IDAT', zlib.compress (data)) + chunk (b'IEND', b''))


def read (path):
    """An 8-bit RGB or RGBA PNG as (width, height, pixel function)."""
    data, at, idat = open (path, 'rb').read (), 8, b''
    while at < len (data):
        size, kind = struct.unpack ('>I4s', data[at:at + 8])
        body = data[at + 8:at + 8 + size]
        if kind == b'IHDR':
            width, height, _, color = struct.unpack ('>IIBB', body[:10])
        elif kind == b'IDAT':
            idat += body
        at += 12 + size
    n = 4 if color == 6 else 3
    raw, rows, before = zlib.decompress (idat), [], bytearray (width * n)
    for y in range (height):
        kind, row = raw[y * (width * n + 1)], bytearray (raw[y * (width * n + 1) + 1:(y + 1) * (width * n + 1)])
        for i in range (len (row)):
            a = row[i - n] if i >= n else 0
            b, c = before[i], before[i - n] if i >= n else 0
            p = a + b - c
            paeth = min ((abs (p - a), 0, a), (abs (p - b), 1, b), (abs (p - c), 2, c))[2]
            row[i] = (row[i] + (0, a, b, (a + b) // 2, paeth)[kind]) & 255
        rows.append (row)
        before = row
    return width, height, lambda x, y: tuple (rows[y][x * n:x * n + 3])


def case (name, css, body, *picture, files=(), tolerance=3):
    width, height = len (picture[0]), len (picture)
    page = f'<html xmlns="http://www.w3.org/1999/xhtml" lang="fr"><head><title>x</title></head><body>{body}</body></html>'
    sheet = f'@import "livre.css"; @page {{ size: {width}px {height}px !important; margin: 0 !important }} html, body, div {{ margin: 0; padding: 0 }} body {{ line-height: 1px; font-size: 1px }}'
    with tempfile.TemporaryDirectory () as folder:
        for file, content in dict (files, **{'page.xhtml': page, 'page.css': sheet + css}).items ():
            open (os.path.join (folder, file), 'wb').write (content if isinstance (content, bytes) else content.encode ())
        result = subprocess.run ([marbre, 'build', 'page.xhtml', '-o', 'out.png', '--dpi', '384', '--style', 'page.css'], cwd=folder, capture_output=True, text=True,
                                 env=dict (os.environ, LC_ALL='C.UTF-8', MARBRE_DATA=source))
        path = os.path.join (folder, 'out.png')
        if result.returncode or not os.path.exists (path):
            failures.append (f'{name}: exit {result.returncode}: {result.stderr[:300]}')
            return
        _, _, pixel = read (path)
        shown = []
        for y, row in enumerate (picture):
            for x, letter in enumerate (row):
                got = pixel (4 * x + 2, 4 * y + 2)
                if letter != '.' and any (abs (a - b) > tolerance for a, b in zip (got, COLORS[letter])):
                    shown.append (f'({x},{y}) {got} for {letter}')
        if shown:
            failures.append (f'{name}: ' + '; '.join (shown[:6]))


def style (css):
    return f'<div style="{css}"></div>'


case ('plain', '', style ('background: red; width: 2px; height: 2px'), 'RR__', 'RR__', '____')
case ('mitres', '', style ('border: 2px solid; border-color: red lime blue black; width: 2px; height: 2px'),
      '.RRRR.', 'K.RR.G', 'KK__GG', 'KK__GG', 'K.BB.G', '.BBBB.')
case ('double', '', style ('border: 3px double red; width: 2px; height: 2px'),
      'RRRRRRRR', 'R______R', 'R_RRRR_R', 'R_R__R_R', 'R_R__R_R', 'R_RRRR_R', 'R______R', 'RRRRRRRR')
case ('round corners cut', '', style ('background: red; border-radius: 4px; width: 8px; height: 8px'),
      '_......_', '..RRRR..', '.RRRRRR.', '.RRRRRR.', '.RRRRRR.', '.RRRRRR.', '..RRRR..', '_......_')
case ('round corner of one', '', style ('background: red; border-radius: 100% 0 0 0; width: 4px; height: 4px'), '_...', '..RR', '..RR', '.RRR')
case ('overflow', '', '<div style="overflow: hidden; width: 3px; height: 2px; border-radius: 0"><div style="background: blue; width: 9px; height: 9px"></div></div>',
      'BBB_', 'BBB_', '____')
case ('outline', '', style ('margin: 3px; background: red; width: 2px; height: 2px; outline: 1px solid lime; outline-offset: 1px'),
      '________', '_GGGGGG_', '_G____G_', '_G_RR_G_', '_G_RR_G_', '_G____G_', '_GGGGGG_', '________')
case ('shadow', '', style ('margin: 1px; background: red; width: 2px; height: 2px; box-shadow: 2px 1px blue'), '______', '_RR___', '_RRBB_', '___BB_', '______')
case ('inset shadow', '', style ('background: red; width: 5px; height: 4px; box-shadow: inset 1px 1px blue, inset 0 0 0 1px lime'),
      'BBBBB', 'BRRRG', 'BRRRG', 'BGGGG')
case ('blurred shadow fades', '', style ('margin: 6px; background: red; width: 4px; height: 4px; box-shadow: 0 0 4px #000'),
      *['................'] * 6, *['......RRRR......'] * 4, *['................'] * 6)
case ('turned', '', style ('background: linear-gradient(to right, red 50%, blue 50%); width: 4px; height: 2px; margin: 1px; transform: rotate(90deg)'),
      '__RR__', '__RR__', '__BB__', '__BB__')
case ('scaled and moved', '', style ('background: red; width: 1px; height: 1px; transform: translate(1px, 100%) scale(2); transform-origin: 0 0'), '____', '_RR_', '_RR_', '____')
case ('clip-path', '', style ('background: red; width: 6px; height: 4px; clip-path: inset(1px 2px)'), '______', '__RR__', '__RR__', '______')
case ('polygon', '', style ('background: red; width: 4px; height: 4px; clip-path: polygon(0 0, 100% 0, 100% 100%)'), '.RRR', '_.RR', '__.R', '___.')
case ('layers', '', style ('background: linear-gradient(red, red) 1px 0 / 2px 1px no-repeat, linear-gradient(blue, blue) 0 1px / 1px 1px repeat-x, lime; width: 4px; height: 3px'),
      'GRRG', 'BBBB', 'GGGG')
four = png (2, 2, 2, 8, [b'\xff\0\0\0\0\xff', b'\0\0\xff\xff\0\0'])
case ('a gradient lets light through', 'body { background: red }', style ('background: linear-gradient(to right, rgb(255 255 255 / 50%), rgb(255 255 255 / 50%)); width: 2px; height: 2px'), 'rrR', 'rrR', 'RRR')
case ('a conic gradient', '', style ('background: conic-gradient(red 25%, lime 0 50%, blue 0 75%, yellow 0); width: 4px; height: 4px'), 'YYRR', 'YYRR', 'BBGG', 'BBGG')
case ('an inset blur', '', style ('background: red; width: 9px; height: 9px; box-shadow: inset 0 0 2px 2px #000'), 'K.......K', *['.........'] * 3, '....R....', '.........', *['.........'] * 2, 'K.......K', tolerance=12)
case ('currentcolor is inherited as such', 'section { color: red; background: currentcolor; width: 2px } div { color: blue; background: inherit; height: 1px } section, div { display: block }',
      '<section><div></div></section>', 'BB_')
case ('a picture', 'img { width: 4px; height: 4px; image-rendering: pixelated; display: block }', '<img src="p.png" alt=""/>', 'RRBB', 'RRBB', 'BBRR', 'BBRR', files={'p.png': four})
case ('palette', 'img { width: 4px; height: 2px; image-rendering: pixelated; display: block }', '<img src="p.png" alt=""/>', 'RRGG', 'RRGG',
      files={'p.png': png (2, 1, 3, 1, [b'\x40'], chunk (b'PLTE', b'\xff\0\0\0\xff\0'))})
case ('sixteen bits', 'img { width: 4px; height: 2px; image-rendering: pixelated; display: block }', '<img src="p.png" alt=""/>', 'KK__', 'KK__',
      files={'p.png': png (2, 1, 0, 16, [b'\0\0\xff\xff'])})
case ('grey and alpha', 'body { background: red } img { width: 4px; height: 2px; image-rendering: pixelated; display: block }', '<img src="p.png" alt=""/>', 'KKRR', 'KKRR',
      files={'p.png': png (2, 1, 4, 8, [b'\0\xff\xff\0'])})
case ('interlaced', 'img { width: 4px; height: 4px; image-rendering: pixelated; display: block }', '<img src="p.png" alt=""/>', 'RRBB', 'RRBB', 'BBRR', 'BBRR',
      files={'p.png': png (2, 2, 2, 8, [b'\xff\0\0', b'\0\0\xff', b'\0\0\xff\xff\0\0'], interlaced=True)})
case ('fit and place', 'img { width: 6px; height: 4px; image-rendering: pixelated; display: block; object-fit: contain; object-position: right }', '<img src="p.png" alt=""/>',
      '__RRBB', '__RRBB', '__BBRR', '__BBRR', files={'p.png': four})
case ('rounded picture', 'img { width: 8px; height: 8px; display: block; border-radius: 4px }', '<img src="p.png" alt=""/>',
      '_......_', '........', '........', '........', '........', '........', '........', '_......_', files={'p.png': four})
case ('border image', 'div { width: 2px; height: 2px; border: 1px solid; border-image: url(p.png) 1; image-rendering: pixelated }', '<div></div>',
      'RKKB', 'K__K', 'K__K', 'BKKR', files={'p.png': png (3, 3, 2, 8, [b'\xff\0\0\0\0\0\0\0\xff', b'\0\0\0\xff\xff\xff\0\0\0', b'\0\0\xff\0\0\0\xff\0\0'])})
case ('a drawing', 'img { width: 4px; display: block }', '<img src="d.svg" alt=""/>', 'RRBB', 'RRBB', '____',
      files={'d.svg': '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"><rect width="1" height="1" fill="red"/><rect x="1" width="1" height="1" fill="blue"/></svg>'})
case ('currentcolor in a drawing', '', '<div style="color: blue"><svg xmlns="http://www.w3.org/2000/svg" width="2" height="2" style="display: block" fill="currentColor"><rect width="2" height="2"/></svg></div>',
      'BB_', 'BB_', '___')
case ('opacity', '', style ('background: red; width: 2px; height: 2px; opacity: .5'), 'rr_', 'rr_')
case ('visibility', '', '<div style="visibility: hidden; background: red; width: 3px; height: 2px"><div style="visibility: visible; background: blue; width: 1px; height: 1px"></div></div>', 'B__', '___')
for failure in failures:
    print (failure)
print (f'{len (failures)} failures')
sys.exit (bool (failures))
