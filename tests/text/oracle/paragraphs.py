# SPDX-License-Identifier: Apache-2.0
"""The paragraphs of the differential test against LuaTeX: 540 of the novel of ../shared/bench, without hyphens and dashes (TeX may
break after them by rules of its own) and of 200 characters at least, with French spaces put in by a few plain rules. The text stays
in ../shared: only breaks, counted in words, are kept beside this file."""
import os, re, zlib

COUNT = 540
SETTINGS = {'62': (10.5, 257.587), '32': (9, 113.956)}  # signs a line: size, measure, in points
NBSP, NNBSP = '\u00a0', '\u202f'


def novel (source):
    return os.path.join (source, '..', 'shared', 'bench', 'corpus', 'montecristo.txt')


def french (text):
    text = ' '.join (text.replace ('*', '').replace ('_', '').split ()).replace ('\'', '’').replace ('...', '…')
    text = re.sub (r'«\s*', '«' + NBSP, text)
    text = re.sub (r'\s*»', NBSP + '»', text)
    text = re.sub (r'\s*([;!?])', NNBSP + r'\1', text)
    text = re.sub (r'([!?])' + NNBSP + r'([!?])', r'\1\2', text)
    return re.sub (r'\s*:(?=\s|$)', NBSP + ':', text)


def paragraphs (path):
    found = []
    with open (path, encoding='utf-8') as lines:
        for line in lines:
            text = french (line)
            if len (text) >= 200 and not re.search (r'[-–—#]', text):
                found.append (text)
            if len (found) == COUNT:
                break
    return found


def digest (text):
    return zlib.crc32 (text.encode ())
