# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""index.html: everything of a run on one page, without scripts or anything from elsewhere."""

import html
import math
from urllib.parse import quote

from hip_report import compare, flows, load, reach, sweep
from hip_report.staging import CHARTS

FILES = {
    "results.csv": "every value behind the figures, one a row",
    "summary.csv": "means and 95 % confidence intervals of the table above",
    "events.csv": "what happened, in the order of time",
    "transfers.csv": "what each legacy host received, with the SHA-256 of its TCP stream",
    "flows.csv": "every TCP and UDP flow and security association: packets, delays, losses, gaps",
    "delays.csv": "one-way delay of each flow over time",
    "esp_sa": "the ESP keys as Wireshark's table of security associations",
    "keylog.txt": "the keying material: HIP2 HIT-I HIT-R DH-group I J Kij, in hex but the group",
    "plot-data/latency.csv": "the numbers in the latency figure",
    "plot-data/throughput.csv": "the numbers in the throughput figure",
    "plot-data/diverted.csv": "the numbers in the figure of what the victim gets, in kB",
    "plot-data/recovery.csv": "the numbers in the recovery figure",
    "plot-data/parts.csv": "the numbers in the figure of the parts of a move",
    "plot-data/cdf.csv": "the numbers in the figure of the distribution",
    "plot-data/loss.csv": "the numbers in the figure of lost datagrams",
    "plot-data/signalling.csv": "the numbers in the figure of signalling",
    "plot-data/load.csv": "the numbers in the figure of the agent's load",
    "plot-data/moving.csv": "the numbers in the figure of the load against the move rate",
    "plot-data/share.csv": "the numbers in the figure of traffic",
    "plot-data/links.csv": "the numbers in the figure of both links",
    "plot-data/policies.csv": "the numbers in the figure of pauses",
    "plot-data/detection.csv": "the numbers in the figure of the time to detection",
    "plot-data/reach.csv": "the numbers in the figure of how long peers wait",
    "plot-data/waits.csv": "the numbers in the figure of its distribution",
    "plot-data/windows.csv": "the numbers in the figure of anti-replay windows",
    "plot-data/delay.csv": "the numbers in the figure of one-way delays",
    "plot-data/messages.msc": "the source of the message chart, for mscgen",
    "plot-data/handover.msc": "the source of the chart of the first move, for mscgen",
}
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
WIRESHARK = """\
<p>The captures hold real bytes; <code>esp_sa</code> decrypts their ESP. Wireshark looks for it in a
profile: make one, put the file there, and open a capture with it (<code>tshark</code> takes the
same options):</p>
<pre>mkdir -p ~/.config/wireshark/profiles/hip
cp esp_sa ~/.config/wireshark/profiles/hip/
wireshark -C hip -o esp.enable_encryption_decode:TRUE -o esp.enable_authentication_check:TRUE \\
  -r {capture}</pre>
<p>Inside ESP the filter <code>tcp</code> then shows the stream of the legacy host, and
<code>hip</code> the base exchange. With <code>keylog.txt</code> the MACs and encrypted parameters
of the HIP packets can be checked without this program.</p>
"""


def write(results, summary_rows, figures, measured, folder):
    """Returns the page as text. Only files that are in folder are linked."""
    title = f"Scenario {results.scenario}"
    present = _files(folder, figures)
    parts = [
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{html.escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>",
        f"<h1>{html.escape(title)}</h1>",
        *_figures(results.scheme.figures, figures, len(results.runs)),
        *_reach(results),
        *_sweep(results),
        *_loads(results),
        *_comparison(results),
        *_results(summary_rows, results),
        *_flows(measured),
        "<h2>Parameters</h2>",
        _parameter_table(results),
        "<h2>Files</h2>",
        _file_table(present),
        *_wireshark(present),
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


def _results(rows, results):
    if rows:
        yield "<h2>Results</h2>"
        yield _results_table(rows, results.scheme)
        yield f"<p>{_results_note(len(results.runs))}</p>"


def _flows(measured):
    """The table of flows and security associations of the first run that brought most."""
    body = []
    for title, *values in flows.table_rows(measured):
        cells = (_digits(value) if value is not None else "" for value in values)
        numbers = "".join(f'<td class="number">{cell}</td>' for cell in cells)
        body.append(f"<tr><td>{html.escape(title)}</td>{numbers}</tr>")
    if body:
        head = f"<th>{flows.TITLES[0]}</th>"
        head += "".join(f'<th class="number">{title}</th>' for title in flows.TITLES[1:])
        yield "<h2>Flows</h2>"
        yield _table(head, body)
        yield f"<p>{flows.NOTE}</p>"


def _results_note(runs):
    if runs == 1:
        return "One run."
    return f"Mean over {runs} runs ± half the 95 % confidence interval (Student's t)."


def _results_table(rows, scheme):
    """One row a metric, one column a kind of path."""
    columns = {**scheme.paths, "": "whole run"}
    used = [path for path in columns if any(row[1] == path for row in rows)]
    cells = {(row[0], row[1]): _cell(*row[2:5]) for row in rows}
    body = []
    for metric, unit in dict.fromkeys((row[0], row[4]) for row in rows):
        values = "".join(
            f'<td class="number">{cells.get((metric, path), "")}</td>' for path in used
        )
        text = html.escape(scheme.find(metric).text)
        body.append(f"<tr><td>{text}</td><td>{_scale(unit)[1]}</td>{values}</tr>")
    head = "<th>metric</th><th>unit</th>"
    head += "".join(f'<th class="number">{columns[path]}</th>' for path in used)
    return _table(head, body)


def _reach(results):
    """The answer in words, the table of waits and that of what they cost."""
    if "wait" not in results.scheme.trials:
        return
    if text := reach.answer(results):
        yield "<h2>Is DNS too slow?</h2>"
        yield f"<p>{text}</p>"
    body = []
    for path, ttl, *times, peers in reach.rows(results):
        cells = "".join(f'<td class="number">{_digits(value)}</td>' for value in times)
        name = "agent" if path == "agent" else f"DNS, TTL {ttl:g} s"
        body.append(f"<tr><td>{name}</td>{cells}<td>{peers}</td></tr>")
    head = "<th>found by</th>" + "".join(
        f'<th class="number">{title} (s)</th>' for title in ("mean", "median", "5 %", "95 %")
    )
    yield "<h2>How long peers wait</h2>"
    yield _table(head + "<th>peers</th>", body)
    body = []
    for name, *values in reach.load_rows(results):
        cells = "".join(f'<td class="number">{_digits(value)}</td>' for value in values)
        name = "agent, with its DNS" if name == "agent" else f"DNS, TTL {name}"
        body.append(f"<tr><td>{name}</td>{cells}</tr>")
    titles = ("messages/s before the move", "octets/s", "octets of a move", "octets of a contact")
    head = "<th>found by</th>" + "".join(f'<th class="number">{title}</th>' for title in titles)
    yield "<h2>What a host costs the servers</h2>"
    yield _table(head, body)


def _sweep(results):
    """The table of outcomes: one row a value of the swept parameter, two columns a path."""
    scheme = results.scheme
    if "recovered" not in scheme.swept:
        return
    points = {(row[1], row[0]): row for row in sweep.rows(results)}
    body = []
    for value in sorted({value for value, _ in points}):
        cells = f'<td class="number">{_digits(value)}</td>'
        for path in scheme.paths:
            cells += _outcome(points.get((value, path)))
        body.append(f"<tr>{cells}</tr>")
    head = f'<th class="number">{scheme.sweep_axis}</th>'
    head += "".join(
        f'<th>{text}</th><th class="number">data (ms)</th><th class="number">signalling (ms)</th>'
        for text in scheme.paths.values()
    )
    yield "<h2>Outcomes</h2>"
    yield _table(head, body)


def _loads(results):
    """For each phase one table: one row a metric, one column a number of hosts, octets and moves."""
    scheme = results.scheme
    if "relayed" not in scheme.swept or "recovered" in scheme.swept:
        return
    found = load.cells(results)
    head = "<th>metric</th><th>unit</th>"
    for (hosts, data, moves, agents), _ in found:
        head += f'<th class="number">{_digits(hosts)} hosts,<br>{_digits(data)} octets,'
        head += f"<br>{_digits(moves)} moves/min,<br>agents: {_digits(agents)}</th>"
    for path, text in scheme.paths.items():
        body = []
        for name, metric in scheme.swept.items():
            factor, unit = _scale(metric.unit)
            means = [load.mean(results, name, path, runs) for _, runs in found]
            if any(mean != "" for mean in means):
                cells = "".join(
                    f'<td class="number">{"" if mean == "" else _digits(factor * mean)}</td>'
                    for mean in means
                )
                body.append(f"<tr><td>{metric.text}</td><td>{unit}</td>{cells}</tr>")
        if body:
            yield f"<h2>Load: {text}</h2>"
            yield _table(head, body)


def _comparison(results):
    """The table of policies: one row a policy, probe interval, way to make SAs and delay."""
    if not results.scheme.compared:
        return
    body = []
    for policy, interval, sas, *cells in compare.rows(results):
        shown = (interval, *cells[: 1 + len(compare.VALUES)])
        numbers = "".join(
            f'<td class="number">{_digits(cell) if cell != "" else ""}</td>' for cell in shown
        )
        body.append(
            f"<tr><td>{html.escape(policy)}</td><td>{html.escape(sas)}</td>{numbers}</tr>"
        )
    titles = ("probes every (ms)", "link 1 (ms)", *(compare.TITLES[name] for name in compare.VALUES))
    head = "<th>policy</th><th>SAs</th>" + "".join(
        f'<th class="number">{title}</th>' for title in titles
    )
    yield "<h2>Policies</h2>"
    yield _table(head, body)


def _outcome(point):
    if point is None:
        return "<td></td><td></td><td></td>"
    _, _, mean, _, _, signalling, recovered, runs = point
    word = "recovered" if recovered == runs else "closed" if recovered == 0 else "recovered "
    share = f"{recovered} of {runs}" if 0 < recovered < runs else ""
    values = (_digits(value) if recovered else "" for value in (mean, signalling))
    return f"<td>{word}{share}</td>" + "".join(f'<td class="number">{v}</td>' for v in values)


def _scale(unit):
    """Returns (factor, unit) for showing values of a unit of results.csv."""
    return {"s": (1000, "ms"), "1": (1, "")}.get(unit, (1, unit))


def _cell(mean, half_width, unit):
    """The mean, and half the confidence interval if there is one: as many digits as it allows."""
    factor, _ = _scale(unit)
    if half_width == "" or half_width == 0:
        return _digits(mean * factor)
    decimals = max(0, 1 - math.floor(math.log10(half_width * factor)))
    return f"{mean * factor:.{decimals}f} ± {half_width * factor:.{decimals}f}"


def _parameter_table(results):
    rows = {"runs": [str(len(results.runs))], **results.parameters}
    body = [
        f"<tr><td>{html.escape(name.replace('_', ' '))}</td>"
        f"<td>{html.escape(', '.join(values))}</td></tr>"
        for name, values in rows.items()
    ]
    return _table("<th>parameter</th><th>value</th>", body)


def _files(folder, figures):
    """Returns [(name, what it is), ...]: captures first."""
    captures = sorted(path.name for path in folder.glob("*.pcap"))
    made = {"summary.csv"} | {f"plot-data/{name}.{_kind(name)}" for name in figures}
    found = [(name, "capture of a link") for name in captures]
    for name, text in FILES.items():
        is_old_data = name.startswith("plot-data/") and name not in made
        if name in made or ((folder / name).is_file() and not is_old_data):
            found.append((name, text))
    return found


def _kind(figure):
    return "msc" if figure in CHARTS else "csv"


def _file_table(files):
    body = [
        f'<tr><td><a href="{html.escape(quote(name))}">{html.escape(name)}</a></td>'
        f"<td>{html.escape(text)}</td></tr>"
        for name, text in files
    ]
    return _table("<th>file</th><th>what it holds</th>", body)


def _wireshark(files):
    captures = [name for name, _ in files if name.endswith(".pcap")]
    if captures and any(name == "esp_sa" for name, _ in files):
        capture = "proxy-wan.pcap" if "proxy-wan.pcap" in captures else captures[0]
        yield "<h2>Open it in Wireshark</h2>"
        yield WIRESHARK.format(capture=html.escape(capture)).rstrip()


def _table(head, body):
    return f"<table>\n<tr>{head}</tr>\n" + "\n".join(body) + "\n</table>"


def _digits(value):
    """Four digits that count, and all digits of whole numbers."""
    return f"{value:.0f}" if value == int(value) or abs(value) >= 1000 else f"{value:.4g}"
