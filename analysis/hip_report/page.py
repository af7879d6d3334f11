# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""index.html: everything of a run on one page, without scripts or anything from elsewhere."""

import html

from hip_report import page_files, page_scenarios, page_tables
from hip_report.staging import CHARTS

STYLE = """
:root { color-scheme: light; }
body { font: 16px/1.5 Helvetica, Arial, "Liberation Sans", sans-serif; color: #1a1a1a;
  background: #fff; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin-top: 2.2rem; }
figure { margin: 1rem 0; } figure img { max-width: 100%; height: auto; }
figcaption { color: #444; max-width: 44rem; font-size: .92rem; }
table { border-collapse: collapse; margin: .6rem 0; }
th, td { text-align: left; padding: .2rem 1.1rem .2rem 0; border-bottom: 1px solid #ddd; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
code, pre { font-family: "DejaVu Sans Mono", Menlo, Consolas, monospace; font-size: .86rem; }
pre { background: #f5f5f5; padding: .7rem 1rem; overflow-x: auto; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(22rem, 1fr)); gap: 0 2rem; }
"""


def write(results, summary_rows, figures, measured, folder):
    """Returns the page as text. Only files that are in folder are linked."""
    title = f"Scenario {results.scenario}"
    parts = [
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{html.escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>",
        f"<h1>{html.escape(title)}</h1>",
        *_figures(results.scheme.figures, figures, len(results.runs)),
        *page_scenarios.tables(results),
        *page_tables.results_of(summary_rows, results),
        *page_tables.flows_of(measured),
        *page_tables.parameters(results),
        *page_files.sections(folder, figures),
        "</body>\n</html>\n",
    ]
    return "\n".join(parts)


def _figures(known, drawn, runs):
    sections = {name: _section(name, known[name], runs) for name in drawn}
    for name in CHARTS:
        if name in sections:
            yield sections.pop(name)
    if sections:
        yield '<div class="pair">\n' + "\n".join(sections.values()) + "\n</div>"
    for name, figure in known.items():
        if name not in drawn and figure.is_expected:
            yield f"<p>{figure.title}: this run has no data for this figure.</p>"


def _section(name, figure, runs):
    title = figure.title
    text = figure.caption.format(
        runs="one run" if runs == 1 else f"{runs} runs",
        interval=figure.interval if runs > 1 else "",
    )
    return (
        f"<section>\n<h2>{title}</h2>\n<figure>\n"
        f'<img src="{name}.svg" alt="{title}: {html.escape(text.strip())}">\n'
        f'<figcaption>{html.escape(text.strip())} <a href="{name}.svg">SVG</a>, '
        f'<a href="{name}.png">PNG</a></figcaption>\n</figure>\n</section>'
    )
