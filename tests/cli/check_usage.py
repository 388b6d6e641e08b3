# SPDX-License-Identifier: Apache-2.0
"""The command as a user meets it: verbs, help, manual page, exit codes, formats of findings, standard streams, dependency files."""
import json, os, re, shutil, subprocess, sys, tempfile, unicodedata

source, build = map (os.path.abspath, sys.argv[1:3])
marbre = os.path.join (build, 'marbre')
GOOD = '---\ntitre: Un titre\nauteur: Une plume\n---\n\nUn texte bref.\n'
problems = []
checks = 0


def run (*arguments, folder=None, language='C.UTF-8', **settings):
    environment = dict (os.environ, LC_ALL=language, MARBRE_DATA=source)
    text = {} if settings.pop ('binary', False) else {'text': True, 'encoding': 'utf-8', 'errors': 'replace'}
    return subprocess.run ([marbre, *arguments], cwd=folder, env=environment, capture_output=True, **text, **settings)


def expect (what, condition, detail=''):
    global checks
    checks += 1
    if not condition:
        problems.append (f'{what}: {str (detail).strip ()[-600:]}')


def expect_exit (what, result, status, *texts):
    expect (f'{what}: exit {status}', result.returncode == status, f'exit {result.returncode}\n{result.stderr}')
    for text in texts:
        expect (f'{what}: says {text!r}', text in result.stdout + result.stderr, result.stdout + result.stderr)


def write (folder, name, content):
    with open (os.path.join (folder, name), 'w', encoding='utf-8', newline='') as file:
        file.write (content)


def check_verbs ():
    verbs = re.findall (r'^  marbre (\w+)', run ('--help').stdout, re.M)
    expect ('--help names the verbs', {'build', 'check', 'info', 'explain'} <= set (verbs), verbs)
    expect_exit ('--help', run ('--help'), 0, 'marbre VERB')
    expect_exit ('--help in French', run ('--help', language='fr_FR.UTF-8'), 0, 'marbre VERBE')
    expect_exit ('--version', run ('--version'), 0, 'marbre ')
    expect ('--version has a number', re.fullmatch (r'marbre \d+\.\d+\.\d+\n', run ('--version').stdout), run ('--version').stdout)
    expect_exit ('nothing at all', run (), 2, 'marbre VERB')
    expect ('nothing at all: nothing on standard output', run ().stdout == '')
    expect_exit ('an unknown verb', run ('bild'), 2, 'bild', '--help')
    expect_exit ('an unknown verb in French', run ('bild', '--lang', 'fr'), 2, 'aucun verbe')
    expect_exit ('--lang before the verb', run ('--lang=fr', 'build'), 2, 'aucune entrée', 'marbre build --help')
    expect_exit ('a file for a verb', run (os.path.abspath (__file__)), 2, 'not a verb', 'marbre build /')
    ascii = run ('build', '--help', '--lang', 'fr', language='C')
    expect ('help is UTF-8 in any locale', '?' not in ascii.stdout and 'à défaut' in ascii.stdout, ascii.stdout)
    for verb in verbs:
        for language, word, other in (('C.UTF-8', 'language of messages', 'langue des'), ('fr_FR.UTF-8', 'langue des messages', 'language of')):
            help = run (verb, '--help', language=language)
            expect_exit (f'{verb} --help ({language})', help, 0, word, f'marbre {verb} [')
            expect (f'{verb} --help ({language}) is in one language', other not in help.stdout, help.stdout)
        expect_exit (f'{verb} without an argument', run (verb), 2)
        expect_exit (f'{verb} with an unknown option', run (verb, 'a.md', '--nimporte'), 2, 'nimporte')


def check_manual ():
    page = run ('--man')
    expect_exit ('--man', page, 0, '.TH MARBRE 1')
    for verb in ('build', 'check', 'info', 'explain'):
        for option in re.findall (r'--([a-z-]+)', run (verb, '--help').stdout):
            if option not in ('help', 'help-all', 'lang'):
                expect (f'the manual page lists --{option}', option.replace ('-', '\\-') in page.stdout)
    if shutil.which ('groff'):
        command = ['groff', '-man', '-Tutf8', '-Kutf8', '-ww']
    elif shutil.which ('man'):
        command = ['man', '--warnings', '-l', '-']
    else:
        print ('neither groff nor man is installed: the manual page was not rendered')
        return
    rendered = subprocess.run (command, input=page.stdout, capture_output=True, text=True, env=dict (os.environ, LC_ALL='C.UTF-8', MANWIDTH='80'))
    expect ('the manual page renders without a warning', rendered.returncode == 0 and not rendered.stderr, rendered.stderr)
    plain = re.sub ('\x1b\\[[0-9]*m|.\b', '', rendered.stdout)
    expect ('the manual page shows its options', 'EXIT STATUS' in plain and '--style' in plain, plain)


def check_explain ():
    english, french = run ('explain', '--all'), run ('explain', '--all', '--lang', 'fr')
    codes = re.findall (r'^(MB\d{4}|[A-Z]{3}-\d\d[a-z]?) +\S', english.stdout, re.M)
    expect ('explain --all lists the catalogue', len (codes) >= 50, len (codes))
    expect ('both languages list the same codes', codes == re.findall (r'^(MB\d{4}|[A-Z]{3}-\d\d[a-z]?) +\S', french.stdout, re.M))
    rank = lambda code: (not code.startswith ('MB'), code)
    expect ('messages, then rules, in order, once each', codes == sorted (set (codes), key=rank), [c for a, c in zip (codes, codes[1:]) if rank (a) >= rank (c)])
    for code in codes:
        texts = [run ('explain', code, '--lang', language) for language in ('en', 'fr')]
        for text in texts:
            expect_exit (f'explain {code}', text, 0, code)
        expect (f'explain {code} differs between the languages', texts[0].stdout != texts[1].stdout)
    for form in ('mb0101', '101', 'MB101'):
        expect_exit (f'explain {form}', run ('explain', form), 0, 'MB0101')
    for wrong in ('MB9999', 'x', '', '101x'):
        expect_exit (f'explain {wrong!r}', run ('explain', wrong), 2)
    expect_exit ('explain of two codes', run ('explain', 'MB0101', 'MB0102'), 0, 'MB0101', 'MB0102')


def check_names (folder):
    write (folder, '-x.md', GOOD)
    write (folder, '-x', GOOD)
    write (folder, 'deux mots.md', GOOD)
    expect_exit ('-- before a name with a dash', run ('check', '--', '-x.md', folder=folder), 0)
    expect_exit ('-- before a name without a suffix', run ('check', '--', '-x', folder=folder), 0)
    expect_exit ('./-x.md', run ('check', './-x.md', folder=folder), 0)
    expect_exit ('-x.md without --', run ('check', '-x.md', folder=folder), 2)
    expect_exit ('--lang after -- is a file', run ('check', '--', '--lang', folder=folder), 1)
    expect_exit ('an output before the input', run ('build', '-o', 'a.epub', '--', '-x.md', folder=folder), 0)
    expect_exit ('a space in a name', run ('build', 'deux mots.md', '-o', 'sortie à part.epub', folder=folder), 0)
    expect ('the output with accents is there', os.path.exists (os.path.join (folder, 'sortie à part.epub')))


def findings (folder, name, content, form, **settings):
    write (folder, name, content)
    return run ('check', name, '--format', form, folder=folder, **settings)


def columns (text):
    return sum (0 if unicodedata.combining (c) else 2 if unicodedata.east_asian_width (c) in 'WF' else 1 for c in text)


def check_caret (folder, what, line, mark):
    """The caret of the missing picture stands under @mark."""
    result = findings (folder, 'a.md', GOOD + '\n' + line + '\n', 'human')
    start = result.stderr.find ('absent.jpg:') if 'absent.jpg:' in result.stderr else 0
    shown = result.stderr[start:].split ('\n')
    at = [i for i, text in enumerate (shown) if re.fullmatch (r' +│ +\^+', text)]
    expect (f'{what}: one caret', len (at) >= 1, result.stderr)
    for i in at[:1]:
        prefix = line.replace ('\t', ' ')[:line.index (mark)]
        expected = columns (shown[i - 1][:shown[i - 1].index ('│') + 2]) + columns (prefix)
        expect (f'{what}: the caret is under {mark!r}', columns (shown[i][:shown[i].index ('^')]) == expected, result.stderr)


def check_formats (folder):
    wrong = GOOD + '\nÉté : une image ![Un « port »\\\\](absent.jpg) à "voir".\n'
    result = findings (folder, 'a.md', wrong, 'json')
    expect_exit ('json', result, 1)
    lines = result.stdout.splitlines ()
    expect ('json: there are findings', lines, result)
    for line in lines:
        try:
            value = json.loads (line)
        except ValueError as error:
            expect ('json: each line is an object', False, f'{error}: {line}')
            continue
        expect ('json: schema 1', value.get ('schema') == 1, line)
        expect ('json: code, severity and message', re.fullmatch (r'MB\d{4}|[A-Z]{3}-\d\d[a-z]?', value.get ('code', '')) and
                value.get ('severity') in ('info', 'warning', 'error') and value.get ('message'), line)
        expect ('json: a place', value.get ('file') == 'a.md' and value.get ('line', 0) >= 1 and value.get ('column', 0) >= 1, line)
    expect ('json: nothing on standard error', result.stderr == '', result.stderr)
    missing = run ('check', 'a"b\\é.md', '--format', 'json', folder=folder)
    expect ('json: a name that wants escapes', all (json.loads (line) for line in missing.stdout.splitlines ()) and missing.stdout, missing)

    result = findings (folder, 'a.md', wrong, 'short')
    for line in result.stderr.splitlines ():
        expect ('short: one line each', re.fullmatch (r'a\.md:\d+:\d+: (info|warning|error): (MB\d{4}|[A-Z]{3}-\d\d[a-z]?): .+', line), line)
    expect ('short: as many lines as json', len (result.stderr.splitlines ()) == len (lines), result.stderr)
    french = findings (folder, 'a.md', wrong, 'short', language='fr_FR.UTF-8')
    expect ('short in French', re.search (r': (erreur|avertissement|info): (MB\d{4}|[A-Z]{3}-\d\d[a-z]?): ', french.stderr), french.stderr)
    expect_exit ('an unknown format', run ('check', 'a.md', '--format', 'xml', folder=folder), 2, 'xml')
    expect_exit ('--fail-on error with an info only', run ('check', 'a.md', '--fail-on', 'nimporte', folder=folder), 2, 'nimporte')

    check_caret (folder, 'plain text', 'Une image ![Un port](absent.jpg) ici.', '![')
    check_caret (folder, 'accents', 'Été à Évreux, ça là ![Un port](absent.jpg) ici.', '![')
    check_caret (folder, 'combining accents', 'E\u0301te\u0301 ![Un port](absent.jpg) ici.', '![')
    check_caret (folder, 'wide characters', 'Tōkyō 東京 ![Un port](absent.jpg) ici.', '![')
    check_caret (folder, 'a tab', 'Un\tdeux\t![Un port](absent.jpg) ici.', '![')


def check_streams (folder):
    write (folder, 'a.md', GOOD)
    for output, magic in (('-', b'%PDF-'), ('pdf:-', b'%PDF-'), ('epub:-', b'PK\x03\x04')):
        result = run ('build', 'a.md', '-o', output, folder=folder, binary=True)
        expect (f'-o {output} to a pipe', result.returncode == 0 and result.stdout.startswith (magic), result.stderr.decode (errors='replace'))
    for arguments in (['build', '-', '-o', 'b.epub'], ['build', '-', '-o', 'b.pdf'], ['check', '-']):
        expect_exit (' '.join (arguments), run (*arguments, folder=folder, input=GOOD), 0)
    bad = run ('check', '-', folder=folder, input=GOOD + '\n![x](absent.jpg)\n')
    expect_exit ('a finding in standard input', bad, 1, '-:8:')
    both = run ('build', '-', '-o', '-', folder=folder, input=GOOD.encode (), binary=True)
    expect ('standard input to standard output', both.returncode == 0 and both.stdout.startswith (b'%PDF-'), both.stderr.decode (errors='replace'))
    expect_exit ('the same output twice', run ('build', 'a.md', '-o', 'c.pdf', '-o', './c.pdf', folder=folder), 2, 'c.pdf')
    expect_exit ('no input', run ('build', '-o', 'c.pdf', folder=folder), 2)


def check_deps (folder):
    shutil.copy (os.path.join (source, 'samples/articles/images/tourbiere.jpg'), os.path.join (folder, 'une image.jpg'))
    write (folder, 'a b.md', GOOD + '\n![Une tourbière](<une image.jpg>)\n')
    write (folder, 's.css', 'p { color: black }\n')
    expect_exit ('--deps', run ('build', 'a b.md', '-o', 'x y.epub', '-o', 'z.epub', '--style', 's.css', '--deps', 'd.mk', folder=folder), 0)
    path = os.path.join (folder, 'd.mk')
    if not os.path.exists (path):
        return expect ('--deps writes its file', False)
    rule = open (path, encoding='utf-8').read ()
    for name in ('x\\ y.epub', 'z.epub', 'a\\ b.md', 'une\\ image.jpg', 's.css'):
        expect (f'--deps names {name}', name in rule, rule)
    if shutil.which ('make'):
        made = subprocess.run (['make', '-n', '-f', 'd.mk', 'x y.epub'], cwd=folder, capture_output=True, text=True)
        expect ('make reads the dependency file', made.returncode == 0, made.stderr)
    else:
        print ('make is not installed: the dependency file was not read by it')


with tempfile.TemporaryDirectory () as work:
    for check in (check_verbs, check_manual, check_explain):
        check ()
    for check in (check_names, check_formats, check_streams, check_deps):
        folder = os.path.join (work, check.__name__)
        os.mkdir (folder)
        check (folder)
print ('\n'.join (problems) or f'{checks} checks')
sys.exit (1 if problems else 0)
