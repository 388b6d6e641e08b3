# SPDX-License-Identifier: Apache-2.0
"""`marbre check` for the copy desk: findings in three formats, exit codes, switches, --fix and --diff byte by byte, hostile sources."""
import json, os, re, shutil, subprocess, sys, tempfile

source, build = map (os.path.abspath, sys.argv[1:3])
marbre = os.path.join (build, 'marbre')
NBSP, NNBSP = '\u00a0', '\u202f'
HEAD = '---\ntitre: Un titre\nauteur: Une plume\n---\n\n'
problems = []
checks = 0


def run (*arguments, folder=None, language='C.UTF-8', **settings):
    environment = dict (os.environ, LC_ALL=language, MARBRE_DATA=source)
    return subprocess.run ([marbre, *arguments], cwd=folder, env=environment, capture_output=True, text=True, encoding='utf-8', errors='replace', **settings)


def expect (what, condition, detail=''):
    global checks
    checks += 1
    if not condition:
        problems.append (f'{what}: {str (detail).strip ()[-700:]}')


def expect_exit (what, result, status, *texts):
    expect (f'{what}: exit {status}', result.returncode == status, f'exit {result.returncode}\n{result.stdout}{result.stderr}')
    for text in texts:
        expect (f'{what}: says {text!r}', text in result.stdout + result.stderr, result.stdout + result.stderr)


def write (folder, name, content):
    path = os.path.join (folder, name)
    os.makedirs (os.path.dirname (path), exist_ok=True)
    with open (path, 'wb') as file:
        file.write (content if isinstance (content, bytes) else content.encode ())
    return path


def read (folder, name):
    with open (os.path.join (folder, name), 'rb') as file:
        return file.read ()


def tree (folder):
    return {os.path.relpath (os.path.join (top, name), folder): read (top, name) for top, _, names in os.walk (folder) for name in names}


def check_formats (folder):
    write (folder, 'a.md', HEAD + "A Paris, il a dit qu'il viendrait demain.\n")
    short = run ('check', 'a.md', '--format', 'short', folder=folder)
    expect_exit ('short', short, 1)
    expect ('short: both findings', short.stderr.splitlines () == ['a.md:6:1: warning: LET-03: accent missing on a capital: “A” → “À”',
            'a.md:6:21: info: PON-02: curly apostrophe: “qu\'il” → “qu’il”'], short.stderr)
    human = run ('check', 'a.md', '--lang', 'fr', folder=folder)
    expect_exit ('human in French', human, 1, f'accent manquant sur une capitale{NBSP}: «{NBSP}A{NBSP}» → «{NBSP}À{NBSP}» [LET-03]')
    expect ('human: caret', re.search (r'│ A Paris.*\n *│ \^\n', human.stderr), human.stderr)
    lines = [json.loads (line) for line in run ('check', 'a.md', '--format', 'json', folder=folder).stdout.splitlines ()]
    expect ('json: the desk', lines[0] == {'schema': 1, 'code': 'LET-03', 'severity': 'warning', 'file': 'a.md', 'line': 6, 'column': 1, 'width': 1,
            'message': 'accent missing on a capital: “A” → “À”', 'found': 'A', 'wanted': 'À'}, lines)
    content = read (folder, 'a.md')
    offset = content.index (b"'il")
    expect ('json: the fix', lines[1]['fix'] == {'offset': offset, 'length': 1, 'text': '’'}, lines[1])
    known = {'schema', 'code', 'severity', 'file', 'line', 'column', 'width', 'message', 'hint', 'found', 'wanted', 'fix'}
    documented = open (os.path.join (source, 'docs/check.md'), encoding='utf-8').read ()
    for line in lines:
        expect ('json: known fields only', set (line) <= known, line)
    for field in known:
        expect (f'docs/check.md tells of {field}', f'`{field}`' in documented)


def check_exit_codes (folder):
    write (folder, 'clean.md', HEAD + 'Un texte propre.\n')
    write (folder, 'note.md', HEAD + "C'est l'été.\n")
    write (folder, 'desk.md', HEAD + 'A Paris, il pleut.\n')
    for name, level, status in (('clean.md', 'info', 0), ('note.md', 'warning', 0), ('note.md', 'info', 1), ('desk.md', 'warning', 1),
                                ('desk.md', 'error', 0), ('absent.md', 'error', 1)):
        expect_exit (f'{name} --fail-on {level}', run ('check', name, '--fail-on', level, folder=folder), status)
    expect_exit ('--strict', run ('check', 'desk.md', '--strict', '--fail-on', 'error', folder=folder), 1)
    expect_exit ('an unknown rule', run ('check', 'desk.md', '--typo=-ZZZ-01', folder=folder), 2, 'ZZZ-01')
    expect_exit ('--diff with json', run ('check', 'desk.md', '--diff', '--format', 'json', folder=folder), 2)
    expect_exit ('--fix of standard input', run ('check', '-', '--fix', folder=folder, input=HEAD + "l'été\n"), 2)
    expect_exit ('an empty name', run ('check', '', folder=folder), 2)
    expect_exit ('an empty name to build', run ('build', '', '-o', 'x.epub', folder=folder), 2)


def check_switches (folder):
    text = HEAD + "A Paris, l'été.\n"
    write (folder, 'a.md', text)
    for words, codes in (('-LET-03', {'PON-02'}), ('-let', {'PON-02'}), ('-PON-02,-LET', set ()), ('none', set ()), ('-LET,+LET-03', {'PON-02', 'LET-03'})):
        result = run ('check', 'a.md', f'--typo={words}', '--format', 'short', folder=folder)
        found = set (re.findall (r': ([A-Z]{3}-\d\d\w?): ', result.stderr))
        expect (f'--typo={words}', found == codes, result.stderr)
    write (folder, 'b.md', text.replace ('titre:', 'typographie: "-LET-03, -PON-02"\ntitre:'))
    expect_exit ('typographie: in front matter', run ('check', 'b.md', '--fail-on', 'info', folder=folder), 0)
    write (folder, 'c.md', HEAD + "[A Paris, l'été]{.notypo}.\n")
    expect_exit ('.notypo', run ('check', 'c.md', '--fail-on', 'info', folder=folder), 0)
    write (folder, 'd.md', HEAD + ":::notypo\nA Paris, l'été.\n:::\n")
    expect_exit ('::: notypo', run ('check', 'd.md', '--fail-on', 'info', folder=folder), 0)
    write (folder, 'livre.yaml', 'titre: Un livre\nauteur: X\ntypographie: -LET-03 -PON-02 -IMG-06\nchapitres: [ch.md]\n')
    write (folder, 'ch.md', "# Un\n\nA Paris, l'été.\n")
    expect_exit ('typographie: in a manifest', run ('check', 'livre.yaml', '--fail-on', 'info', folder=folder), 0)


def check_explain ():
    rules = re.findall (r'^([A-Z]{3}-\d\d\w?) +\S', run ('explain', '--all').stdout, re.M)
    expect ('explain --all lists the rules', len (rules) >= 80, len (rules))
    engine = re.findall (r'^MB_ORTHO_RULE \(\w+, "([^"]+)"', open (os.path.join (source, 'src/ortho/rules.def'), encoding='utf-8').read (), re.M)
    expect ('every rule of the engine is in the catalogue', set (engine) <= set (rules), set (engine) - set (rules))
    same = {'LET-01', 'LET-02', 'ORD-01', 'NUM-08'}  # œ, æ, ordinal, fractions
    for rule in rules[::4] + ['PON-02', 'LET-03', 'ESP-09', 'NUM-08']:
        english, french = run ('explain', rule), run ('explain', rule, '--lang', 'fr')
        expect_exit (f'explain {rule}', english, 0, rule, 'class:', 'source:')
        expect_exit (f'explain {rule} in French', french, 0, rule, f'classe{NBSP}:', f'source{NBSP}:')
        expect (f'explain {rule}: both languages', english.stdout.splitlines ()[0] != french.stdout.splitlines ()[0] or rule in same, english.stdout)
        if 'rendering:' not in english.stdout and 'breaking:' not in english.stdout:
            expect_exit (f'explain {rule}: how to switch it off', english, 0, f'--typo=-{rule}')
            elements = rule[:3] in ('ART', 'IMG', 'LEG', 'LIE', 'TAB') or rule in ('TIT-02', 'TIT-03')
            expect (f'explain {rule}: .notypo', ('.notypo' in english.stdout) != elements, english.stdout)
    expect_exit ('explain pon-02', run ('explain', 'pon-02'), 0, 'PON-02')


# (what, before, after): outside of the changes every byte stays
FIXES = [
    ('an apostrophe', "L'été.\n", 'L’été.\n'),
    ('quotes and high marks', 'Il dit "oui" ! Bien ; alors : "non".\n',
     f'Il dit «{NBSP}oui{NBSP}»{NNBSP}! Bien{NNBSP}; alors{NBSP}: «{NBSP}non{NBSP}».\n'),
    ('CR LF', "L'été.  \r\nC'est tout !\r\n", f'L’été.  \r\nC’est tout{NNBSP}!\r\n'),
    ('trailing spaces and no last newline', "L'été   \n\n\nC'est tout  ", 'L’été   \n\n\nC’est tout  '),
    ('a tab and odd indentation', " L'été\n   \tC'est\n", ' L’été\n   \tC’est\n'),
    ('emphasis', "*C'est* **l'été** !\n", f'*C’est* **l’été**{NNBSP}!\n'),
    ('a link', "Voir [l'été](https://exemple.fr/l'ete?a=b;c) !\n", f"Voir [l’été](https://exemple.fr/l'ete?a=b;c){NNBSP}!\n"),
    ('code', "Le code `l'été !` et l'été.\n\n    l'été !\n\n```\nl'été !\n```\n", "Le code `l'été !` et l’été.\n\n    l'été !\n\n```\nl'été !\n```\n"),
    ('a list', "- l'un\n- l'autre\n\n1. l'un\n", '- l’un\n- l’autre\n\n1. l’un\n'),
    ('a table', "| l'un | l'autre |\n|---|---|\n| l'été | l'hiver |\n", '| l’un | l’autre |\n|---|---|\n| l’été | l’hiver |\n'),
    ('a quotation', "> L'été\n> c'est bien !\n", f'> L’été\n> c’est bien{NNBSP}!\n'),
    ('verse', "::: poeme\nL'été,\nl'hiver !\n:::\n", f'::: poeme\nL’été,\nl’hiver{NNBSP}!\n:::\n'),
    ('a note', "Un mot[^1] !\n\n[^1]: L'été.\n", f'Un mot[^1]{NNBSP}!\n\n[^1]: L’été.\n'),
    ('an attribute', "## L'été {#l-ete .x}\n\nUn texte.\n", '## L’été {#l-ete .x}\n\nUn texte.\n'),
    ('not typo', "[l'été]{.notypo} et l'été\n", "[l'été]{.notypo} et l’été\n"),
    ('HTML', "1<sup>er</sup> de l'an <b>l'été</b>\n", '1<sup>er</sup> de l’an <b>l’été</b>\n'),
    ('another language', "<i lang=\"de\">l'a</i> et l'été\n", "<i lang=\"de\">l'a</i> et l’été\n"),
]


def check_fix (folder):
    """All cases at once, each a file; every other one begins with a byte order mark."""
    files = {}
    for number, (what, before, after) in enumerate (FIXES):
        head = (HEAD.replace ('\n', '\r\n') if '\r\n' in before else HEAD).replace ('Un titre', f'Titre {number}')
        mark = b'\xef\xbb\xbf' if number % 2 else b''
        files[f'{number:02}.md'] = what, mark + (head + before).encode (), mark + (head + after).encode (), set (after.splitlines ()) - set (before.splitlines ())
    for name, (_, before, _, _) in files.items ():
        write (folder, name, before)
    diff = run ('check', *files, '--diff', '--fail-on', 'error', folder=folder)
    for name, (what, before, _, lines) in files.items ():
        expect (f'{what}: --diff writes nothing', read (folder, name) == before)
        part = diff.stdout.split (f'--- {name}\n')[-1].split ('\n--- ')[0]
        expect (f'{what}: the diff shows it', all ('+' + line in part for line in lines), part)
    run ('build', *files, '-o', 'one.epub', folder=folder)
    result = run ('check', *files, '--fix', '--format', 'short', '--fail-on', 'error', folder=folder)
    expect_exit ('--fix', result, 0)
    for name, (what, _, after, _) in files.items ():
        expect (f'{what}: --fix', read (folder, name) == after, read (folder, name).decode () + ''.join (line for line in result.stderr.splitlines (True) if line.startswith (name)))
    run ('build', *files, '-o', 'two.epub', folder=folder)
    expect ('the same e-book', read (folder, 'one.epub') == read (folder, 'two.epub'))
    again = run ('check', *files, '--fix', '--fail-on', 'error', folder=folder)
    expect ('nothing to do twice', again.stdout == '' and all (read (folder, name) == after for name, (_, _, after, _) in files.items ()), again.stdout)


def check_front_matter (folder):
    before = ('---\ntitre: L\'été : "oui" !\nchapo: "C\'est l\'été."\nsurtitre: \'L\'\'hiver\'\nauteur: Une plume\n# l\'auteur\nidentifiant: l\'x\n'
              'image: {src: x.jpg, alt: "l\'alt", legende: "L\'île. Jean / AFP"}\n---\n\nTexte.\n')
    after = before.replace ('L\'été : "oui" !', f'L’été{NBSP}: «{NBSP}oui{NBSP}»{NNBSP}!').replace ("C'est l'été", 'C’est l’été').replace ("L'île", 'L’île')
    shutil.copy (os.path.join (source, 'samples/articles/images/tourbiere.jpg'), os.path.join (folder, 'x.jpg'))
    write (folder, 'a.md', before)
    result = run ('check', 'a.md', '--fix', '--format', 'short', folder=folder)
    expect ('front matter', read (folder, 'a.md').decode () == after, read (folder, 'a.md').decode () + result.stderr)
    expect ('front matter: what is not sure is said', ':4:' in result.stderr and 'MB1121' in result.stderr, result.stderr)


def check_people (folder):
    """Settings inside settings: a finding points at the words, and --fix writes them."""
    write (folder, 'gens.md', "---\ntitre: Un titre\nauteur:\n  nom: Zoé d'Arc\n  role: l'envoyée\n---\n\nUn texte propre.\n")
    write (folder, 'foule.md', "---\ntitre: Un titre\nauteur:\n  - {nom: \"Luc  Dor\", role: l'envoyé}\n  - Ève d'Or\n---\n\nUn texte propre.\n")
    expect ('places of people', [line[:line.index (': info')] for line in run ('check', 'gens.md', 'foule.md', '--format', 'short', folder=folder).stderr.splitlines ()]
            == ['foule.md:4:16', 'foule.md:4:30', 'foule.md:5:10', 'gens.md:4:13', 'gens.md:5:10'],
            run ('check', 'gens.md', 'foule.md', '--format', 'short', folder=folder).stderr)
    expect_exit ('people mended', run ('check', 'gens.md', 'foule.md', '--fix', folder=folder), 0)
    expect ('people written', b'  nom: Zo\xc3\xa9 d\xe2\x80\x99Arc\n  role: l\xe2\x80\x99envoy\xc3\xa9e\n' in read (folder, 'gens.md'), read (folder, 'gens.md'))
    expect ('a crowd written', '{nom: "Luc Dor", role: l’envoyé}\n  - Ève d’Or'.encode () in read (folder, 'foule.md'), read (folder, 'foule.md'))


def check_book (folder):
    """What only an e-book would show, without making one; nothing twice."""
    write (folder, 'fautes.md', HEAD + 'Un [lien](#absent) et [un autre](#la).\n\n## Là {#la}\n\n#### Trop bas\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n##\n\nUn texte.\n')
    write (folder, 'pale.css', '@import "quotidien.css"; article > p { color: #bbb }')
    before = tree (folder)
    said = run ('check', 'fautes.md', '--style', 'pale.css', '--format', 'short', folder=folder)
    codes = sorted (re.findall (r': (?:warning|error): ([\w-]+):', said.stderr))
    expect_exit ('faults of an e-book', said, 1, 'fautes.md:6:4: warning: MB1004', 'MB1015')
    expect ('each is told once', codes == sorted (set (codes)) and {'MB1004', 'TIT-02', 'TIT-03'} <= set (codes), said.stderr)
    expect ('nothing is written', tree (folder) == before)
    write (folder, 'papier.yaml', 'titre: Q\ndate: 2026-11-20\nrubriques:\n  - nom: Une\n    articles: [fautes.md]\nsorties:\n  - fichier: q.pdf\n')
    said = run ('check', 'papier.yaml', '--style', 'pale.css', '--format', 'short', folder=folder)
    expect ('no e-book asked for', 'MB1004' not in said.stderr and 'MB1015' not in said.stderr, said.stderr)


def check_newcomers (folder):
    write (folder, 'colle.md', '---\ntitre:Le titre\nauteur:Une plume\n---\n\nUn texte.\n')
    expect_exit ('keys without a space', run ('check', 'colle.md', '--format', 'short', folder=folder), 1, 'colle.md:2:1: error: MB1128', 'colle.md:3:1: error: MB1128')
    write (folder, 'regle.md', '---\n\nnote: un filet, puis un texte.\n\n---\n\nFin.\n')
    expect ('a rule is no key', 'MB1128' not in run ('check', 'regle.md', '--format', 'short', folder=folder).stderr)
    write (folder, 'articles/un.md', HEAD + 'Un texte.\n')
    write (folder, 'q.yaml', 'titre: Q\ndate: 31 fevrrier 2020\nrubriques:\n  - nom: Une\n    articles: [articles]\nsorties:\n  - fichier: q-{date}.pdf\n')
    said = run ('build', 'q.yaml', '--format', 'short', folder=folder)
    expect_exit ('a folder named in a manifest', said, 1, 'q.yaml:5:16: error: MB1127', 'q.yaml:2:7: error: MB0214')
    expect ('a bad date is one fault', 'MB1112' not in said.stderr, said.stderr)


def check_manifest (folder):
    write (folder, 'livre.yaml', "titre: L'île\nauteur: X\nparties:\n  - titre: L'aube\n    chapitres: [un.md, deux/deux.md]\n")
    write (folder, 'un.md', "# L'un\n\nC'est lui.\n")
    write (folder, 'deux/deux.md', "# L'autre\n\nC'est elle.\n")
    write (folder, 'autre.md', "l'autre\n")
    result = run ('check', 'livre.yaml', '--fix', folder=folder)
    expect_exit ('a manifest', result, 0, 'rewritten: un.md (2)', 'rewritten: deux/deux.md (2)')
    expect ('a manifest: every file', read (folder, 'un.md').decode () == '# L’un\n\nC’est lui.\n' and read (folder, 'deux/deux.md').decode () == '# L’autre\n\nC’est elle.\n')
    expect ('a manifest: parts', 'L’aube' in read (folder, 'livre.yaml').decode (), read (folder, 'livre.yaml'))
    expect ('a manifest: no other file', read (folder, 'autre.md') == b"l'autre\n")


def check_unsure (folder):
    for what, text, code in (('an entity', 'Il dit&nbsp;: l&#39;été !\n', None), ('a backslash', "L\\'été, l'hiver.\n", None),
                             ('XHTML', None, 'MB1126')):
        if text is None:
            write (folder, 'a.xhtml', '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>T</title></head><body><h1>T</h1><p>L\'été !</p></body></html>')
            before, result = read (folder, 'a.xhtml'), run ('check', 'a.xhtml', '--fix', '--format', 'short', folder=folder)
            expect (f'{what}: untouched and said', read (folder, 'a.xhtml') == before and code in result.stderr, result.stderr)
            continue
        write (folder, 'a.md', HEAD + text)
        run ('build', 'a.md', '-o', 'one.epub', folder=folder)
        result = run ('check', 'a.md', '--fix', '--format', 'short', folder=folder)
        run ('build', 'a.md', '-o', 'two.epub', folder=folder)
        expect (f'{what}: the same e-book', read (folder, 'one.epub') == read (folder, 'two.epub'))
        once = read (folder, 'a.md')
        run ('check', 'a.md', '--fix', folder=folder)
        expect (f'{what}: nothing to do twice', read (folder, 'a.md') == once)


def check_files (folder):
    text = HEAD + "L'été.\n"
    write (folder, 'read-only.md', text)
    os.chmod (os.path.join (folder, 'read-only.md'), 0o444)
    result = run ('check', 'read-only.md', '--fix', '--format', 'short', folder=folder)
    expect_exit ('a read-only file', result, 1, 'MB1123')
    expect ('a read-only file is untouched', read (folder, 'read-only.md').decode () == text)
    write (folder, 'private.md', text)
    os.chmod (os.path.join (folder, 'private.md'), 0o640)
    run ('check', 'private.md', '--fix', folder=folder)
    expect ('the mode stays', os.stat (os.path.join (folder, 'private.md')).st_mode & 0o777 == 0o640 and 'L’' in read (folder, 'private.md').decode ())
    write (folder, 'in/real.md', text)
    os.symlink ('real.md', os.path.join (folder, 'in/link.md'))
    run ('check', 'in/link.md', '--fix', folder=folder)
    expect ('a link below the root: its file is rewritten, the link stays', os.path.islink (os.path.join (folder, 'in/link.md')) and 'L’' in read (folder, 'in/real.md').decode ())
    write (folder, 'out/real.md', text)
    write (folder, 'book/livre.yaml', 'titre: T\nchapitres: [link.md]\n')
    os.symlink ('../out/real.md', os.path.join (folder, 'book/link.md'))
    result = run ('check', 'book/livre.yaml', '--fix', '--format', 'short', folder=folder)
    expect ('a link out of the root is untouched', read (folder, 'out/real.md').decode () == text, result.stderr)
    leftovers = [name for name in tree (folder) if '.marbre-' in name]
    expect ('no temporary file stays', not leftovers, leftovers)


def check_patch (folder):
    shutil.copytree (os.path.join (source, 'samples/quotidien'), os.path.join (folder, 'q'))
    before = tree (os.path.join (folder, 'q'))
    diff = run ('check', 'q/edition.yaml', '--fix', '--diff', folder=folder)
    expect ('--fix --diff writes nothing', tree (os.path.join (folder, 'q')) == before)
    shutil.copytree (os.path.join (folder, 'q'), os.path.join (folder, 'p/q'))
    fixed = run ('check', 'q/edition.yaml', '--fix', '--fail-on', 'error', folder=folder)
    expect_exit ('the daily', fixed, 0)
    after = tree (os.path.join (folder, 'q'))
    changed = {name for name in after if after[name] != before[name]}
    expect ('the daily: files named are files changed', {os.path.join ('q', name) for name in changed} == set (re.findall (r'^rewritten: (.+) \(\d+\)$', fixed.stdout, re.M)), fixed.stdout)
    clean = run ('check', 'q/edition.yaml', '--diff', '--fail-on', 'error', folder=folder)
    expect ('the daily: no diff is left', clean.stdout == '', clean.stdout)
    if shutil.which ('patch'):
        subprocess.run (['patch', '-s', '-p0'], cwd=os.path.join (folder, 'p'), input=diff.stdout, text=True, check=False)
        expect ('patch does what --fix does', tree (os.path.join (folder, 'p/q')) == after)


def check_pictures (folder):
    picture = os.path.join (source, 'samples/articles/images/tourbiere.jpg')
    shutil.copy (picture, os.path.join (folder, 'large.jpg'))
    with open (picture, 'rb') as file:
        write (folder, 'cut.jpg', file.read (3000))
    subprocess.run ([sys.executable, '-c', 'import struct, zlib\nd = lambda t, b: struct.pack (">I", len (b)) + t + b + struct.pack (">I", zlib.crc32 (t + b))\n'
                     'open ("small.png", "wb").write (b"\\x89PNG\\r\\n\\x1a\\n" + d (b"IHDR", struct.pack (">IIBBBBB", 40, 60, 8, 0, 0, 0, 0)) + '
                     'd (b"IDAT", zlib.compress ((b"\\0" + b"\\x80" * 40) * 60)) + d (b"IEND", b""))'], cwd=folder, check=True)
    write (folder, 'c.md', '# Un\n\nUn texte.\n')
    for cover, status, text in (('couverture: cut.jpg\n', 1, 'MB1001'), ('couverture: absent.jpg\n', 1, ':3:13: error: MB1001'), ('couverture: small.png\n', 1, 'IMG-05'),
                                ('couverture: large.jpg\n', 0, ''), ('', 0, 'IMG-06')):
        write (folder, 'livre.yaml', f'titre: T\nauteur: X\n{cover}chapitres: [c.md]\n')
        result = run ('check', 'livre.yaml', '--format', 'short', folder=folder)
        expect_exit (f'cover {cover!r}', result, status, text)
    expect ('a good cover: no word of it', 'IMG' not in run ('check', 'livre.yaml', '--typo=-IMG-06', '--format', 'short', folder=folder).stderr)
    for name, code in (('small.png', 'IMG-04'), ('large.jpg', '')):
        write (folder, 'a.md', HEAD + f'![Un port sous la brume]({name}){{legende="Le port." credit="AFP" style="width: 100mm"}}\n')
        found = run ('check', 'a.md', '--format', 'short', folder=folder).stderr
        expect (f'{name}: resolution', ('IMG-04' in found) == bool (code), found)
    french = run ('check', 'livre.yaml', '--format', 'short', '--lang', 'fr', folder=folder)
    write (folder, 'livre.yaml', 'titre: T\nauteur: X\ncouverture: cut.jpg\nchapitres: [c.md]\n')
    french = run ('check', 'livre.yaml', '--format', 'short', '--lang', 'fr', folder=folder)
    expect ('libjpeg speaks French', 's’arrête trop tôt' in french.stderr, french.stderr)
    write (folder, 'x.xhtml', '<html xmlns="http://www.w3.org/1999/xhtml"><body><p a>x</p></body></html>')
    french = run ('check', 'x.xhtml', '--format', 'short', '--lang', 'fr', folder=folder)
    expect ('libxml2 speaks French', 'un attribut n’a pas de valeur' in french.stderr, french.stderr)
    write (folder, 'b.md', HEAD + '![](large.jpg){legende="Le port." credit="AFP"}\n')
    made = run ('build', 'b.md', '-o', 'b.epub', '--format', 'short', folder=folder)
    expect ('the e-book names pictures as the text does', 'MB1011' in made.stderr and '../' not in made.stderr, made.stderr)


def check_settings (folder):
    for typed, code, tag in (('Français', 'MB0266', '“fr”'), ('fr_FR', 'MB0266', '“fr-FR”'), ('anglias', 'MB0266', '“en”'), ('zz', 'MB0267', ''), ('fr', '', ''), ('fr-CA', '', ''), ('gsw', '', '')):
        write (folder, 'a.md', HEAD.replace ('titre:', f'langue: {typed}\ntitre:') + 'Un texte.\n')
        result = run ('check', 'a.md', '--format', 'short', folder=folder)
        expect (f'langue: {typed}', (code in result.stderr and tag in result.stderr) if code else result.stderr == '', result.stderr)
        write (folder, 'livre.yaml', f'titre: T\nauteur: X\nlangue: {typed}\nchapitres: [a.md]\n')
        result = run ('check', 'livre.yaml', '--typo', 'none,-IMG', '--format', 'short', folder=folder)
        expect (f'langue: {typed} in a manifest', ('livre.yaml:3:9' in result.stderr) == bool (code), result.stderr)
    write (folder, 'a.md', HEAD.replace ('auteur:', 'date: 23 novembre 2026\nauteur:') + 'Un texte.\n')
    expect_exit ('a date in words', run ('check', 'a.md', '--format', 'short', folder=folder), 0, 'a.md:3:7: info: MB0265')
    write (folder, 'a.md', '---\nauteur: X\ntitre: "Un \\"grand\\" [titre](javascript:x)"\n---\n\nUn texte.\n')
    expect_exit ('a fault in an escaped value', run ('check', 'a.md', '--format', 'short', folder=folder), 1, 'a.md:3:9: warning: MB0229')
    write (folder, 'a.md', '---\nauteur: X\ntitre: Un *grand* [titre](javascript:x)\n---\n\nUn texte.\n')
    expect_exit ('a fault in a plain value', run ('check', 'a.md', '--format', 'short', folder=folder), 1, 'a.md:3:19: warning: MB0229')


def check_completions ():
    for shell in ('bash', 'fish'):
        script = run ('--completions', shell)
        expect_exit (f'completions for {shell}', script, 0, 'check', 'fail-on', 'explain')
        if shell == 'bash' and shutil.which ('bash'):
            expect ('bash reads its completions', subprocess.run (['bash', '-n'], input=script.stdout, text=True, check=False).returncode == 0)
            words = subprocess.run (['bash', '-c', script.stdout + '\nCOMP_WORDS=(marbre check --form); COMP_CWORD=2; _marbre; echo "${COMPREPLY[@]}"'], capture_output=True, text=True, check=False)
            expect ('bash completes --format', words.stdout.strip () == '--format', words)
    expect_exit ('completions for another shell', run ('--completions', 'csh'), 2)


def check_hostile (folder):
    texts = {'quotes': '"' * 5000, 'guillemets': '« ' * 5000, 'apostrophes': "a'" * 20000, 'brackets': '(' * 5000 + ')' * 4000, 'spaces': 'a' + ' ' * 50000 + '!',
             'digits': '1' * 50000, 'dots': '.' * 5000, 'one line': "l'un " * 20000, 'deep': '> ' * 300 + "l'un", 'dashes': '- - ' * 3000,
             'emphasis': "*l'un* " * 3000, 'front': '', 'nul': "l'un\0deux", 'combining': "e\u0301'\u0301a " * 3000}
    for what, text in texts.items ():
        write (folder, 'a.md', HEAD + text + '\n')
        try:
            result = run ('check', 'a.md', '--fix', '--format', 'json', folder=folder, timeout=60)
            expect (f'{what}: no accident', result.returncode in (0, 1), f'exit {result.returncode} {result.stderr}')
            for line in result.stdout.splitlines ():
                json.loads (line)
            once = read (folder, 'a.md')
            run ('check', 'a.md', '--fix', folder=folder, timeout=60)
            expect (f'{what}: nothing to do twice', read (folder, 'a.md') == once)
        except (subprocess.TimeoutExpired, ValueError) as error:
            expect (f'{what}: ends well', False, error)


with tempfile.TemporaryDirectory () as work:
    check_explain ()
    check_completions ()
    for check in (check_formats, check_exit_codes, check_switches, check_fix, check_front_matter, check_people, check_book, check_newcomers, check_manifest, check_unsure, check_files, check_patch, check_pictures, check_settings, check_hostile):
        folder = os.path.join (work, check.__name__)
        os.mkdir (folder)
        check (folder)
print ('\n'.join (problems) or f'{checks} checks')
sys.exit (1 if problems else 0)
