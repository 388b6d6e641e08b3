#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""pages.py SOURCE BUILD [RUNS] — time and memory of books, a quarter, a half and the whole of each: the novel of ../shared/bench (its first 160,000
words), the same with a figure at the head or foot of a page every 54 paragraphs, the footnotes of Allais and the giant of Rolland from ../shared/corpus. `pages` is `--dump pages` to nowhere: reading, typography, paragraphs
and the choice of pages, no PDF. CPU seconds (user and system), the least of RUNS (3); memory: the largest resident set. Then the parts of `pages` for
the whole novel, timed from inside (tests/edition/driver_parts.c): line breaking and the choice of pages by themselves too. Then the peers that are
installed (Typst of PyPI, LuaLaTeX, WeasyPrint: some minutes), with the whole novel. Prints the tables of docs/performance.md."""
import glob, html, os, re, shutil, subprocess, sys, tempfile

WORDS = 160000
FONTS = '/usr/share/fonts/opentype/linux-libertine/'


def measure (command, folder, runs, environment=None):
    """Least CPU seconds, MiB; None when it fails."""
    best = None
    for _ in range (runs):
        with open (os.devnull, 'w') as nowhere:
            child = subprocess.Popen (command, cwd=folder, env=environment, stdout=nowhere, stderr=nowhere)
            _, status, usage = os.wait4 (child.pid, 0)
        if os.waitstatus_to_exitcode (status) not in (0, 1):
            return None
        spent = usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024
        best = spent if best is None else (min (best[0], spent[0]), max (best[1], spent[1]))
    return best


# --- Books ---------------------------------------------------------------------------------------------------------------------------

def dumas (source):
    """Chapters (title, paragraphs)."""
    path = os.path.join (source, '..', 'shared', 'bench', 'corpus', 'montecristo.txt')
    chapters, words = [], 0
    with open (path, encoding='utf-8') as lines:
        for line in map (str.rstrip, lines):
            if line.startswith ('# '):
                if words >= WORDS:
                    break
                chapters.append ((line[2:].replace ('\t', ' '), []))
            else:
                words += len (line.split (' '))
                chapters[-1][1].append (line)
    return chapters


def page_of (title, body):
    return (f'<!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="fr"><head><title>{title}</title></head>'
            f'<body>{body}</body></html>')


def write_book (folder, chapters):
    """Chapters as XHTML, and their manifest."""
    os.makedirs (folder)
    for i, chapter in enumerate (chapters):
        with open (os.path.join (folder, f'c{i:03}.xhtml'), 'w', encoding='utf-8') as file:
            file.write (chapter)
    with open (os.path.join (folder, 'book.yaml'), 'w', encoding='utf-8') as file:
        file.write ('titre: Mesure\nauteur: X\nlangue: fr-FR\nchapitres:\n' + ''.join (f'  - c{i:03}.xhtml\n' for i in range (len (chapters))))


def italics (text):
    return re.sub (r'\*([^*]+)\*', r'<em>\1</em>', html.escape (text, quote=False))


def dumas_xhtml (source):
    return [page_of (title, f'<h1>{title}</h1>' + ''.join (f'<p>{italics (p)}</p>' for p in body)) for title, body in dumas (source)]


def figured_xhtml (source):
    """The novel with figures of 7 to 15 lines: two at the head of a page, one at its foot, in turn."""
    heights, chapters, paragraphs, figures = (98, 154, 126, 210, 140, 182, 112), [], 0, 0
    for title, body in dumas (source):
        parts = []
        for text in body:
            parts.append (f'<p>{italics (text)}</p>')
            paragraphs += 1
            if paragraphs % 54 == 27:
                figures += 1
                parts.append (f'<figure style="float: {"top" if figures % 3 else "bottom"}"><div style="height: {heights[figures % 7]}pt; background: #ddd"></div>'
                              f'<figcaption>Planche {figures}, telle que le temps l’a laissée.</figcaption></figure>')
        chapters.append (page_of (title, f'<h1>{title}</h1>' + ''.join (parts)))
    return chapters


def corpus_xhtml (source, name):
    folder = os.path.join (source, '..', 'shared', 'corpus', name)
    return [open (path, encoding='utf-8').read () for path in sorted (glob.glob (os.path.join (folder, 'ch*.xhtml')))]


def first_part (chapters, share):
    """As many chapters as come nearest to that share of the text."""
    total, size, part = sum (map (len, chapters)), 0, []
    for chapter in chapters:
        if part and abs (size + len (chapter) - share * total) > abs (size - share * total):
            break
        part.append (chapter)
        size += len (chapter)
    return part, size / total


def pages_in (pdf):
    result = subprocess.run (['pdfinfo', pdf], capture_output=True, text=True)
    found = re.search (r'Pages:\s+(\d+)', result.stdout)
    return int (found.group (1)) if found else 0


def marbre_rows (source, build, work, runs):
    books = {'Dumas, 160,000 words': dumas_xhtml (source), 'the same, 105 figures': figured_xhtml (source), 'Allais, notes': corpus_xhtml (source, 'FRA00401_Allais'), 'Rolland, the giant': corpus_xhtml (source, 'FRA04202_Rolland')}
    environment = {**os.environ, 'MARBRE_DATA': source}
    marbre = [os.path.join (build, 'marbre'), 'build', '.', '--style', 'livre', '--allow-missing', '-q']
    print ('| book | share of the text | pages | `--dump pages`: s | MiB | PDF: s | MiB |\n|---|---|---|---|---|---|---|')
    for name, chapters in books.items ():
        for share in (.25, .5, 1):
            part, real = first_part (chapters, share)
            folder = os.path.join (work, re.sub (r'\W', '', name) + str (share))
            write_book (folder, part)
            pages, pdf = measure (marbre + ['--dump', 'pages'], folder, runs, environment), measure (marbre + ['-o', 'out.pdf'], folder, runs, environment)
            if pages and pdf:
                print (f"| {name} | {real:.0%} | {pages_in (os.path.join (folder, 'out.pdf'))} | {pages[0]:.2f} | {pages[1]:.0f} | {pdf[0]:.2f} | {pdf[1]:.0f} |", flush=True)


def parts_of (source, build, work, runs):
    """What driver_parts prints of the whole novel: the least of each part."""
    driver, folder, least = os.path.join (build, 'tests', 'edition_driver_parts'), os.path.join (work, 'parts'), {}
    write_book (folder, dumas_xhtml (source))
    for _ in range (runs):
        result = subprocess.run ([driver, '.', 'livre'], cwd=folder, env={**os.environ, 'MARBRE_DATA': source}, capture_output=True, text=True, check=True)
        for name, figure in (row.split ('\t') for row in result.stdout.splitlines ()):
            least[name] = min (float (figure), least.get (name, float (figure)))
    return least


def part_rows (source, build, work, runs):
    parts = parts_of (source, build, work, runs)
    print ('\n| part of `--dump pages`, Dumas whole | s |\n|---|---|')
    for name in ('reading', 'paragraphs', 'line breaking', 'page choice', 'lines set', 'everything else'):
        print (f'| {name} | {parts[name]:.2f} |')
    print (f"\nLine breaking and page choice by themselves: {parts['line breaking'] + parts['page choice']:.2f} s; with the paragraphs that they need: "
           f"{parts['line breaking'] + parts['page choice'] + parts['paragraphs']:.2f} s.", flush=True)


# --- Peers -----------------------------------------------------------------------------------------------------------------------------

def escaped (text, marks):
    return ''.join ('\\' + c if c in marks else c for c in text)


def lualatex (chapters, folder):
    if not shutil.which ('lualatex'):
        return None
    body = '\n\n'.join ('\\section*{%s}\n\n' % escaped (title, '&%$#_{}') + '\n\n'.join (escaped (p.replace ('*', ''), '&%$#_{}') for p in text) for title, text in chapters)
    with open (os.path.join (folder, 'b.tex'), 'w', encoding='utf-8') as file:
        file.write (r'\documentclass{book}\usepackage[paperwidth=130mm,paperheight=200mm,margin=20mm]{geometry}\usepackage{fontspec}'
                    r'\setmainfont{LinLibertine_R.otf}[Path=%s]\usepackage[french]{babel}\usepackage{microtype}\begin{document}\fontsize{11.2bp}{14bp}\selectfont%s\end{document}' % (FONTS, '\n' + body + '\n'))
    return ['lualatex', '--interaction=batchmode', 'b.tex']


def typst (chapters, folder):
    if subprocess.run ([sys.executable, '-c', 'import typst'], capture_output=True).returncode:
        return None
    body = '\n\n'.join ('= ' + escaped (title, '\\#$*_`<>@~[]=/+-') + '\n\n' + '\n\n'.join (escaped (p.replace ('*', ''), '\\#$*_`<>@~[]=/+-') for p in text) for title, text in chapters)
    with open (os.path.join (folder, 'b.typ'), 'w', encoding='utf-8') as file:
        file.write ('#set page(width: 130mm, height: 200mm, margin: 20mm)\n#set text(font: "Linux Libertine O", size: 11.2pt, lang: "fr", hyphenate: true)\n#set par(justify: true)\n' + body)
    return [sys.executable, '-c', f'import typst; typst.compile ("b.typ", output="b.pdf", font_paths=["{FONTS}"])']


def weasyprint (chapters, folder):
    if not shutil.which ('weasyprint'):
        return None
    style = '<style>@page { size: 130mm 200mm; margin: 20mm } body { font: 11.2pt/14pt Linux Libertine O; text-align: justify; hyphens: auto } p { margin: 0; text-indent: 14pt }</style>'
    body = ''.join (f'<h1>{title}</h1>' + ''.join (f'<p>{italics (p)}</p>' for p in text) for title, text in chapters)
    with open (os.path.join (folder, 'b.html'), 'w', encoding='utf-8') as file:
        file.write (page_of ('Mesure', body).replace ('</head>', style + '</head>'))
    return ['weasyprint', 'b.html', 'b.pdf']


def peer_rows (source, work, runs):
    print ('\n| peer, Dumas whole | s | MiB |\n|---|---|---|')
    chapters = dumas (source)
    for make in (typst, lualatex, weasyprint):
        folder = os.path.join (work, make.__name__)
        os.makedirs (folder)
        command = make (chapters, folder)
        spent = measure (command, folder, 1) if command else None
        print (f'| {make.__name__} | {spent[0]:.2f} | {spent[1]:.0f} |' if spent else f'| {make.__name__} | not installed | |', flush=True)


def main ():
    source, build = map (os.path.abspath, sys.argv[1:3])
    runs = int (sys.argv[3]) if len (sys.argv) > 3 else 3
    with tempfile.TemporaryDirectory () as work:
        marbre_rows (source, build, work, runs)
        part_rows (source, build, work, runs)
        peer_rows (source, work, runs)


main ()
