# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""The tables on the page that only some scenarios have."""

import html

from hip_report import compare, load, reach, sweep
from hip_report.markup import digits, number_cells, number_heads, scale, table


def tables(results):
    """All that these results have data for, with their titles."""
    yield from _waits(results)
    yield from _outcomes(results)
    yield from _loads(results)
    yield from _policies(results)


def _waits(results):
    """The answer in words, the table of waits and that of what they cost."""
    if "wait" not in results.scheme.trials:
        return
    if text := reach.answer(results):
        yield "<h2>Is DNS too slow?</h2>"
        yield f"<p>{text}</p>"
    body = []
    for path, ttl, *times, peers in reach.rows(results):
        name = "agent" if path == "agent" else f"DNS, TTL {ttl:g} s"
        body.append(f"<tr><td>{name}</td>{number_cells(times)}<td>{peers}</td></tr>")
    titles = (f"{title} (s)" for title in ("mean", "median", "5 %", "95 %"))
    yield "<h2>How long peers wait</h2>"
    yield table("<th>found by</th>" + number_heads(titles) + "<th>peers</th>", body)
    yield "<h2>What a host costs the servers</h2>"
    yield _costs(results)


def _costs(results):
    body = []
    for name, *values in reach.load_rows(results):
        name = "agent, with its DNS" if name == "agent" else f"DNS, TTL {name}"
        body.append(f"<tr><td>{name}</td>{number_cells(values)}</tr>")
    titles = ("messages/s before the move", "octets/s", "octets of a move", "octets of a contact")
    return table("<th>found by</th>" + number_heads(titles), body)


def _outcomes(results):
    """The table of outcomes: one row a value of the swept parameter, two columns a path."""
    scheme = results.scheme
    if "recovered" not in scheme.swept:
        return
    points = {(row[1], row[0]): row for row in sweep.rows(results)}
    body = []
    for value in sorted({value for value, _ in points}):
        cells = number_cells([value])
        for path in scheme.paths:
            cells += _outcome(points.get((value, path)))
        body.append(f"<tr>{cells}</tr>")
    head = number_heads([scheme.sweep_axis])
    for text in scheme.paths.values():
        head += f"<th>{text}</th>" + number_heads(("data (ms)", "signalling (ms)"))
    yield "<h2>Outcomes</h2>"
    yield table(head, body)


def _outcome(point):
    if point is None:
        return "<td></td><td></td><td></td>"
    _, _, mean, _, _, signalling, recovered, runs = point
    word = "recovered" if recovered == runs else "closed" if recovered == 0 else "recovered "
    share = f"{recovered} of {runs}" if 0 < recovered < runs else ""
    values = (mean, signalling) if recovered else ("", "")
    return f"<td>{word}{share}</td>{number_cells(values)}"


def _loads(results):
    """For each phase one table: one row a metric, one column a number of hosts, octets and moves."""
    scheme = results.scheme
    if "relayed" not in scheme.swept or "recovered" in scheme.swept:
        return
    found = load.cells(results)
    head = "<th>metric</th><th>unit</th>" + number_heads(_load_title(cell) for cell, _ in found)
    for path, text in scheme.paths.items():
        body = []
        for name, metric in scheme.swept.items():
            factor, unit = scale(metric.unit)
            means = [load.mean(results, name, path, runs) for _, runs in found]
            if any(mean != "" for mean in means):
                cells = number_cells("" if mean == "" else factor * mean for mean in means)
                body.append(f"<tr><td>{metric.text}</td><td>{unit}</td>{cells}</tr>")
        if body:
            yield f"<h2>Load: {text}</h2>"
            yield table(head, body)


def _load_title(cell):
    hosts, data, moves, agents = map(digits, cell)
    return f"{hosts} hosts,<br>{data} octets,<br>{moves} moves/min,<br>agents: {agents}"


def _policies(results):
    """The table of policies: one row a policy, probe interval, way to make SAs and delay."""
    if not results.scheme.compared:
        return
    body = []
    for policy, interval, sas, *cells in compare.rows(results):
        numbers = number_cells((interval, *cells[: 1 + len(compare.VALUES)]))
        names = f"<td>{html.escape(policy)}</td><td>{html.escape(sas)}</td>"
        body.append(f"<tr>{names}{numbers}</tr>")
    titles = ("probes every (ms)", "link 1 (ms)", *(compare.TITLES[name] for name in compare.VALUES))
    yield "<h2>Policies</h2>"
    yield table("<th>policy</th><th>SAs</th>" + number_heads(titles), body)
