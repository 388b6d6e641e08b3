# SPDX-License-Identifier: Apache-2.0
"""Each public header compiles alone, in C and in C++, without a warning; each room's header compiles alone in C."""
import glob, os, shutil, subprocess, sys

source = sys.argv[1]
glib = subprocess.run (['pkg-config', '--cflags', 'glib-2.0', 'pango'], capture_output=True, text=True, check=True).stdout.split ()
rooms = ['-I' + folder for folder in glob.glob (os.path.join (source, 'src/*/'))]
flags = ['-Wall', '-Wextra', '-Werror', '-fsyntax-only']
failed = 0


def compile_alone (command, header, language):
    global failed
    body = f'#include "{header}"\n'
    run = subprocess.run ([*command, *flags, *glib, '-x', language, '-'], input=body, capture_output=True, text=True)
    if run.returncode:
        failed += 1
        print (f'{os.path.relpath (header, source)} ({language}):\n{run.stderr}')


for header in sorted (glob.glob (os.path.join (source, 'include/marbre/*.h'))):
    compile_alone (['cc', '-std=c17', '-I' + os.path.join (source, 'include')], header, 'c')
    if shutil.which ('c++'):
        compile_alone (['c++', '-I' + os.path.join (source, 'include')], header, 'c++')
for header in sorted (glob.glob (os.path.join (source, 'src/*/*.h'))):
    compile_alone (['cc', '-std=c17', '-D_GNU_SOURCE', '-I' + os.path.join (source, 'include'), *rooms], header, 'c')
sys.exit (1 if failed else 0)
