# SPDX-License-Identifier: Apache-2.0
"""Drawings (SVG) and pictures in the text (data:): what is set, what is refused and why, in bounded time; the same bytes twice.

A drawing that is set must be vectors in the PDF, with letters of the declared faces, and a file of its own in the e-book."""
import base64, os, re, subprocess, sys, tempfile, time, zipfile, zlib, struct

source, build = os.path.abspath (sys.argv[1]), os.path.abspath (sys.argv[2])
marbre = os.path.join (build, 'marbre')
SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 20 10" width="40">{}</svg>'
failures = []


def png (width, height):
    def chunk (kind, data):
        return struct.pack ('>I', len (data)) + kind + data + struct.pack ('>I', zlib.crc32 (kind + data))
    rows = b''.join (b'\0' + b'\xc0\x20\x20' * width for _ in range (height))
    return (b'\x89PNG\r\n\x1a\n' + chunk (b'IHDR', struct.pack ('>IIBBBBB', width, height, 8, 2, 0, 0, 0)) +
            chunk (b'IDAT', zlib.compress (rows)) + chunk (b'IEND', b''))


def build_in (folder, body, files=(), outputs=('out.pdf',)):
    page = '<html xmlns="http://www.w3.org/1999/xhtml" lang="fr"><head><title>Dessins</title></head><body><p>Texte.</p>' + body + '</body></html>'
    for name, content in dict (files, **{'page.xhtml': page}).items ():
        open (os.path.join (folder, name), 'wb').write (content if isinstance (content, bytes) else content.encode ())
    arguments = [a for output in outputs for a in ('-o', output)]
    started = time.monotonic ()
    result = subprocess.run ([marbre, 'build', 'page.xhtml', *arguments, '--style', 'livre'], cwd=folder, timeout=120, capture_output=True, text=True,
                             env=dict (os.environ, LC_ALL='C.UTF-8', MARBRE_DATA=source))
    return result, time.monotonic () - started


def refused (name, drawing, *expected, inline=None):
    with tempfile.TemporaryDirectory () as folder:
        body = inline or '<p><img src="d.svg" alt="un dessin"/></p>'
        result, seconds = build_in (folder, body, {'d.svg': drawing})
        if result.returncode != 1 or any (word not in result.stderr for word in expected) or seconds > 20:
            failures.append (f'{name}: exit {result.returncode} in {seconds:.1f} s: {result.stderr[:300]}')
        if os.path.exists (os.path.join (folder, 'out.pdf')):
            failures.append (f'{name}: something was written')


def streams (path):
    for match in re.finditer (rb'stream\r?\n(.*?)endstream', open (path, 'rb').read (), re.S):
        try:
            yield zlib.decompress (match[1])
        except zlib.error:
            yield match[1]


def accepted ():
    drawing = SVG.format ('<rect width="20" height="10" fill="#0a6"/><circle cx="5" cy="5" r="4" fill="#c00" opacity=".5"/><text x="1" y="8" font-size="4">Été</text>')
    inner = SVG.format ('<image width="4" height="4" xlink:href="data:image/png;base64,' + base64.b64encode (png (2, 2)).decode () + '"/>')
    ground = SVG.format ('<metadata><link rel="author" href="https://example.org/"/></metadata>').replace ('<svg ', '<svg style="fill: red; background: #c60" ', 1)
    address = 'data:image/png;base64,' + base64.b64encode (png (3, 3)).decode ()
    body = f'<p><img src="d.svg" alt="un dessin"/> <img src="i.svg" alt="un autre"/> <img src="g.svg" alt="un fond"/> <img src="{address}" alt="un carré"/></p>' \
           '<p style="color: #036">' + SVG.format ('<title>Un rond</title><circle cx="5" cy="5" r="4" fill="currentColor"/>') + '</p>'
    with tempfile.TemporaryDirectory () as folder:
        result, _ = build_in (folder, body, {'d.svg': drawing, 'i.svg': inner, 'g.svg': ground}, ('out.pdf', 'out.epub'))
        if result.returncode or result.stderr:
            failures.append (f'good drawings: exit {result.returncode}: {result.stderr[:400]}')
            return
        first = open (os.path.join (folder, 'out.pdf'), 'rb').read ()
        checked = subprocess.run ([marbre, 'check', 'page.xhtml', '--style', 'livre', '--format', 'short'], cwd=folder, capture_output=True, text=True,
                                  env=dict (os.environ, LC_ALL='C.UTF-8', MARBRE_DATA=source))
        if 'd.svg' in checked.stdout + checked.stderr:
            failures.append (f'a drawing is found to have too few pixels: {checked.stdout}{checked.stderr}'[:300])
        pieces = b'\n'.join (streams (os.path.join (folder, 'out.pdf')))
        for what, text in (('the green of the drawing', b'0 0.666667 0.4 rg'), ('the background of one', b'0.8 0.4 0 rg'), ('the colour of the text in a drawing of it', b'0 0.2 0.4 rg')):
            if text not in pieces:
                failures.append (f'{what} is not in the PDF as an operator')
        names = zipfile.ZipFile (os.path.join (folder, 'out.epub')).namelist ()
        package = zipfile.ZipFile (os.path.join (folder, 'out.epub')).read ('EPUB/package.opf').decode ()
        if 'EPUB/images/d.svg' not in names or 'image/svg+xml' not in package:
            failures.append ('the e-book has no file for the drawing')
        if not any (re.match (r'EPUB/images/data-[0-9a-f]{16}\.png', name) for name in names):
            failures.append ('the e-book has no file for the picture in the text')
        build_in (folder, body, {'d.svg': drawing, 'i.svg': inner, 'g.svg': ground})
        if open (os.path.join (folder, 'out.pdf'), 'rb').read () != first:
            failures.append ('two runs differ')


laughs = ''.join (f'<!ENTITY l{i} "{"&l" + str (i - 1) + ";" if i else "ha"}{"&l" + str (i - 1) + ";" if i else "ha"}">' for i in range (30))
refused ('billion laughs', f'<?xml version="1.0"?><!DOCTYPE svg [{laughs}]>' + SVG.format ('<text>&l29;</text>'), 'MB0801', 'entities')
refused ('a file', SVG.format ('<image xlink:href="file:///etc/passwd" width="9" height="9"/>'), 'outside itself')
refused ('an address', SVG.format ('<use href="https://example.org/a.svg#b"/>'), 'outside itself')
refused ('a sheet', SVG.format ('<style>@import "a.css";</style>'), 'imports')
refused ('a paint of another file', SVG.format ('<rect width="9" height="9" fill="url(b.svg#g)"/>'), 'names a file')
refused ('a script', SVG.format ('<script>alert (1)</script>'), 'script')
refused ('an event', SVG.format ('<rect onload="x()" width="9" height="9"/>'), 'script')
refused ('too deep', SVG.format ('<g>' * 5000 + '</g>' * 5000), 'too large')
refused ('too many elements', SVG.format ('<g/>' * 300000), 'too large')
refused ('too many bytes', SVG.format ('<!--' + 'x' * (17 << 20) + '-->'), 'too large')
refused ('too many filters', SVG.format ('<filter id="f">' + '<feGaussianBlur stdDeviation="9"/>' * 200 + '</filter>'), 'filters')
refused ('a bomb inside', SVG.format ('<image width="4" height="4" xlink:href="data:image/png;base64,' + base64.b64encode (png (9, 9)[:40]).decode () + '"/>'), 'damaged')
refused ('not well formed', SVG.format ('<g>'), 'MB0801')
refused ('no picture', '', 'data:', inline='<p><img alt="x" src="data:image/png;base64,%%%"/></p>')
refused ('a data: page', '', 'MB0801', inline='<p><img alt="x" src="data:text/html,hello"/></p>')
accepted ()
for failure in failures:
    print (failure)
print (f'{len (failures)} failures')
sys.exit (bool (failures))
