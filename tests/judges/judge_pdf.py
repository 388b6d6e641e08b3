# SPDX-License-Identifier: Apache-2.0
"""veraPDF UA-1 and 2A, and qpdf --check without a warning, on every PDF we make."""
import os, subprocess, sys
import xml.etree.ElementTree as ET
import works


def verapdf (build, flavour, files):
    """file name → list of broken rules (empty: compliant)."""
    jars = os.path.join (build, '..', 'judges', 'vera', 'lib', '*')
    command = ['java', '-Xmx2g', '-XX:+UseSerialGC', '-Djava.awt.headless=true', '-cp', jars,
               'org.verapdf.apps.GreenfieldCliWrapper', '-f', flavour, '--maxfailuresdisplayed', '2', *files]
    report = subprocess.run (command, capture_output=True, text=True)
    found = {}
    try:
        root = ET.fromstring (report.stdout)
    except ET.ParseError:
        sys.exit ('veraPDF gave no report:\n' + report.stdout[-2000:] + report.stderr[-2000:])
    for job in root.iter ('job'):
        name = os.path.basename (job.find ('item/name').text)
        verdict = job.find ('validationReport')
        if verdict is None:
            found[name] = ['veraPDF could not read it']
        elif verdict.get ('isCompliant') != 'true':
            found[name] = [f"{rule.get ('clause')} test {rule.get ('testNumber')} × {rule.get ('failedChecks')}: "
                           + (rule.findtext ('description') or '') for rule in verdict.iter ('rule')] or ['not compliant']
        else:
            found[name] = []
    return found


def main (source, build):
    made = works.build (source, build)
    files, passed, failed = [w.pdf for w in made], 0, 0

    def verdict (what, problems):
        nonlocal passed, failed
        print (('ok   ' if not problems else 'FAIL ') + what)
        for problem in problems:
            print ('     ' + problem)
        passed, failed = passed + (not problems), failed + bool (problems)

    for flavour in ('ua1', '2a'):
        found = verapdf (build, flavour, files)
        for file in files:
            name = os.path.basename (file)
            verdict (f'veraPDF {flavour} {name}', found.get (name, ['veraPDF said nothing of it']))
    for file in files:
        check = subprocess.run (['qpdf', '--check', file], capture_output=True, text=True)
        clean = check.returncode == 0 and 'WARNING' not in check.stdout + check.stderr
        verdict ('qpdf ' + os.path.basename (file), [] if clean else [check.stdout + check.stderr])
    works.finish (passed, failed)


main (sys.argv[1], sys.argv[2])
