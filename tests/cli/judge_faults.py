# SPDX-License-Identifier: Apache-2.0
"""Disk faults and sudden death: whatever fails, each output is the old file or the new one, whole.

Every run writes a PDF and an EPUB over old ones while one call of fault.c's list fails: open for writing, write, fsync, rename, close;
call 1, 2, 3… until a run meets no fault. Then the same with death by SIGKILL before each of these calls, and at random instants."""
import errno, os, random, shutil, signal, subprocess, sys, tempfile, time

source, build = map (os.path.abspath, sys.argv[1:3])
marbre, shim = os.path.join (build, 'marbre'), os.path.join (build, 'tests', 'cli_fault.so')
article = os.path.join (source, 'samples', 'articles', 'bac.md')
OLD = {'out.pdf': b'the old PDF', 'out.epub': b'the old EPUB'}
MOST_CALLS = 2000
problems = []
runs = 0


def command (*outputs):
    return [marbre, 'build', article, '--root', os.path.join (source, 'samples')] + [word for name in outputs for word in ('-o', name)]


def environment (**settings):
    return dict (os.environ, LC_ALL='C.UTF-8', MARBRE_DATA=source, **{name: str (value) for name, value in settings.items ()})


def listing (folder):
    return {name: open (os.path.join (folder, name), 'rb').read () for name in sorted (os.listdir (folder))}


def fresh (folder):
    for name in os.listdir (folder):
        os.remove (os.path.join (folder, name))
    for name, content in OLD.items ():
        open (os.path.join (folder, name), 'wb').write (content)


def judge (folder, what, leftovers_allowed=False):
    """Each output old or new and whole; nothing else in the folder. Returns which are new."""
    found = listing (folder)
    for name in OLD:
        if found.get (name) not in (OLD[name], reference[name]):
            problems.append (f'{what}: {name} is neither the old file nor the new one ({len (found.get (name, b""))} bytes)')
    extra = [name for name in found if name not in OLD]
    if extra and not leftovers_allowed:
        problems.append (f'{what}: left behind: {" ".join (extra)}')
    return [name for name in OLD if found.get (name) == reference[name]]


def make_reference ():
    with tempfile.TemporaryDirectory () as folder:
        run = subprocess.run (command (*OLD), cwd=folder, env=environment (), capture_output=True, text=True)
        if run.returncode != 0:
            sys.exit (f'the sample does not build without faults (exit {run.returncode}):\n{run.stderr}')
        return listing (folder)


def sweep (folder, title, **settings):
    """Fail call 1, 2, 3… until one run meets no fault. Returns the names of the calls that failed."""
    global runs
    log, failed = os.path.join (work, 'log'), []
    for at in range (1, MOST_CALLS):
        fresh (folder)
        open (log, 'w').close ()
        run = subprocess.run (command (*OLD), cwd=folder, capture_output=True, text=True, timeout=120,
                              env=environment (LD_PRELOAD=shim, FAULT_AT=at, FAULT_LOG=log, **settings))
        runs += 1
        call = open (log).read ()
        what = f'{title}, call {at} ({call or "none"})'
        new = judge (folder, what, leftovers_allowed=run.returncode == -signal.SIGKILL)
        if not call:
            if run.returncode != 0 or len (new) != len (OLD):
                problems.append (f'{what}: exit {run.returncode} without a fault: {run.stderr.strip ()}')
            return failed
        failed.append (call)
        if run.returncode == -signal.SIGKILL and settings.get ('FAULT_KILL'):
            recover (folder, what)
        elif run.returncode == 3:
            if not run.stderr.strip ():
                problems.append (f'{what}: exit 3 without a word')
        elif run.returncode != 0:
            problems.append (f'{what}: exit {run.returncode}, not 3: {run.stderr.strip ()[-300:]}')
        elif len (new) != len (OLD):
            problems.append (f'{what}: exit 0, but only {new} written')
        # one output may be new and the other old only once the renames are under way
        if len (new) == 1 and 'rename' not in failed and run.returncode != -signal.SIGKILL:
            problems.append (f'{what}: only {new[0]} was replaced')
    problems.append (f'{title}: no end after {MOST_CALLS} calls')
    return failed


def recover (folder, what):
    """The next run removes what a killed one left."""
    run = subprocess.run (command (*OLD), cwd=folder, env=environment (), capture_output=True, text=True)
    if run.returncode != 0 or listing (folder) != reference:
        problems.append (f'{what}: the next run does not recover: exit {run.returncode}, {sorted (listing (folder))}')


def kill_at_random (folder, times):
    global runs
    chance = random.Random (1881)
    start = time.monotonic ()
    subprocess.run (command (*OLD), cwd=folder, env=environment (), capture_output=True, check=True)
    whole = time.monotonic () - start
    for i in range (times):
        fresh (folder)
        process = subprocess.Popen (command (*OLD), cwd=folder, env=environment (), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        instant = chance.uniform (0, whole * 1.05)
        time.sleep (instant)
        process.kill ()
        process.wait ()
        runs += 1
        judge (folder, f'killed after {instant:.3f} s of {whole:.3f}', leftovers_allowed=True)
    recover (folder, 'after the kills')


def fail_standard_output ():
    """A PDF to a full standard output: exit 3."""
    log = os.path.join (work, 'log')
    for at in (1, 2):
        run = subprocess.run (command ('-'), stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=work,
                              env=environment (LD_PRELOAD=shim, FAULT_AT=at, FAULT_LOG=log, FAULT_STREAMS=1, FAULT_ERRNO=errno.ENOSPC))
        if at == 1 and run.returncode != 3:
            problems.append (f'standard output full: exit {run.returncode}, not 3')
    with open ('/dev/full', 'wb') as full:
        run = subprocess.run (command ('-'), stdout=full, stderr=subprocess.PIPE, env=environment (), cwd=work)
    if run.returncode != 3:
        problems.append (f'-o - > /dev/full: exit {run.returncode}, not 3')


if not os.path.exists (shim):
    sys.exit (f'{shim} is missing: build the target cli_fault (not part of sanitizer builds)')
reference = make_reference ()
with tempfile.TemporaryDirectory () as work:
    folder = os.path.join (work, 'out')
    os.mkdir (folder)
    calls = sweep (folder, 'EIO', FAULT_ERRNO=errno.EIO)
    sweep (folder, 'ENOSPC', FAULT_ERRNO=errno.ENOSPC, FAULT_FULL=1)
    sweep (folder, 'killed before', FAULT_ERRNO=errno.EIO, FAULT_KILL=1)
    kill_at_random (folder, 30)
    fail_standard_output ()
for kind in ('open', 'write', 'fsync', 'rename'):
    if kind not in calls:
        problems.append (f'no {kind} was ever failed: does the shim see the calls?')
print ('\n'.join (problems) or f'{runs} runs, calls failed: {" ".join (calls)}')
sys.exit (1 if problems else 0)
