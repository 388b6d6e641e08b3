# SPDX-License-Identifier: Apache-2.0
"""The include table of the house: a room includes its own headers and the one header ROOM.h of the rooms named here."""
import glob, os, re, sys

TABLE = {
    'base': '',
    'doc': 'base',
    'media': 'base',
    'font': 'base',
    'read': 'base doc',
    'ortho': 'base doc',
    'style': 'base doc font',
    'text': 'base doc font style',
    'box': 'base doc font style media text',
    'layout': 'base doc font style media text box',
    'page': 'base doc font style media text box layout',
    'paint': 'base doc font style media text box layout page',
    'pdf': 'base doc font style media text box layout page paint',
    'epub': 'base doc media font style text box',
    'edition': 'base doc media font read ortho style text box layout page paint pdf epub',
    'batch': '',
    'cli': 'batch',
}
# rooms that alone may talk to a library
ALONE = {'qpdf/': 'src/pdf/file.c', 'zip.h': 'src/epub/', 'hyphen.h': 'src/text/', 'cmark-gfm': 'src/read/', 'yaml.h': 'src/read/',
         'libxml/': 'src/read/'}
BASE_HEADERS = {'base.h', 'limits.h', 'messages.h', 'messages.def'}


def problems (source):
    headers = {}
    for path in glob.glob (os.path.join (source, 'src/*/*.h')):
        headers.setdefault (os.path.basename (path), set ()).add (os.path.basename (os.path.dirname (path)))
    for path in sorted (glob.glob (os.path.join (source, 'src/*/*.[ch]'))):
        room, short = os.path.basename (os.path.dirname (path)), os.path.relpath (path, source)
        if room not in TABLE:
            yield f'{short}: room {room} is not in the table'
            continue
        allowed = TABLE[room].split ()
        for number, line in enumerate (open (path, encoding='utf-8'), 1):
            match = re.match (r'\s*#\s*include\s*([<"])([^>"]+)[>"]', line)
            if not match:
                continue
            kind, name = match.groups ()
            for library, home in ALONE.items ():
                if name.startswith (library) and not short.startswith (home):
                    yield f'{short}:{number}: only {home} may include <{name}>'
            if kind == '<':
                if name.startswith ('marbre/') and room not in ('edition', 'batch', 'cli'):
                    yield f'{short}:{number}: a private room includes the public {name}'
                continue
            if os.path.exists (os.path.join (source, 'src', room, name)):
                continue
            if name in BASE_HEADERS and room not in ('batch', 'cli'):
                continue
            owners = headers.get (name, set ())
            if not any (name == owner + '.h' and owner in allowed for owner in owners) and not name.endswith ('.inc'):
                yield f'{short}:{number}: {room} may not include {name}'


found = list (problems (sys.argv[1]))
print ('\n'.join (found) or 'every include is in the table')
sys.exit (1 if found else 0)
