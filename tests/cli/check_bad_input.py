# SPDX-License-Identifier: Apache-2.0
"""What bad input gets: a diagnostic with its place and the fix, the right exit code, no partial output, the old output intact.

Each case is run with an old output in place; afterwards the folder must hold exactly what it held before, byte for byte."""
import os, shutil, struct, subprocess, sys, tempfile, zlib

source, build = os.path.abspath (sys.argv[1]), os.path.abspath (sys.argv[2])
marbre = os.path.join (build, 'marbre')
passed = failed = 0


def listing (folder):
    found = {}
    for where, _, names in os.walk (folder):
        for name in names:
            path = os.path.join (where, name)
            found[os.path.relpath (path, folder)] = open (path, 'rb').read ()
    return found


def run (arguments, folder, **settings):
    environment = dict (os.environ, LC_ALL='C.UTF-8', MARBRE_DATA=source)
    return subprocess.run ([marbre, *arguments], cwd=folder, env=environment, capture_output=True, text=True, errors='replace', **settings)


def case (name, files, arguments, status, *expected, setup=None, **settings):
    """files: name → bytes or str. expected: texts that standard error must hold."""
    global passed, failed
    with tempfile.TemporaryDirectory () as folder:
        for file, content in dict ({'out.pdf': 'the old PDF', 'out.epub': 'the old EPUB'}, **files).items ():
            path = os.path.join (folder, file)
            os.makedirs (os.path.dirname (path), exist_ok=True)
            open (path, 'wb').write (content if isinstance (content, bytes) else content.encode ())
        if setup:
            setup (folder)
        before = listing (folder)
        result = run (arguments, folder, **settings)
        problems = []
        if result.returncode != status:
            problems.append (f'exit {result.returncode}, not {status}')
        problems += [f'does not say {text!r}' for text in expected if text not in result.stderr]
        if status != 0 and listing (folder) != before:
            problems.append ('the folder changed: ' + ' '.join (sorted (set (listing (folder)) ^ set (before))))
    if problems:
        failed += 1
        print (f'FAIL {name}: ' + '; '.join (problems) + '\n' + result.stderr[-1200:])
    else:
        passed += 1


def tower ():
    """A white PNG, 10 pixels wide and 400 high."""
    def chunk (kind, data):
        return struct.pack ('>I', len (data)) + kind + data + struct.pack ('>I', zlib.crc32 (kind + data))
    header = struct.pack ('>IIBBBBB', 10, 400, 8, 0, 0, 0, 0)
    return b'\x89PNG\r\n\x1a\n' + chunk (b'IHDR', header) + chunk (b'IDAT', zlib.compress ((b'\0' + b'\xff' * 10) * 400)) + chunk (b'IEND', b'')


TO = ['-o', 'out.pdf', '-o', 'out.epub']
GOOD = '---\ntitre: Un titre\nauteur: Une plume\n---\n\nUn texte bref.\n'
CHAPTER = '<html xmlns="http://www.w3.org/1999/xhtml" lang="fr"><head><title>A</title></head><body><h1>A</h1>{}</body></html>'
jpeg = open (os.path.join (source, 'samples', 'articles', 'images', 'tourbiere.jpg'), 'rb').read ()

case ('a missing file', {}, ['build', 'absent.md', *TO], 1, 'absent.md')
case ('a missing file, in French', {}, ['build', 'absent.md', *TO, '--lang', 'fr'], 1, 'absent.md', 'introuvable')
case ('bad UTF-8', {'a.md': b'Bonjour \xe9t\xe9\n'}, ['build', 'a.md', *TO], 1, 'a.md:1:9')
case ('a NUL', {'a.md': b'# Bonjour\n\nabc\0def\n'}, ['build', 'a.md', *TO], 1, 'a.md:3:4')
case ('a missing picture', {'a.md': GOOD + '\n![Un port](port.jpg)\n'}, ['build', 'a.md', *TO], 1, 'port.jpg', 'a.md:8:')
case ('a missing picture, allowed', {'a.md': GOOD + '\n![Un port](port.jpg)\n'}, ['build', 'a.md', *TO, '--allow-missing'], 0, 'port.jpg', 'a.md:8:')
case ('a truncated picture', {'a.md': GOOD + '\n![Un port](port.jpg)\n', 'port.jpg': jpeg[:len (jpeg) // 2]}, ['build', 'a.md', *TO], 1, 'port.jpg')
case ('a text named .jpg', {'a.md': GOOD + '\n![Un port](port.jpg)\n', 'port.jpg': 'ceci est un texte'}, ['build', 'a.md', *TO], 1, 'port.jpg')
case ('a picture outside the root', {'d/a.md': GOOD + '\n![x](../port.jpg)\n', 'port.jpg': jpeg}, ['build', 'd/a.md', *TO], 1, '../port.jpg')
case ('a remote picture', {'a.md': GOOD + '\n![x](http://example.org/port.jpg)\n'}, ['build', 'a.md', *TO], 1, 'http://example.org/port.jpg')
case ('a colon in a title', {'a.md': '---\ntitre: Macron : le retour\n---\n\nTexte.\n'}, ['build', 'a.md', *TO], 0)
case ('broken YAML', {'a.md': '---\ntitre: [Un\nauteur: Deux\n---\n\nTexte.\n'}, ['build', 'a.md', *TO], 1, 'a.md:')
case ('unclosed front matter', {'a.md': '---\ntitre: Un\n\nTexte.\n'}, ['build', 'a.md', *TO], 1, 'a.md:1:')
case ('an empty file', {'a.md': ''}, ['build', 'a.md', *TO, '--lang', 'fr'], 1, 'rien à lire')
case ('an empty standard input', {}, ['build', '-', *TO, '--lang', 'fr'], 1, 'rien à lire', input='')
case ('a manifest of 60 000 missing chapters on a line', {'b.yaml': 'titre: B\nchapitres: [' + ', '.join (f'a{i}.md' for i in range (60000)) + ']\n'},
      ['build', 'b.yaml', *TO], 1, 'a7.md', timeout=120)
case ('only blanks', {'a.xhtml': CHAPTER.replace ('<h1>A</h1>', '').replace ('A<', '<').format ('<p> </p>')}, ['build', 'a.xhtml', *TO], 1, 'nothing to read')
case ('a tag of YAML, a hashtag', {'a.md': '---\ntitre: !Alerte\nchapo: Le procès #MeToo\n---\n\nTexte.\n'}, ['build', 'a.md', *TO, '--strict'], 0)
case ('a table too broad', {'a.xhtml': CHAPTER.format ('<table><tr>' + '<td>a</td>' * 70 + '</tr></table>')}, ['build', 'a.xhtml', *TO], 1, 'more than 64 columns')
case ('a table that leaves the page', {'a.md': GOOD + '\n' + ('| ' + 'anticonstitutionnellement | ' * 14 + '\n') + '|---' * 14 + '|\n' + '| x ' * 14 + '|\n'}, ['build', 'a.md', *TO], 1, 'MB0811')
case ('a table too long', {'a.xhtml': CHAPTER.format ('<table>' + '<tr><td>a</td><td>b</td></tr>' * 50001 + '</table>')}, ['build', 'a.xhtml', *TO], 1, '100000 cells')
case ('a paragraph too long', {'a.xhtml': CHAPTER.format ('<p>' + 'm' * 300000 + '</p>')}, ['build', 'a.xhtml', *TO], 1, 'longer than 256 kB')
case ('a control character in XML', {'a.xhtml': CHAPTER.format ('<p>a&#1;b</p>')}, ['build', 'a.xhtml', *TO, '--lang', 'fr'], 1, 'interdit en XML')
case ('nested lists', {'a.md': GOOD + '\n- un\n  - deux\n    - trois\n'}, ['build', 'a.md', *TO, '--strict'], 0)
case ('code in a line', {'a.md': GOOD + '\nDu `code`.\n'}, ['build', 'a.md', *TO, '--strict'], 0)
case ('a picture taller than the page', {'a.md': GOOD + '\n![Une tour](tour.png)\n', 'tour.png': tower ()}, ['build', 'a.md', *TO, '--strict'], 0, 'MB0810')
case ('an unclosed div', {'a.md': GOOD + '\n::: encadre\nDedans.\n'}, ['build', 'a.md', *TO, '--strict'], 1, 'a.md:8:1')
case ('XHTML not well-formed', {'a.xhtml': CHAPTER.format ('<p>Un <em>mot</p>')}, ['build', 'a.xhtml', *TO], 1, 'a.xhtml:1:')
case ('&nbsp; without a DTD', {'a.xhtml': CHAPTER.format ('<p>Un&nbsp;mot</p>')}, ['build', 'a.xhtml', *TO], 0)
case ('an unknown CSS property', {'a.md': GOOD, 's.css': 'p {\n  colour: red;\n}\n'}, ['build', 'a.md', *TO, '--style', 's.css', '--strict'], 1, 's.css:2:3', 'colour')
case ('a missing font', {'a.md': GOOD, 's.css': '@font-face { font-family: X; src: url("nulle-part.otf") }\nbody { font-family: X }\n'},
      ['build', 'a.md', *TO, '--style', 's.css'], 1, 'nulle-part.otf')
case ('a style sheet without fonts', {'a.md': GOOD, 's.css': 'p { color: red }\n'}, ['build', 'a.md', *TO, '--style', 's.css'], 1, 'MB0707')
case ('a missing style sheet', {'a.md': GOOD}, ['build', 'a.md', *TO, '--style', 'absente'], 1, 'absente')
case ('an unknown option', {'a.md': GOOD}, ['build', 'a.md', *TO, '--nimporte'], 2, 'nimporte')
case ('no output', {'a.md': GOOD}, ['build', 'a.md'], 2)
case ('an unknown suffix', {'a.md': GOOD}, ['build', 'a.md', '-o', 'out.doc'], 2, 'out.doc')
case ('an output over an input', {'a.png': jpeg, 'a.md': GOOD}, ['build', 'a.png', '-o', 'a.png'], 2, 'a.png')
case ('no such page', {'a.md': GOOD}, ['build', 'a.md', '-o', 'out.pdf', '--pages', '99'], 2)
case ('a missing folder', {'a.md': GOOD}, ['build', 'a.md', '-o', 'nulle/part/out.pdf'], 3, 'nulle/part')
case ('an output that is a folder', {'a.md': GOOD, 'd.pdf/x': ''}, ['build', 'a.md', '-o', 'd.pdf'], 3, 'd.pdf')
case ('a missing chapter', {'b.yaml': 'titre: Un\nchapitres:\n  - un.md\n'}, ['build', 'b.yaml', *TO], 1, 'un.md', 'b.yaml:3:')


def full_disk ():
    """A folder with no room left: a small tmpfs, when we may mount one."""
    global passed, failed
    with tempfile.TemporaryDirectory () as folder:
        if os.geteuid () or subprocess.run (['mount', '-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder], capture_output=True).returncode:
            print ('skip: no tmpfs may be mounted here')
            return
        try:
            article = os.path.join (folder, 'a.md')
            open (article, 'w').write (GOOD)
            old = os.path.join (folder, 'out.pdf')
            open (old, 'w').write ('the old PDF')
            try:
                with open (os.path.join (folder, 'ballast'), 'wb') as ballast:
                    while True:
                        ballast.write (b'x' * 4096)
                        ballast.flush ()
            except OSError:
                pass
            result = run (['build', 'a.md', '-o', 'out.pdf'], folder)
            good = result.returncode == 3 and open (old).read () == 'the old PDF' and sorted (os.listdir (folder)) == ['a.md', 'ballast', 'out.pdf']
            passed, failed = passed + good, failed + (not good)
            if not good:
                print (f'FAIL a full disk: exit {result.returncode}, {os.listdir (folder)}\n{result.stderr}')
        finally:
            subprocess.run (['umount', folder])


full_disk ()
print (f'{passed} passed, {failed} failed')
sys.exit (1 if failed else 0)
