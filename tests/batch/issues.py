# SPDX-License-Identifier: Apache-2.0
"""What a desk asks of `marbre batch`, on N copies of the sample articles with other dates: the same bytes whatever the number of workers, one
broken article costs one issue, a dead worker or a killed run leaves whole files only."""
import json, os, pty, re, resource, shutil, signal, subprocess, sys, tempfile, time

ARTICLES = ('bac.md', 'tourbiere.md', 'entretien.md')
MANIFEST = """titre: Le Quotidien du Marbre
numero: {number}
date: {date}
rubriques:
  - nom: Le jour
    articles: [{stem}/bac.md, {stem}/tourbiere.md]
  - nom: La page
    articles: [{stem}/entretien.md]
sorties:
  - fichier: journal-{{date}}.pdf
    normes: [ua-1, a-2a]
  - journal-{{numero}}.epub
"""
problems = []
checks = 0


def expect (what, condition, detail=''):
    global checks
    checks += 1
    if not condition:
        problems.append (f'{what}: {str (detail).strip ()[-500:]}')


class Desk:
    def __init__ (self, source, build, work, n):
        self.source, self.work, self.n = source, work, n
        self.marbre = os.path.join (build, 'marbre')
        self.sanitized = b'__asan_init' in open (self.marbre, 'rb').read ()
        self.stems = [f'n{i:03}' for i in range (n)]
        self.environment = dict (os.environ, LC_ALL='C.UTF-8', MARBRE_DATA=source)
        for i, stem in enumerate (self.stems):
            os.mkdir (self.path (stem))
            shutil.copytree (os.path.join (source, 'samples/articles/images'), self.path (stem, 'images'))
            for name in ARTICLES:
                shutil.copy (os.path.join (source, 'samples/articles', name), self.path (stem, name))
            date = f'20{i // 28 // 12 + 10:02}-{i // 28 % 12 + 1:02}-{i % 28 + 1:02}'
            self.write (stem + '.yaml', MANIFEST.format (number=i + 1, date=date, stem=stem))

    def path (self, *names):
        return os.path.join (self.work, *names)

    def write (self, name, text):
        with open (self.path (name), 'w', encoding='utf-8') as file:
            file.write (text)

    def manifests (self):
        return [stem + '.yaml' for stem in self.stems]

    def command (self, inputs, out, *options):
        return [self.marbre, 'batch', *inputs, '--out', out, '--format', 'short', *options]

    def run (self, inputs, out, *options, **settings):
        return subprocess.run (self.command (inputs, out, *options), cwd=self.work, env=self.environment, capture_output=True, text=True,
                               timeout=600, **settings)

    def start (self, inputs, out, *options):
        return subprocess.Popen (self.command (inputs, out, *options), cwd=self.work, env=self.environment, stdout=subprocess.PIPE,
                                 stderr=subprocess.DEVNULL, text=True)

    def made (self, out):
        return {name: open (self.path (out, name), 'rb').read () for name in sorted (os.listdir (self.path (out)))}

    def report (self, name):
        return json.load (open (self.path (name), encoding='utf-8'))


def workers_of (pid):
    try:
        return [int (word) for word in open (f'/proc/{pid}/task/{pid}/children').read ().split ()]
    except OSError:
        return []


def is_alive (pid):
    try:
        return open (f'/proc/{pid}/stat').read ().rsplit (')', 1)[1].split ()[0] not in 'ZX'
    except OSError:
        return False


def check_same_bytes (desk):
    """Returns the outputs, for the checks that follow."""
    first = desk.run (desk.manifests (), 'one', '--jobs', '1', '--report', 'one.json')
    expect ('all issues: exit 0', first.returncode == 0, first.stderr)
    expect ('all issues: nothing on standard error', first.stderr == '', first.stderr)
    lines = first.stdout.splitlines ()
    expect ('a line an issue, in order', [re.sub (r'^\[ *(\d+)/\d+\] (\S+): written, \d+ pages$', r'\1 \2', line) for line in lines[:-1]] ==
            [f'{i + 1} {name}' for i, name in enumerate (desk.manifests ())], first.stdout)
    expect ('the summary', lines and lines[-1] == f'{desk.n} of {desk.n} written', lines[-1:])
    reference = desk.made ('one')
    expect ('two files an issue', len (reference) == 2 * desk.n, len (reference))
    os.rename (desk.path ('one'), desk.path ('first'))
    os.rename (desk.path ('one.json'), desk.path ('first.json'))
    second = desk.run (desk.manifests (), 'one', '--jobs', '2', '--report', 'one.json')
    expect ('two workers: exit 0', second.returncode == 0, second.stderr)
    expect ('two workers: the same lines', second.stdout == first.stdout, second.stdout)
    made = desk.made ('one')
    differing = [name for name in reference if made.get (name) != reference[name]]
    expect ('two workers: the same bytes', not differing and len (made) == len (reference), differing)
    reports = [open (desk.path (name), 'rb').read () for name in ('first.json', 'one.json')]
    expect ('two workers: the same report', reports[0] == reports[1])
    report = desk.report ('one.json')
    expect ('the report counts', (report['jobs'], report['written'], report['failed']) == (desk.n, desk.n, 0), report)
    expect ('the report names inputs in order', [result['input'] for result in report['results']] == desk.manifests ())
    named = [os.path.basename (name) for result in report['results'] for name in result['outputs']]
    expect ('the report names the outputs', sorted (named) == sorted (reference), named)
    expect ('the report has pages and words', all (result['pages'] > 1 and result['words'] > 1000 for result in report['results']))
    alone = subprocess.run ([desk.marbre, 'build', 'n001.yaml'], cwd=desk.work, env=desk.environment, capture_output=True, text=True)
    for name in re.findall (r'written: (\S+)', alone.stdout):
        expect (f'{name} is what build makes', open (desk.path (name), 'rb').read () == reference.get (name))
        os.remove (desk.path (name))
    expect ('build names the same two', alone.stdout.count ('written: ') == 2, alone.stdout + alone.stderr)
    return reference


def check_broken (desk, reference):
    """One article is broken: its issue keeps its old files, all others are written, the report says where."""
    article, victim = desk.path ('n002', 'bac.md'), 'n002.yaml'
    good = open (article, encoding='utf-8').read ()
    open (article, 'w', encoding='utf-8').write (good + '\n::: encadre\nJamais fermé.\n')
    line = good.count ('\n') + 2
    old = [name for name in reference if name in ('journal-2010-01-03.pdf', 'journal-3.epub')]
    os.mkdir (desk.path ('broken'))
    for name in old:
        open (desk.path ('broken', name), 'w').write ('old')
    run = desk.run (desk.manifests (), 'broken', '--jobs', '2', '--report', 'broken.json')
    expect ('one broken article: exit 1', run.returncode == 1, run.stdout + run.stderr)
    expect ('one broken article: said where', f'n002/bac.md:{line}:1: error:' in run.stderr, run.stderr)
    expect ('one broken article: the summary', run.stdout.endswith (f'{desk.n - 1} of {desk.n} written, 1 failed\n'), run.stdout)
    made = desk.made ('broken')
    expect ('one broken article: the others are written', all (made.get (name) == reference[name] for name in reference if name not in old))
    expect ('one broken article: its old files stay', len (old) == 2 and all (made[name] == b'old' for name in old), old)
    failed = [result for result in desk.report ('broken.json')['results'] if result['status'] != 'written']
    expect ('one broken article: one in the report', [result['input'] for result in failed] == [victim], failed)
    places = [(found['file'], found['line']) for result in failed for found in result['diagnostics'] if found['severity'] == 'error']
    expect ('one broken article: the report says where', places == [('n002/bac.md', line)], places)
    expect ('one broken article: no outputs in the report', failed and failed[0]['outputs'] == [], failed)
    open (article, 'w', encoding='utf-8').write (good)


def judge_whole (desk, what, out, reference, leftovers):
    made = desk.made (out)
    expect (f'{what}: whole files only', all (made[name] == reference[name] for name in made if name in reference))
    extra = [name for name in made if name not in reference and not (leftovers and name.startswith ('.'))]
    expect (f'{what}: nothing else', not extra, extra)
    return len ([name for name in made if name in reference])


def interrupt (desk, out, number, after):
    """Start a run, send it signal @number when @after issues are there. Returns the process and its workers."""
    process = desk.start (desk.manifests (), out, '--jobs', '2', '--report', out + '.json')
    end = time.monotonic () + 120
    while time.monotonic () < end and process.poll () is None:
        if os.path.isdir (desk.path (out)) and len ([n for n in os.listdir (desk.path (out)) if n.endswith ('.pdf') and n[0] != '.']) >= after:
            break
        time.sleep (0.001)
    workers = workers_of (process.pid)
    process.send_signal (number)
    output = process.communicate (timeout=60)[0]
    end = time.monotonic () + 10
    while any (map (is_alive, workers)) and time.monotonic () < end:
        time.sleep (0.01)
    expect (f'{number!r}: the workers are gone', not any (map (is_alive, workers)), workers)
    return process, output


def check_signals (desk, reference, instants):
    early = 0
    for number, allowed in ((signal.SIGKILL, -signal.SIGKILL), (signal.SIGTERM, 3), (signal.SIGINT, 3)):
        for after in instants:
            out = f'{number.name}-{after}'
            process, output = interrupt (desk, out, number, after)
            what = f'{number.name} after {after} issues'
            if process.returncode == 0: # it was quicker than we were
                continue
            expect (f'{what}: exit {allowed}', process.returncode == allowed, process.returncode)
            early += judge_whole (desk, what, out, reference, leftovers=number == signal.SIGKILL) < len (reference)
            if number != signal.SIGKILL:
                expect (f'{what}: the summary counts the cancelled', ' cancelled' in output, output)
                statuses = [result['status'] for result in desk.report (out + '.json')['results']]
                expect (f'{what}: the report too', 'cancelled' in statuses and len (statuses) == desk.n, statuses)
            again = desk.run (desk.manifests (), out, '--jobs', '2')
            expect (f'{what}: the next run makes the rest and clears up', again.returncode == 0 and desk.made (out) == reference,
                    sorted (set (desk.made (out)) ^ set (reference)))
    expect ('some runs were ended before their end', early > 0)


def make_big (desk):
    """An issue that takes seconds, and its input."""
    text = open (os.path.join (desk.source, 'samples/articles/bac.md'), encoding='utf-8').read ()
    desk.write ('gros.md', '---\ntitre: Un très gros article\n---\n\n' + '\n\n'.join ([text.split ('\n\n', 5)[5].replace ('---', '')] * 1200))
    return 'gros.md'


def check_dead_worker (desk):
    """One worker dies by a signal: its issue fails, the others do not."""
    inputs = [make_big (desk), 'n000.yaml', 'n001.yaml', 'nulle-part.md']
    process = desk.start (inputs, 'dead', '--jobs', '2', '--report', 'dead.json')
    end = time.monotonic () + 60
    victim = None
    while time.monotonic () < end and not victim: # the big one is all that is left when four files are there
        there = os.path.isdir (desk.path ('dead')) and len ([name for name in os.listdir (desk.path ('dead')) if name[0] != '.']) == 4
        running = workers_of (process.pid)
        victim = running[0] if there and len (running) == 1 else None
        time.sleep (0.005)
    if victim:
        os.kill (victim, signal.SIGSEGV)
    process.communicate (timeout=120)
    expect ('a worker dies: exit 1', process.returncode == 1, process.returncode)
    statuses = [result['status'] for result in desk.report ('dead.json')['results']]
    expect ('a worker dies: its issue only', statuses == ['crashed', 'written', 'written', 'failed'], statuses)
    expect ('a worker dies: nothing half written', sorted (desk.made ('dead')) ==
            ['journal-1.epub', 'journal-2.epub', 'journal-2010-01-01.pdf', 'journal-2010-01-02.pdf'], sorted (desk.made ('dead')))


def check_limits (desk):
    inputs = ['gros.md', 'n000.yaml']
    late = desk.run (inputs, 'late', '--timeout', '1', '--report', 'late.json', '--timings')
    results = desk.report ('late.json')['results']
    expect ('--timeout: exit 1', late.returncode == 1, late.stdout + late.stderr)
    expect ('--timeout: the long one only', [result['status'] for result in results] == ['timeout', 'written'], results)
    expect ('--timings: seconds in the report', all (isinstance (result.get ('seconds'), float) for result in results), results)
    small = desk.run (['n000.yaml'], 'small', '--report', 'small.json', preexec_fn=lambda: resource.setrlimit (resource.RLIMIT_FSIZE, (20000, 20000)))
    expect ('files may not grow: exit 3', small.returncode == 3, small.stdout + small.stderr)
    expect ('files may not grow: none is left', desk.made ('small') == {}, list (desk.made ('small')))
    if desk.sanitized:
        return print ('memory cannot be limited under a sanitizer: not tried')
    memory = 375 << 20 # the small one wants 250 MiB, threads of the font library included; the big one over 450
    poor = desk.run (['gros.md', 'n000.yaml'], 'poor', '--report', 'poor.json', preexec_fn=lambda: resource.setrlimit (resource.RLIMIT_AS, (memory, memory)))
    statuses = [result['status'] for result in desk.report ('poor.json')['results']]
    expect ('no memory: the big one only', statuses == ['crashed', 'written'], (statuses, poor.stderr))


def check_refusals (desk):
    inputs = ['n000.yaml', './n000.yaml', 'n001.yaml']
    twice = desk.run (inputs, 'twice')
    expect ('one output of two inputs: exit 2', twice.returncode == 2, twice.stdout + twice.stderr)
    expect ('one output of two inputs: both named', 'n000.yaml, ./n000.yaml' in twice.stderr, twice.stderr)
    expect ('one output of two inputs: nothing is written', desk.made ('twice') == {}, list (desk.made ('twice')))
    desk.write ('fichier', '')
    for what, arguments, status in (('no --out', ['batch', 'n000.yaml'], 2), ('--out is a file', ['batch', 'n000.yaml', '--out', 'fichier'], 3),
                                    ('--jobs -1', ['batch', 'n000.yaml', '--out', 'o', '--jobs', '-1'], 2),
                                    ('--timeout -1', ['batch', 'n000.yaml', '--out', 'o', '--timeout', '-1'], 2),
                                    ('a wrong standard', ['batch', 'n000.yaml', '--out', 'o', '--standard', 'x'], 2),
                                    ('a report that cannot be written', ['batch', 'n000.yaml', '--out', 'o', '--report', 'nulle/part.json'], 3)):
        run = subprocess.run ([desk.marbre, *arguments], cwd=desk.work, env=desk.environment, capture_output=True, text=True)
        expect (f'{what}: exit {status}', run.returncode == status and run.stderr, f'{run.returncode} {run.stderr}')


def check_inputs (desk, reference):
    """Folders of manifests, folders of editions, texts without a manifest, names with spaces."""
    os.makedirs (desk.path ('semaine/livre un'))
    for name in os.listdir (os.path.join (desk.source, 'samples/recit')):
        shutil.copy (os.path.join (desk.source, 'samples/recit', name), desk.path ('semaine/livre un', name))
    run = desk.run (['semaine'], 'folders')
    expect ('a folder of editions', run.returncode == 0 and sorted (desk.made ('folders')) == ['livre un.epub', 'livre un.pdf'], run.stdout + run.stderr)
    text = desk.run (['n000/entretien.md'], 'texts')
    expect ('a text alone', text.returncode == 0 and sorted (desk.made ('texts')) == ['entretien.epub', 'entretien.pdf'], text.stdout + text.stderr)
    for name in ('n000', 'n001'):
        shutil.copytree (desk.path (name), desk.path ('deux', name))
        shutil.copy (desk.path (name + '.yaml'), desk.path ('deux', name + '.yaml'))
    run = desk.run (['deux'], 'manifests')
    expect ('a folder of manifests', run.returncode == 0 and len (desk.made ('manifests')) == 4, run.stdout + run.stderr)


def check_bar (desk):
    """On a terminal: one bar, failures above it, nothing of it left at the end."""
    try:
        parent, child = pty.openpty ()
    except OSError as error:  # a bare root without /dev/pts
        print (f'skip: the bar needs a terminal, and this machine has none ({error})')
        return
    desk.write ('faux.md', '---\ntitre: Faux\n---\n\n::: encadre\n')
    run = subprocess.run (desk.command (['n000.yaml', 'faux.md', 'n001.yaml'], 'bar'), cwd=desk.work, env=desk.environment, stdout=subprocess.PIPE, stderr=child)
    os.close (child)
    shown = b''
    try:
        while chunk := os.read (parent, 65536):
            shown += chunk
    except OSError:
        pass
    os.close (parent)
    shown = shown.decode ()
    expect ('the bar reaches its end', '█ 3/3, 1 failed' in shown, shown)
    expect ('the bar is taken away', shown.endswith ('\r\x1b[K'), repr (shown[-60:]))
    expect ('beside the bar only failures and the summary', run.stdout.decode () == '[2/3] faux.md: failed\n2 of 3 written, 1 failed\n', run.stdout)


def main (n, instants):
    source, build = map (os.path.abspath, sys.argv[1:3])
    with tempfile.TemporaryDirectory () as work:
        desk = Desk (source, build, work, n)
        reference = check_same_bytes (desk)
        check_broken (desk, reference)
        check_signals (desk, reference, instants)
        check_dead_worker (desk)
        check_limits (desk)
        check_refusals (desk)
        check_inputs (desk, reference)
        check_bar (desk)
    print ('\n'.join (problems) or f'{checks} checks on {n} issues')
    sys.exit (1 if problems else 0)
