# SPDX-License-Identifier: Apache-2.0
"""EPUBCheck 0/0/0 and Ace without a violation on every EPUB we make."""
import json, os, subprocess, sys, tempfile
import works


def epubcheck (judges, files):
    lib = os.path.join (judges, 'epubcheck', 'lib')
    # epubcheck's own jar first: it overrides classes of another (notes/epub.md § 0)
    path = ':'.join ([os.path.join (lib, 'epubcheck-5.3.0.jar'), os.path.join (lib, '*'), os.path.join (judges, 'epubcheck')])
    return subprocess.run (['java', '-XX:TieredStopAtLevel=1', '-cp', path, 'Batch', *files], capture_output=True, text=True)


def ace (judges, file):
    """Names of the violated rules, or None when Ace did not run."""
    with tempfile.TemporaryDirectory () as out:
        environment = dict (os.environ, PUPPETEER_EXECUTABLE_PATH='/usr/bin/chromium', ACE_TIMEOUT_INITIAL='60000')
        cli = os.path.join (judges, 'ace', 'node_modules', '.bin', 'ace-cli')
        run = subprocess.run (['node', cli, '-f', '-s', '-l', 'fr', '-o', out, file], env=environment, capture_output=True, text=True)
        report = os.path.join (out, 'report.json')
        if not os.path.exists (report):
            print (run.stdout[-1500:], run.stderr[-1500:])
            return None
        found = json.load (open (report, encoding='utf-8'))
    rules = []
    for document in found.get ('assertions', []):
        for assertion in document.get ('assertions', []):
            if assertion['earl:result']['earl:outcome'] == 'fail':
                rules.append (assertion['earl:test']['dct:title'] + ' in ' + document['earl:testSubject']['url'] + ': '
                              + assertion['earl:result'].get ('html', '')[:120])
    return rules


def main (source, build):
    made = works.build (source, build)
    judges, passed, failed = os.path.join (build, '..', 'judges'), 0, 0
    files = [w.epub for w in made]

    report = epubcheck (judges, files)
    print (report.stdout[-6000:], report.stderr[-2000:] if report.returncode else '')
    for file in files:
        clean = f'{file} 0/0/0' in report.stdout
        passed, failed = passed + clean, failed + (not clean)
    for file in files:
        rules = ace (judges, file)
        print (('ok   ' if rules == [] else 'FAIL ') + 'Ace ' + os.path.basename (file))
        for rule in sorted (set (rules or [])):
            print ('     ' + rule)
        passed, failed = passed + (rules == []), failed + (rules != [])
    works.finish (passed, failed)


main (sys.argv[1], sys.argv[2])
