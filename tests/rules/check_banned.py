# SPDX-License-Identifier: Apache-2.0
"""Words that the source may not hold: unsafe functions, printing from the library, unfinished work, missing licence lines."""
import glob, os, re, sys

BANNED = r'\b(strcpy|strcat|sprintf|vsprintf|gets|strtok|atoi|atof|atol|setlocale|system|popen|tmpnam|mktemp|alloca|g_alloca|rand|srand|localtime|ctime|asctime)\s*\('
PRINTING = r'\b(printf|puts|putchar|perror|g_print|g_printerr|g_message|g_warning|vprintf)\s*\(|\bstdout\b|\bstderr\b'
CLOCK = r'\b(time|gettimeofday|g_get_real_time|g_date_time_new_now\w*)\s*\('
UNFINISHED = r'\b(TODO|FIXME|XXX|HACK|for now)\b'


def strip (text):
    """Comments and strings blanked, so that only code is searched."""
    blank = lambda m: re.sub (r'[^\n]', ' ', m.group (0))
    return re.sub (r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', blank, text, flags=re.S)


def search (pattern, text, path, what):
    for match in re.finditer (pattern, text):
        yield f"{path}:{text.count (chr (10), 0, match.start ()) + 1}: {what}: {match.group (0).strip ()}"


def problems (source):
    for path in sorted (glob.glob (os.path.join (source, 'src/*/*.[ch]')) + glob.glob (os.path.join (source, 'include/marbre/*.h'))):
        short, text = os.path.relpath (path, source), open (path, encoding='utf-8').read ()
        code = strip (text)
        if 'SPDX-License-Identifier: Apache-2.0' not in text[:200]:
            yield f'{short}:1: no licence line'
        cli = short.startswith ('src/cli/')
        yield from search (BANNED.replace ('setlocale|', '') if cli else BANNED, code, short, 'banned')
        if not cli:
            yield from search (PRINTING, code, short, 'the library prints')
            yield from search (CLOCK, code, short, 'the library looks at the clock')
        yield from search (UNFINISHED, text, short, 'unfinished')


found = list (problems (sys.argv[1]))
print ('\n'.join (found) or 'nothing banned')
sys.exit (1 if found else 0)
