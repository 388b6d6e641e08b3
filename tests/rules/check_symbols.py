# SPDX-License-Identifier: Apache-2.0
"""libmarbre.so exports what include/marbre/*.h marks MARBRE_API, all of it and nothing else."""
import glob, os, re, subprocess, sys

source, build = map (os.path.abspath, sys.argv[1:3])


def declared ():
    names = set ()
    for path in glob.glob (os.path.join (source, 'include/marbre/*.h')):
        text = re.sub (r'/\*.*?\*/', '', open (path, encoding='utf-8').read (), flags=re.S)
        names |= set (re.findall (r'^MARBRE_API\b[^;(]*?(\w+)\s*\(', text, flags=re.M))
    return names


def exported ():
    library = os.path.join (build, 'src', 'libmarbre.so')
    lines = subprocess.run (['nm', '-D', '--defined-only', library], capture_output=True, text=True, check=True).stdout.splitlines ()
    symbols = [line.split ()[-1].split ('@')[0] for line in lines]
    # what the sanitizers and gcov add to every object is not ours
    return {name for name in symbols if not re.match (r'_(init|fini|edata|end|_bss_start)$|__(asan|ubsan|gcov|odr_asan|llvm|start|stop|sanitizer)', name)}


public, found = declared (), exported ()
problems = [f'exported but not public: {name}' for name in sorted (found - public)]
problems += [f'declared but not exported: {name}' for name in sorted (public - found)]
problems += [f'not named marbre_*: {name}' for name in sorted (public | found) if not name.startswith ('marbre_')]
if len (public) < 10:
    problems.append (f'only {len (public)} public functions found: is this test reading the headers?')
print ('\n'.join (problems) or f'{len (found)} symbols, all public')
sys.exit (1 if problems else 0)
