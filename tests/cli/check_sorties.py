# SPDX-License-Identifier: Apache-2.0
"""`marbre build MANIFEST` without -o: the outputs that the manifest orders, under their names, each with its settings; what is wrong at its place."""
import os, re, shutil, subprocess, sys, tempfile

source, build = map (os.path.abspath, sys.argv[1:3])
marbre = os.path.join (build, 'marbre')
HEAD = """titre: "L’Œuvre à Évreux : n° 3 !"
numero: 24 318
date: 2026-11-23T06:30
chapitres: [1-la-lampe.md]
sorties:
"""
# one entry a line, and where and what is wrong with it
WRONG = [('"{titer}.pdf"', 6, 'MB1111', '{titer}'), ('"{edition}.pdf"', 6, 'MB1112', 'edition'), ('../hors.pdf', 5, 'MB1113', '../hors.pdf'),
         ('/tmp/hors.pdf', 5, 'MB1113', '/tmp/hors.pdf'), ('livre.docx', 5, 'MB1114', 'livre.docx'), ('faux.yaml', 5, 'MB1114', 'faux.yaml'),
         ('bon.pdf', 0, '', ''), ('./bon.pdf', 5, 'MB1114', 'twice'), ('"-"', 6, 'MB1114', '-'), ('"epub:-"', 6, 'MB1114', '-'),
         ('{fichier: a.pdf, normes: [ua-1, x-4]}', 37, 'MB1114', 'x-4'), ('{fichier: b.pdf, style: absent}', 29, 'MB1114', 'absent.css'),
         ('{fichier: c.pdf, pages: 3-1}', 29, 'MB1114', '3-1'), ('{fichier: "d-{p}.png", resolution: 0}', 40, 'MB1114', '0'),
         ('{normes: ua-1}', 5, 'MB0257', ''), ('{fichier: e.pdf, stile: livre}', 22, 'MB0211', 'stile')]
problems = []
checks = 0


def expect (what, condition, detail=''):
    global checks
    checks += 1
    if not condition:
        problems.append (f'{what}: {str (detail).strip ()[-900:]}')


def run (folder, *arguments):
    environment = dict (os.environ, LC_ALL='C.UTF-8', MARBRE_DATA=source)
    return subprocess.run ([marbre, 'build', *arguments, '--format', 'short'], cwd=folder, env=environment, capture_output=True, text=True)


def write (folder, name, lines):
    with open (os.path.join (folder, name), 'w', encoding='utf-8') as file:
        file.write (HEAD + ''.join (f'  - {line}\n' for line in lines))


def names (folder):
    return sorted (name for name in os.listdir (folder) if name.rsplit ('.', 1)[1] in ('pdf', 'epub', 'png'))


def content (folder, name):
    return open (os.path.join (folder, name), 'rb').read ()


def check_names (folder):
    write (folder, 'l.yaml', ['"{titre}.pdf"', '"n{number}-{date}.epub"', '{fichier: "p-{p}.png", pages: "1-2", resolution: 30}'])
    made = run (folder, 'l.yaml')
    expect ('names: exit 0', made.returncode == 0, made.stderr)
    expected = ['l-oeuvre-a-evreux-n-3.pdf', 'n24-318-2026-11-23.epub']
    expect ('names: as file names are written', set (expected) <= set (names (folder)) and {'p-1.png', 'p-2.png'} == set (names (folder)) - set (expected), names (folder))
    expect ('names: said', made.stdout.splitlines () == ['written: ' + name for name in expected + ['p-{p}.png']], made.stdout)
    above = run (os.path.dirname (folder), os.path.join (os.path.basename (folder), 'l.yaml'))
    expect ('from another folder: beside the manifest', above.returncode == 0 and 'written: livre/l-oeuvre-a-evreux-n-3.pdf' in above.stdout, above.stdout + above.stderr)
    kept = names (folder)
    other = run (folder, 'l.yaml', '-o', 'autre.pdf', '-q')
    expect ('-o: only what it says', other.returncode == 0 and set (names (folder)) - set (kept) == {'autre.pdf'}, names (folder))
    expect ('-o: the same bytes', content (folder, 'autre.pdf') == content (folder, expected[0]))
    none = run (folder, '1-la-lampe.md')
    expect ('a text and no -o: exit 2', none.returncode == 2 and '-o' in none.stderr, none.stderr)


def check_settings (folder):
    """An output's settings reach it and no other; the command line wins."""
    open (os.path.join (folder, 'rouge.css'), 'w').write ('@import url("livre.css");\n@page { size: 100mm 100mm; margin: 10mm } p { color: red }\n')
    write (folder, 's.yaml', ['un.pdf', '{fichier: carre.pdf, style: rouge.css}', '{fichier: page2.pdf, pages: 2}', '{fichier: nu.pdf, normes: none}', 'deux.pdf'])
    made = run (folder, 's.yaml')
    expect ('settings: exit 0', made.returncode == 0, made.stderr)
    expect ('settings: two plain outputs are the same', content (folder, 'un.pdf') == content (folder, 'deux.pdf'))
    for option, name, like in ((['--style', 'rouge.css'], 'un.pdf', 'carre.pdf'), (['--pages', '2'], 'un.pdf', 'page2.pdf'), (['--standard', 'none'], 'un.pdf', 'nu.pdf')):
        wanted = content (folder, like)
        run (folder, 's.yaml', *option)
        expect (f'{option[0]} wins over the manifest', content (folder, name) == wanted == content (folder, like))
        run (folder, 's.yaml')
    different = {content (folder, name) for name in ('un.pdf', 'carre.pdf', 'page2.pdf', 'nu.pdf')}
    expect ('settings: four different files', len (different) == 4)


def check_findings (folder):
    before = names (folder)
    write (folder, 'faux.yaml', [line for line, *_ in WRONG])
    wrong = run (folder, 'faux.yaml')
    expect ('wrong: exit 1', wrong.returncode == 1, wrong.stderr)
    expect ('wrong: nothing is written', names (folder) == before, names (folder))
    found = wrong.stderr.splitlines ()
    first = HEAD.count ('\n') + 1
    for i, (line, column, code, word) in enumerate (WRONG):
        there = [text for text in found if text.startswith (f'faux.yaml:{first + i}:')]
        if not code:
            expect (f'{line}: nothing wrong', not there, there)
        else:
            place = re.compile (rf'faux\.yaml:{first + i}:{column}: (error|warning): {code}: .*{re.escape (word)}')
            expect (f'{line}: {code} at column {column}', len (there) == 1 and place.match (there[0]), there)
    open (os.path.join (folder, 'style.yaml'), 'w').write ('style: absent\ntitre: L\nchapitres: [1-la-lampe.md]\n')
    style = run (folder, 'style.yaml', '-o', 'style.pdf')
    expect ('a style that is not there: found at its place', style.returncode == 1 and style.stderr.startswith ('style.yaml:1:8: error: MB1102: '), style.stderr)
    write (folder, 'large.yaml', ['../hors.pdf'])
    wide = run (folder, 'large.yaml', '--root', '..')
    expect ('--root allows a name above', wide.returncode == 0 and os.path.exists (os.path.join (folder, '../hors.pdf')), wide.stderr)


with tempfile.TemporaryDirectory () as work:
    folder = os.path.join (work, 'livre')
    shutil.copytree (os.path.join (source, 'samples/recit'), folder)
    check_names (folder)
    check_settings (folder)
    check_findings (folder)
print ('\n'.join (problems) or f'{checks} checks')
sys.exit (1 if problems else 0)
