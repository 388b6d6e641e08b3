# SPDX-License-Identifier: Apache-2.0
"""Every C file is as clang-format would write it. Without clang-format this fails: what is not checked is not clean."""
import glob, os, re, shutil, subprocess, sys

source = os.path.abspath (sys.argv[1])
if not shutil.which ('clang-format'):
    sys.exit ('clang-format is not installed: apt-get install clang-format')
files = sorted (path for pattern in ('src/*/*.[ch]', 'include/marbre/*.h', 'tests/*/*.[ch]') for path in glob.glob (os.path.join (source, pattern)))
run = subprocess.run (['clang-format', '--dry-run', '-Werror', *files], cwd=source, capture_output=True, text=True)
wrong = sorted (set (re.findall (r'^(\S+?):\d+:\d+: error', run.stderr, re.M)))
for path in wrong:
    print (f'{os.path.relpath (path, source)}: not formatted: clang-format -i {os.path.relpath (path, source)}')
if run.returncode and not wrong:
    print (run.stderr)
print (f'{len (files)} files, {len (wrong)} not formatted')
sys.exit (run.returncode != 0)
