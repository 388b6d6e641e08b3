# SPDX-License-Identifier: Apache-2.0
"""clang-tidy has nothing to say about the sources, by the rules of .clang-tidy (which says what is left out, and why)."""
import json, os, shutil, subprocess, sys
from concurrent.futures import ThreadPoolExecutor

JOBS = 2


def sources (source, build):
    """Files of src/ in the compilation database, each once."""
    with open (os.path.join (build, 'compile_commands.json'), encoding='utf-8') as database:
        files = {os.path.realpath (os.path.join (entry['directory'], entry['file'])) for entry in json.load (database)}
    inside = os.path.join (os.path.realpath (source), 'src', '')
    return sorted (path for path in files if path.startswith (inside) and os.path.exists (path))


def judge (build, path):
    """What clang-tidy says of one file; '' when it is content."""
    run = subprocess.run (['clang-tidy', '-p', build, '--quiet', path], capture_output=True, text=True)
    found = [line for line in run.stdout.splitlines () if ': warning: ' in line or ': error: ' in line]
    if run.returncode and not found:
        found = [f'{path}: clang-tidy failed: {run.stderr.strip ()[-400:]}']
    return '\n'.join (found)


def main (source, build):
    if not shutil.which ('clang-tidy'):
        sys.exit ('clang-tidy is missing')
    files = sources (source, build)
    if len (files) < 100:
        sys.exit (f'only {len (files)} files in {build}/compile_commands.json')
    with ThreadPoolExecutor (JOBS) as pool:
        found = [text for text in pool.map (lambda path: judge (build, path), files) if text]
    print ('\n'.join (found) or f'{len (files)} files')
    sys.exit (bool (found))


main (*sys.argv[1:3])
