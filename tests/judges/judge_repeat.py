# SPDX-License-Identifier: Apache-2.0
"""Same input, same bytes: every sample built twice, in two folders, with other time zones and locales."""
import os, shutil, subprocess, sys, tempfile
import works

SETTINGS = [{'TZ': 'UTC', 'LC_ALL': 'C.UTF-8'}, {'TZ': 'Pacific/Auckland', 'LC_ALL': 'fr_FR.UTF-8', 'LANG': 'fr_FR.UTF-8'}]


def copy_samples (source, folder):
    target = os.path.join (folder, 'samples')
    shutil.copytree (os.path.join (source, 'samples'), target)
    return target


def main (source, build):
    passed = failed = 0
    marbre, made = os.path.join (build, 'marbre'), {}
    with tempfile.TemporaryDirectory () as one, tempfile.TemporaryDirectory () as two:
        for folder, setting in zip ((one, two), SETTINGS):
            copy_samples (source, folder)
            for name, inputs in works.sample_inputs (folder).items ():
                outputs = [os.path.join (folder, name + suffix) for suffix in ('.pdf', '.epub')]
                command = [marbre, 'build', *inputs]
                for output in outputs:
                    command += ['-o', output]
                environment = {k: v for k, v in os.environ.items () if k != 'SOURCE_DATE_EPOCH'}
                run = subprocess.run (command, env=dict (environment, MARBRE_DATA=source, **setting), cwd=folder, capture_output=True, text=True)
                if run.returncode:
                    sys.exit (f'{name}: {run.stderr}')
                for output in outputs:
                    made.setdefault (os.path.basename (output), []).append (open (output, 'rb').read ())
    for name, (first, second) in made.items ():
        print (('ok   ' if first == second else 'FAIL ') + name)
        passed, failed = passed + (first == second), failed + (first != second)
    works.finish (passed, failed)


main (sys.argv[1], sys.argv[2])
