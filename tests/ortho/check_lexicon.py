# SPDX-License-Identifier: Apache-2.0
"""The words of a house: `lexique:` of a manifest adds to the lists, takes from them, and says what is wrong with its files."""
import os, re, subprocess, sys, tempfile, zipfile

BODY = "# Un titre\n\nIl but 3 pintes, lut Vlan! et alla voir Mme Roy, chez Oekotex.\n"


def run (build, folder, manifest):
    with open (os.path.join (folder, 'livre.yaml'), 'w', encoding='utf-8') as file:
        file.write ('titre: Essai\nchapitres: [un.md]\n' + manifest)
    out = os.path.join (folder, 'x.epub')
    command = [os.path.join (build, 'marbre'), 'build', os.path.join (folder, 'livre.yaml'), '-o', out]
    return out, subprocess.run (command, capture_output=True, text=True, env={**os.environ, 'LC_ALL': 'C.UTF-8'})


def text (path):
    with zipfile.ZipFile (path) as book:
        pages = [book.read (name).decode () for name in sorted (book.namelist ()) if name.endswith ('.xhtml')]
    return re.sub (r'<[^<>]*>', '', ' '.join (pages))


def write (folder, name, lines):
    with open (os.path.join (folder, name), 'w', encoding='utf-8') as file:
        file.write (lines)


def main (source, build):
    os.environ['MARBRE_DATA'] = source
    with tempfile.TemporaryDirectory () as folder:
        write (folder, 'un.md', BODY)
        write (folder, 'maison.txt', '# la maison\n[unités]\npintes # de bière\n[marques]\nVlan!\n[titres]\n- Mme\n[œ]\n- oeko\n')
        write (folder, 'faux.txt', '[inconnue]\nmot\n[lexique]\nseul\n')
        out, plain = run (build, folder, '')
        assert plain.returncode == 0, plain.stderr
        assert '3 pintes' in text (out) and 'Vlan\u202f!' in text (out) and 'Mme\u00a0Roy' in text (out) and 'Œkotex' in text (out)
        for key in ('lexique: maison.txt', 'lexicon: [maison.txt, unites]'):
            out, own = run (build, folder, key + '\n')
            assert own.returncode == 0, own.stderr
            assert '3\u00a0pintes' in text (out) and 'Vlan! et' in text (out) and 'Mme Roy' in text (out) and 'Oekotex' in text (out)
        _, wrong = run (build, folder, 'lexique: faux.txt\n')
        assert wrong.returncode == 0 and 'MB0502' in wrong.stderr and 'faux.txt:1:1' in wrong.stderr, wrong.stderr
        assert 'MB0503' in wrong.stderr and 'faux.txt:4:1' in wrong.stderr, wrong.stderr
        for absent in ('lexique: absent.txt', 'lexique: absent', 'lexique: ../un.txt'):
            _, missing = run (build, folder, absent + '\n')
            assert missing.returncode == 1 and 'MB1109' in missing.stderr, missing.stderr
        _, shape = run (build, folder, 'lexique: {a: b}\n')
        assert 'lexique' in shape.stderr, shape.stderr
        out, way = run (build, folder, 'typographie: fr-FR sans NUM, ABR -LET-01\n')
        assert way.returncode == 0 and 'Mme Roy' in text (out) and 'Oekotex' in text (out), way.stderr
    print ('the words of a house: ok')


main (sys.argv[1], sys.argv[2])
