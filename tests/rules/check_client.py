# SPDX-License-Identifier: Apache-2.0
"""A program outside the house: marbre installed under a prefix, the example of job.h compiled against it by pkg-config alone and by
find_package (marbre), and run on a sample. The prefix is moved before use: nothing installed may name the place it was built for."""
import os, re, shutil, subprocess, sys, tempfile

source, build = map (os.path.abspath, sys.argv[1:3])
problems = []


def call (what, command, **settings):
    run = subprocess.run (command, capture_output=True, text=True, errors='replace', **settings)
    if run.returncode:
        problems.append (f'{what}: exit {run.returncode}\n{run.stdout[-1500:]}{run.stderr[-1500:]}')
    return run


def example ():
    """The example at the head of job.h, with the names that the client gets as arguments."""
    head = open (os.path.join (source, 'include/marbre/job.h'), encoding='utf-8').read ().split ('*/')[1]
    lines = [line[5:] for line in head.split ('\n') if line.startswith (' *   ')]
    body = '\n'.join (lines).replace ('"article.md"', 'argv[1]').replace ('"article.pdf"', 'argv[2]').replace ('"article.epub"', 'argv[3]')
    if body.count ('argv[') != 3:
        problems.append ('the example of job.h has changed: it must read article.md and write article.pdf and article.epub')
    return ('#include <marbre/marbre.h>\n#include <stdio.h>\n\nint\nmain (int argc, char **argv)\n{\n'
            f'  if (argc != 4)\n    return 2;\n{body}\n  return error != NULL;\n}}\n')


def run_client (program, folder):
    """The client finds the library by the loader's path and the styles by MARBRE_DATA."""
    outputs = [os.path.join (folder, os.path.basename (program) + suffix) for suffix in ('.pdf', '.epub')]
    environment = dict (os.environ, LD_LIBRARY_PATH=os.path.join (prefix, libdir), MARBRE_DATA=os.path.join (prefix, 'share/marbre'))
    call (f'{program} on a sample', [program, os.path.join (source, 'samples/articles/bac.md'), *outputs], env=environment, cwd=folder)
    for output, magic in zip (outputs, (b'%PDF-', b'PK\x03\x04')):
        if not os.path.exists (output) or open (output, 'rb').read (len (magic)) != magic:
            problems.append (f'{os.path.basename (program)} did not write {os.path.basename (output)}')


def with_pkg_config (folder):
    environment = dict (os.environ, PKG_CONFIG_PATH=os.path.join (prefix, libdir, 'pkgconfig'))
    flags = call ('pkg-config', ['pkg-config', '--cflags', '--libs', 'marbre'], env=environment).stdout.split ()
    program = os.path.join (folder, 'by-pkg-config')
    call ('the client by pkg-config', ['cc', '-std=c17', '-Wall', '-Wextra', '-Werror', 'client.c', '-o', program, *sanitizers, *flags], cwd=folder)
    return program


def with_cmake (folder):
    open (os.path.join (folder, 'CMakeLists.txt'), 'w').write (
        'cmake_minimum_required (VERSION 3.25)\nproject (client LANGUAGES C)\nfind_package (marbre 0.1 REQUIRED)\n'
        'add_executable (by-cmake client.c)\ntarget_link_libraries (by-cmake PRIVATE marbre::marbre)\n')
    where = os.path.join (folder, 'build')
    flags = [f'-DCMAKE_C_FLAGS={" ".join (sanitizers)}', f'-DCMAKE_PREFIX_PATH={prefix}']
    call ('find_package (marbre)', ['cmake', '-G', 'Ninja', '-S', folder, '-B', where, *flags])
    call ('the client by CMake', ['cmake', '--build', where])
    return os.path.join (where, 'by-cmake')


cache = open (os.path.join (build, 'CMakeCache.txt'), encoding='utf-8').read ()
setting = lambda name: (re.search (rf'^{name}:\w+=(.*)$', cache, re.M) or [None, ''])[1]
sanitizers = ['-fsanitize=address,undefined'] if setting ('MARBRE_SANITIZE') in ('ON', '1') else []
libdir = setting ('CMAKE_INSTALL_LIBDIR')
FILES = ['bin/marbre', f'{libdir}/libmarbre.so', 'include/marbre/marbre.h', 'include/marbre/job.h', 'include/marbre/diagnostic.h', 'include/marbre/version.h',
         'share/marbre/styles/base.css', 'share/marbre/styles/quotidien.css', 'share/marbre/styles/livre.css', 'share/marbre/fonts/ebgaramond.css',
         'share/man/man1/marbre.1', f'{libdir}/pkgconfig/marbre.pc', f'{libdir}/cmake/marbre/marbreConfig.cmake']

with tempfile.TemporaryDirectory () as work:
    first, prefix = os.path.join (work, 'first'), os.path.join (work, 'moved')
    install = call ('cmake --install', ['cmake', '--install', build, '--prefix', first])
    if install.returncode == 0:
        os.rename (first, prefix)
        problems += [f'not installed: {name}' for name in FILES if not os.path.exists (os.path.join (prefix, name))]
        named = re.compile (r'(?<![\w./-])' + re.escape (source) + r'/(src|include|build|tests|styles|fonts)\b')
        for folder, _, names in os.walk (prefix):
            for name in names:
                path = os.path.join (folder, name)
                if name.endswith (('.pc', '.cmake', '.h', '.css', '.1')) and named.search (open (path, encoding='utf-8').read ()):
                    problems.append (f'{name} names the source folder')
        call ('the installed command', [os.path.join (prefix, 'bin/marbre'), 'build', os.path.join (source, 'samples/articles/bac.md'), '-o',
                                        os.path.join (work, 'a.pdf')], env={k: v for k, v in os.environ.items () if k != 'MARBRE_DATA'})
        client = os.path.join (work, 'client')
        os.mkdir (client)
        open (os.path.join (client, 'client.c'), 'w').write (example ())
        for program in (with_pkg_config (client), with_cmake (client)):
            if os.path.exists (program):
                run_client (program, work)
print ('\n'.join (problems) or f'{len (FILES)} files in place, two clients compiled and run')
sys.exit (1 if problems else 0)
