# SPDX-License-Identifier: Apache-2.0
"""The verb init: each template builds at once by the one command that is printed, without a warning; nothing is ever written over."""
import os, shlex, subprocess, sys, tempfile

source, build = map (os.path.abspath, sys.argv[1:3])
marbre = os.path.join (build, 'marbre')
TEMPLATES = {'quotidien': ('edition.yaml', 'le-courrier-du-matin-2026-11-23'), 'livre': ('livre.yaml', 'la-clef-du-moulin')}
problems = []
checks = 0


def run (*arguments, folder, language='C.UTF-8'):
    environment = dict (os.environ, LC_ALL=language, MARBRE_DATA=source)
    return subprocess.run ([marbre, *arguments], cwd=folder, env=environment, capture_output=True, text=True)


def expect (what, condition, detail=''):
    global checks
    checks += 1
    if not condition:
        problems.append (f'{what}: {str (detail).strip ()[-600:]}')


def listing (folder):
    return sorted (os.path.relpath (os.path.join (top, name), folder) for top, _, names in os.walk (folder) for name in names)


def check_template (work, template, name):
    manifest, stem = TEMPLATES[template]
    begun = run ('init', name, '--template', template, folder=work)
    expect (f'init {name}: exit 0', begun.returncode == 0, begun.stderr)
    lines = begun.stdout.splitlines ()
    expect (f'init {name}: one command', len (lines) == 1 and lines[0].startswith ('marbre build ') and manifest in begun.stderr, begun.stdout + begun.stderr)
    original = os.path.join (source, 'samples/templates', template)
    expect (f'init {name}: every file of the template', listing (os.path.join (work, name)) == listing (original), listing (os.path.join (work, name)))
    built = run (*shlex.split (lines[0])[1:], folder=work)
    expect (f'{lines[0]}: exit 0', built.returncode == 0, built.stderr)
    expect (f'{lines[0]}: nothing to say', built.stderr == '', built.stderr)
    made = set (listing (os.path.join (work, name))) - set (listing (original))
    expect (f'{lines[0]}: both editions', made == {stem + '.pdf', stem + '.epub'}, made)
    expect (f'{lines[0]}: they are named', [os.path.basename (line) for line in built.stdout.splitlines ()] == [stem + '.pdf', stem + '.epub'], built.stdout)
    checked = run ('check', os.path.join (name, manifest), '--fail-on', 'warning', folder=work)
    expect (f'check {name}: no warning', checked.returncode == 0, checked.stderr)


def check_refusals (work):
    os.mkdir (os.path.join (work, 'plein'))
    open (os.path.join (work, 'plein', 'à moi.txt'), 'w').close ()
    open (os.path.join (work, 'fichier'), 'w').close ()
    os.mkdir (os.path.join (work, 'vide'))
    for what, arguments, status in (('a full folder', ['plein'], 2), ('a file', ['fichier'], 2), ('an unknown template', ['neuf', '-t', 'roman'], 2),
                                    ('no folder', [], 2), ('two folders', ['a', 'b'], 2), ('a folder below a file', ['fichier/neuf'], 3)):
        refused = run ('init', *arguments, folder=work)
        expect (f'{what}: exit {status}', refused.returncode == status and refused.stderr and not refused.stdout, refused)
    expect ('a full folder stays as it was', os.listdir (os.path.join (work, 'plein')) == ['à moi.txt'])
    expect ('nothing was begun', not os.path.exists (os.path.join (work, 'neuf')) and not os.path.exists (os.path.join (work, 'a')))
    french = run ('init', 'plein', folder=work, language='fr_FR.UTF-8')
    expect ('refused in French', 'dossier vide' in french.stderr, french.stderr)
    expect ('an empty folder is filled', run ('init', 'vide', folder=work).returncode == 0 and os.path.exists (os.path.join (work, 'vide/edition.yaml')))


with tempfile.TemporaryDirectory () as work:
    check_template (work, 'quotidien', 'journal')
    check_template (work, 'livre', "l'été, à deux")
    check_refusals (work)
print ('\n'.join (problems) or f'{checks} checks')
sys.exit (1 if problems else 0)
