# SPDX-License-Identifier: Apache-2.0
"""Text equality: the words of each source are those of its PDF (through the structure tree, and by pdftotext) and of its EPUB."""
import os, subprocess, sys
import works


def main (source, build):
    passed = failed = 0
    for work in works.build (source, build):
        command = [sys.executable, os.path.join (source, 'tests', 'judges', 'words.py'), '--source', *work.inputs, '--pdf', work.pdf,
                   '--epub', work.epub, '--raw']
        run = subprocess.run (command, capture_output=True, text=True)
        print (('ok   ' if run.returncode == 0 else 'FAIL ') + work.name + '\n' + run.stdout[-3000:] + run.stderr[-3000:])
        passed, failed = passed + (run.returncode == 0), failed + (run.returncode != 0)
    works.finish (passed, failed)


main (sys.argv[1], sys.argv[2])
