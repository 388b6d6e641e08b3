# SPDX-License-Identifier: Apache-2.0
"""The works that the judges read: our samples and, when ../shared is there, two novels of the corpus.

build (source, build) makes every PDF and EPUB once under BUILD/judged (a lock keeps parallel tests apart) and returns a list of
Work. A work made from an older marbre is made again."""
import fcntl, glob, os, subprocess, sys
from dataclasses import dataclass

NOVELS = ['FRA00101_Adam', 'FRA00401_Allais']


@dataclass
class Work:
    name: str
    inputs: list
    pdf: str
    epub: str


def corpus (source):
    return os.path.join (source, '..', 'shared', 'corpus')


def sample_inputs (source):
    """name → inputs of the samples, from samples/list (one a line: NAME INPUT…, or NAME/ PATTERN for an edition each)."""
    rows = {}
    for row in open (os.path.join (source, 'samples', 'list'), encoding='utf-8'):
        name, *words = row.split ('#')[0].split () or ['']
        inputs = [os.path.join (source, 'samples', w) for w in words]
        if name.endswith ('/'):
            for edition in sorted (glob.glob (*inputs)):
                rows[name[:-1] + '-' + os.path.splitext (os.path.basename (edition))[0]] = [edition]
        elif name:
            rows[name] = inputs
    return rows


def all_inputs (source, novels=NOVELS):
    rows = sample_inputs (source)
    for novel in novels:
        book = os.path.join (corpus (source), novel, 'book.yaml')
        if os.path.exists (book):
            rows[novel] = [book]
    return rows


def run (marbre, inputs, outputs, env=None, cwd=None, options=()):
    command = [marbre, 'build', *inputs, *options]
    for output in outputs:
        command += ['-o', output]
    environment = dict (os.environ, SOURCE_DATE_EPOCH='1700000000', LC_ALL='C.UTF-8', **(env or {}))
    return subprocess.run (command, env=environment, cwd=cwd, capture_output=True, text=True)


def stamp (build):
    files = [os.path.join (build, 'marbre')] + [os.path.join (build, 'src', f) for f in os.listdir (os.path.join (build, 'src'))
                                                if f.startswith ('libmarbre.so')]
    return max (os.path.getmtime (f) for f in files)


def build (source, build_dir, novels=NOVELS):
    folder = os.path.join (build_dir, 'judged')
    os.makedirs (folder, exist_ok=True)
    marbre, made, works = os.path.join (build_dir, 'marbre'), stamp (build_dir), []
    with open (os.path.join (folder, 'lock'), 'w') as lock:
        fcntl.flock (lock, fcntl.LOCK_EX)
        for name, inputs in all_inputs (source, novels).items ():
            work = Work (name, inputs, os.path.join (folder, name + '.pdf'), os.path.join (folder, name + '.epub'))
            works.append (work)
            newest = max ([made] + [os.path.getmtime (i) for i in inputs])
            if all (os.path.exists (f) and os.path.getmtime (f) > newest for f in (work.pdf, work.epub)):
                continue
            result = run (marbre, inputs, [work.pdf, work.epub])
            if result.returncode != 0:
                sys.exit (f'{name}: marbre build failed with {result.returncode}\n{result.stderr}')
    return works


def finish (passed, failed):
    print (f'{passed} passed, {failed} failed')
    sys.exit (1 if failed else 0)
