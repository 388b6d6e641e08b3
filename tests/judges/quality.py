#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""quality.py SOURCE BUILD [FOLDER] — the same pages by marbre, LuaLaTeX + microtype, Typst and WeasyPrint, measured by ../shared/tools/pagejudge.

The text: the first 1,200 paragraphs of 200 characters and more of the novel of ../shared/bench. Two measures: a book's (Linux Libertine 10.5 on
13 pt, 257.6 pt, 62 signs) and a newspaper's (9 on 11 pt, 113.96 pt, 32 signs). Peers that are not installed are left out: Debian's
texlive-latex-recommended, texlive-lang-french and weasyprint, and the `typst` and `pymupdf` packages of PyPI (in PYTHONPATH). Prints the table of docs/quality.md."""
import html, json, os, subprocess, sys, tempfile
HERE = os.path.dirname (os.path.abspath (__file__))
sys.path.insert (0, os.path.join (HERE, '..', 'text', 'oracle'))
import paragraphs

FONTS = '/usr/share/fonts/opentype/linux-libertine/'
# name: size, leading, measure, lines a page, options of marbre, those of livre.css and quotidien.css
MEASURES = {'book, 62 signs': (10.5, 13, 257.587, 40, '67% 100% 150% 2% 0%', 2, '75% 100% 140% 2% 0.5%'), 'column, 32 signs': (9, 11, 113.956, 60, '67% 100% 150% 2.5% 0.5%', 2, '68% 94% 165% 2.5% 0.5%')}


def texts (source):
    with open (paragraphs.novel (source), encoding='utf-8') as lines:
        found = [paragraphs.french (line) for line in lines if not line.startswith ('#')]
    return [text for text in found if len (text) >= 200][:1200]


def escape (text, marks, make):
    return ''.join (make (c) if c in marks else c for c in text)


def marbre_still (*arguments):
    return marbre (*arguments, extra='-marbre-looseness: 0 0;')


def marbre_relieved (*arguments):
    return marbre (*arguments, extra='-marbre-looseness: 0 0; -marbre-relief: 1%;')


def marbre_pages_relieved (*arguments):
    return marbre (*arguments, extra='-marbre-relief: 1%; -marbre-page-fit: longer 1;')


def marbre_house (source, build, folder, texts, setting):
    extra = f'-marbre-justify: {setting[6]}; -marbre-relief: 1%; -marbre-page-fit: longer 1;'
    return marbre (source, build, folder, texts, setting, extra)


def marbre (source, build, folder, texts, setting, extra=''):
    size, leading, measure, lines, justify, hyphens = setting[:6]
    faces = ''.join (f'@font-face {{ font-family: L; src: url("{FONTS}{file}"); font-style: {style} }}\n' for file, style in (('LinLibertine_R.otf', 'normal'), ('LinLibertine_RI.otf', 'italic')))
    css = faces + f'''@page {{ size: {measure + 60}pt {lines * leading + 60}pt; margin: 30pt }}
body {{ font: {size}pt/{leading}pt L; text-align: justify; hyphens: auto; hyphenate-limit-chars: 5 2 3; hyphenate-limit-lines: {hyphens}; -marbre-grid: {leading}pt;
  -marbre-justify: {justify}; -marbre-protrusion: 100%; orphans: 2; widows: 2; {extra} }} p {{ margin: 0; text-indent: 12pt }}'''
    body = '\n'.join ('<p>' + escape (text, '&<>', lambda c: f'&#{ord (c)};') + '</p>' for text in texts)
    page, sheet, out = (os.path.join (folder, name) for name in ('m.xhtml', 'm.css', 'marbre.pdf'))
    with open (page, 'w', encoding='utf-8') as file:
        file.write (f'<!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml" lang="fr"><head><title>Mesure</title></head><body>{body}</body></html>')
    with open (sheet, 'w') as file:
        file.write (css)
    command = [os.path.join (build, 'marbre'), 'build', page, '--style', sheet, '-o', out]
    subprocess.run (command, env={**os.environ, 'MARBRE_DATA': source}, cwd=folder, capture_output=True)
    return out


def lualatex (source, build, folder, texts, setting):
    size, leading, measure, lines = setting[:4]
    body = '\n\n'.join (escape (text, '&%$#_{}', lambda c: '\\' + c).replace (paragraphs.NBSP, '~').replace (paragraphs.NNBSP, '\\kern.125em ') for text in texts)
    with open (os.path.join (folder, 'lua.tex'), 'w', encoding='utf-8') as file:
        file.write (r'''\documentclass{article}
\usepackage[paperwidth=%fbp,paperheight=%fbp,margin=30bp]{geometry}
\usepackage{fontspec}\setmainfont{LinLibertine_R.otf}[Path=%s,ItalicFont=LinLibertine_RI.otf,BoldFont=LinLibertine_RB.otf]
\usepackage[french]{babel}\frenchsetup{AutoSpacePunctuation=false}\usepackage{microtype}\pagestyle{empty}
\begin{document}\fontsize{%fbp}{%fbp}\selectfont\parindent=12bp\parskip=0pt\hfuzz=100pt\hbadness=10000\widowpenalty=10000\clubpenalty=10000\raggedbottom
\tolerance=9999\pretolerance=-1\emergencystretch=0.05\hsize
%s
\end{document}''' % (measure + 60, lines * leading + 60, FONTS, size, leading, body))
    subprocess.run (['lualatex', '--interaction=batchmode', 'lua.tex'], cwd=folder, capture_output=True)
    return os.path.join (folder, 'lua.pdf')


def typst (source, build, folder, texts, setting, tracking=False):
    import typst as compiler
    size, leading, measure, lines = setting[:4]
    limits = ', justification-limits: (spacing: (min: 66.67%, max: 150%), tracking: (min: -0.01em, max: 0.01em))' if tracking else ''
    with open (os.path.join (folder, 'p.json'), 'w') as file:
        json.dump (texts, file)
    path = os.path.join (folder, 't.typ')
    with open (path, 'w') as file:
        file.write (f'''#set page(width: {measure + 60}pt, height: {lines * leading + 60}pt, margin: 30pt)
#set text(font: "Linux Libertine O", size: {size}pt, lang: "fr", hyphenate: true, top-edge: "baseline", bottom-edge: "baseline")
#set par(justify: true, linebreaks: "optimized", leading: {leading}pt, spacing: {leading}pt, first-line-indent: (amount: 12pt, all: true){limits})
#for p in json("p.json") [#par[#p]]
''')
    out = os.path.join (folder, 'typst.pdf')
    compiler.compile (path, output=out, font_paths=[FONTS])
    return out


def typst_tracked (*arguments):
    return typst (*arguments, tracking=True)


def weasyprint (source, build, folder, texts, setting):
    size, leading, measure, lines = setting[:4]
    faces = ''.join (f'@font-face {{ font-family: L; src: url("file://{FONTS}{file}"); font-style: {style} }}\n' for file, style in (('LinLibertine_R.otf', 'normal'), ('LinLibertine_RI.otf', 'italic')))
    css = faces + f'''@page {{ size: {measure + 60}pt {lines * leading + 60}pt; margin: 30pt }}
body {{ margin: 0; font: {size}pt/{leading}pt L; text-align: justify; hyphens: auto; hyphenate-limit-chars: 5 2 3; orphans: 2; widows: 2 }}
p {{ margin: 0; text-indent: 12pt }}'''
    body = '\n'.join ('<p>' + html.escape (text, quote=False) + '</p>' for text in texts)
    page, out = os.path.join (folder, 'w.html'), os.path.join (folder, 'weasyprint.pdf')
    with open (page, 'w', encoding='utf-8') as file:
        file.write (f'<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>Mesure</title><style>{css}</style></head><body>{body}</body></html>')
    subprocess.run (['weasyprint', page, out], cwd=folder, capture_output=True)
    return out


def judge (source, pdf, folder):
    report = os.path.join (folder, 'report.json')
    program = os.path.join (source, '..', 'shared', 'tools', 'pagejudge', 'pagejudge.py')
    result = subprocess.run ([sys.executable, program, '--json', report, pdf], capture_output=True, text=True)
    if result.returncode:
        raise RuntimeError (result.stderr[-300:])
    with open (report) as file:
        return json.load (file)['document']


PEERS = {'marbre, spaces and tracking as in its house sheet': marbre_house, 'marbre': marbre, 'marbre, relief and spreads as in livre.css': marbre_pages_relieved, 'marbre, paragraphs as they come best': marbre_still, 'the same, relief': marbre_relieved, 'LuaLaTeX + microtype': lualatex, 'Typst, optimized': typst, 'Typst, optimized, tracking ±.01 em': typst_tracked, 'WeasyPrint': weasyprint}


def main ():
    source, build = (os.path.abspath (path) for path in sys.argv[1:3])
    wanted = texts (source)
    for name, setting in MEASURES.items ():
        print (f'{name}:')
        for peer, make in PEERS.items ():
            folder = sys.argv[3] if len (sys.argv) > 3 else tempfile.mkdtemp ()
            folder = os.path.join (folder, (name + peer).replace (' ', '').replace (',', '').replace ('+', ''))
            os.makedirs (folder, exist_ok=True)
            try:
                figures = judge (source, make (source, build, folder, wanted, setting), folder)
            except Exception as error:
                print (f'  {peer}: left out ({error})')
                continue
            sp, hy = figures['spacing'], figures['hyphenation']
            print (f"| {peer} | {sp['mean_abs_r']:.3f} | {sp['p95_abs_r']:.2f} | {sp['worst_r']:.2f} | {sp['share_r_above_1']:.2f} % | {sp['share_r_above_2']:.2f} % | {hy['hyphens_per_100']:.1f} | {hy['ladders']} | {hy['runt_fragment'] + hy['runt_short']} | {hy['repeat_start'] + hy['repeat_end']} | {figures['rivers']['rivers']} | {figures['pagination']['short_page']} | {hy['body_lines']} |", flush=True)


main ()
