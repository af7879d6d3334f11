# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""The tables on the page that any run may have."""

import html

from hip_report import flows
from hip_report.markup import number_cells, number_heads, scale, table, with_interval


def results_of(rows, found):
    """The rows of summary.csv: one row a metric, one column a kind of path."""
    if rows:
        yield "<h2>Results</h2>"
        yield _results_table(rows, found.scheme)
        yield f"<p>{_results_note(len(found.runs))}</p>"


def flows_of(measured):
    """The table of flows and security associations of the first run that brought most."""
    body = [
        f"<tr><td>{html.escape(title)}</td>{number_cells(values)}</tr>"
        for title, *values in flows.table_rows(measured)
    ]
    if body:
        yield "<h2>Flows</h2>"
        yield table(f"<th>{flows.TITLES[0]}</th>" + number_heads(flows.TITLES[1:]), body)
        yield f"<p>{flows.NOTE}</p>"


def parameters(results):
    """What the runs were given: all values of each parameter."""
    rows = {"runs": [str(len(results.runs))], **results.parameters}
    body = [
        f"<tr><td>{html.escape(name.replace('_', ' '))}</td>"
        f"<td>{html.escape(', '.join(values))}</td></tr>"
        for name, values in rows.items()
    ]
    yield "<h2>Parameters</h2>"
    yield table("<th>parameter</th><th>value</th>", body)


def _results_note(runs):
    if runs == 1:
        return "One run."
    return f"Mean over {runs} runs ± half the 95 % confidence interval (Student's t)."


def _results_table(rows, scheme):
    columns = {**scheme.paths, "": "whole run"}
    used = [path for path in columns if any(row[1] == path for row in rows)]
    cells = {(row[0], row[1]): with_interval(*row[2:5]) for row in rows}
    body = []
    for metric, unit in dict.fromkeys((row[0], row[4]) for row in rows):
        values = number_cells(cells.get((metric, path)) for path in used)
        text = html.escape(scheme.find(metric).text)
        body.append(f"<tr><td>{text}</td><td>{scale(unit)[1]}</td>{values}</tr>")
    head = "<th>metric</th><th>unit</th>" + number_heads(columns[path] for path in used)
    return table(head, body)
