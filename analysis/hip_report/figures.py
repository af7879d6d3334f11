# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""Draws the figures with gnuplot, mscgen and rsvg-convert."""

import os
import subprocess
from pathlib import Path
from xml.etree import ElementTree

from hip_report import chart, compare, flows, load, reach, summary, sweep, sweeps, tables
from hip_report.errors import ReportError

SCRIPTS = Path(__file__).resolve().parents[1]
PNG_ZOOM = "2"
PNG_END = b"IEND\xaeB`\x82"

# The Debian packages of the programs.
PACKAGES = {"gnuplot": "gnuplot-nox", "mscgen": "mscgen", "rsvg-convert": "librsvg2-bin"}


def draw_latency(results, folder):
    """Writes latency.svg and its data into folder; returns False if there is nothing to show.

    Means over different values of an option would be none of anything.
    """
    scheme = results.scheme
    rows = [] if sweeps.swept(results) else summary.latency_rows(results)
    parts = summary.latency_parts(results).values()
    words = [scheme.axis, _words(metric.text for metric in parts)]
    if any(results.of(metric, row[0]) for metric in scheme.beside for row in rows):
        words += [scheme.beside_axis, _words(metric.text for metric in scheme.beside.values())]
    return _plot("latency", summary.latency_columns(results), rows, words, folder)


def draw_throughput(results, folder):
    """Writes throughput.svg and its data into folder; returns False if there is nothing to show."""
    scheme = results.scheme
    rows = [] if sweeps.swept(results) else summary.throughput_rows(results)
    curves = [path for path in scheme.curves if any(row[0] == path for row in rows)]
    words = [" ".join(curves), _words(scheme.paths[path] for path in curves)]
    words.append(" ".join(row[0] for row in rows if row[0] in scheme.marks))
    return _plot("throughput", summary.THROUGHPUT_COLUMNS, rows, words, folder)


def draw_diverted(results, folder):
    """Writes diverted.svg and its data into folder; returns False if there is nothing to show."""
    words = [_words(results.scheme.lines.values())]
    return _plot(
        "diverted", summary.GROWING_COLUMNS, summary.growing_rows(results), words, folder
    )


def draw_recovery(results, folder):
    """Writes recovery.svg and its data into folder; returns False if there is nothing to show."""
    paths = results.scheme.paths
    words = [" ".join(paths), _words(paths.values())]
    return _plot("recovery", sweep.COLUMNS, sweep.rows(results), words, folder)


def draw_parts(results, folder):
    """Writes parts.svg and its data into folder; returns False unless an option was swept."""
    rows = sweeps.parts_rows(results)
    parts = sweeps.swept_parts(results).values()
    words = [sweeps.axis(results) if rows else "", _words(metric.text for metric in parts)]
    return _plot("parts", sweeps.parts_columns(results), rows, words, folder)


def draw_cdf(results, folder):
    """Writes cdf.svg and its data into folder; returns False if there are too few runs."""
    rows = sweeps.cdf_rows(results)
    curves = _words(dict.fromkeys(row[0] for row in rows))
    title = sweeps.axis(results) if sweeps.swept(results) else ""
    return _plot("cdf", sweeps.CDF_COLUMNS, rows, [curves, title], folder)


def draw_loss(results, folder):
    """Writes loss.svg and its data into folder; returns False unless the rate was swept."""
    rows = sweeps.loss_rows(results)
    paths = list(dict.fromkeys(row[0] for row in rows))
    titles = _words(results.scheme.paths[path] for path in paths)
    return _plot("loss", sweeps.LOSS_COLUMNS, rows, [" ".join(paths), titles], folder)


def draw_signalling(results, folder):
    """Writes signalling.svg and its data into folder; returns False unless the RTT was swept."""
    rows = sweeps.signalling_rows(results)
    return _plot("signalling", sweeps.SIGNALLING_COLUMNS, rows, (), folder)


def draw_load(results, folder):
    """Writes load.svg and its data into folder; returns False if there is nothing to show."""
    words = ["hosts", "hosts"]
    return _plot("load", load.COLUMNS, load.rows(results), words, folder)


def draw_moving(results, folder):
    """Writes moving.svg and its data into folder; returns False unless the move rate was swept."""
    words = ["moves", "moves of each host in a minute"]
    return _plot("moving", load.COLUMNS, load.moving_rows(results), words, folder, "load.gp")


def draw_share(results, folder):
    """Writes share.svg and its data into folder; returns False if there is nothing to show."""
    return _plot("share", load.COLUMNS, load.share_rows(results), (), folder)


def draw_links(results, folder):
    """Writes links.svg and its data into folder; returns False if there is nothing to show."""
    rows = compare.curve_rows(results)
    words = [_words(dict.fromkeys(row[1] for row in rows))]
    words += [results.parameters[name][0] for name in ("fail_s", "repair_s")]
    return _plot("links", compare.CURVE_COLUMNS, rows, words, folder)


def draw_policies(results, folder):
    """Writes policies.svg and its data into folder; returns False if there is nothing to show."""
    rows = [row for row in compare.policy_rows(results) if row[6] != ""]
    return _plot("policies", compare.COLUMNS, rows, [_words(row[0] for row in rows)], folder)


def draw_detection(results, folder):
    """Writes detection.svg and its data into folder; returns False if there is nothing to show."""
    rows = [row for row in compare.detection_rows(results) if row[4] != ""]
    return _plot("detection", compare.COLUMNS, rows, [], folder)


def draw_reach(results, folder):
    """Writes reach.svg and its data into folder; returns False if there is nothing to show."""
    return _plot("reach", reach.COLUMNS, reach.rows(results), (), folder)


def draw_waits(results, folder):
    """Writes waits.svg and its data into folder; returns False if there is nothing to show."""
    rows = reach.cdf_rows(results)
    curves = _words(dict.fromkeys(row[0] for row in rows))
    return _plot("waits", reach.CDF_COLUMNS, rows, [curves], folder)


def draw_windows(results, folder):
    """Writes windows.svg and its data into folder; returns False unless delays were swept."""
    rows = compare.window_rows(results)
    return _plot("windows", compare.WINDOW_COLUMNS, rows, (), folder)


def draw_delay(measured, moves, folder):
    """Writes delay.svg and its data into folder; returns False if no flow was measured."""
    drawn = measured.drawn()
    if not drawn:
        return False
    words = [_words(flow.title for flow in drawn), f"{drawn[0].gap_start_s}", f"{drawn[0].gap_s}"]
    words.append(" ".join(f"{event.time}" for event in moves))
    return _plot("delay", flows.DELAY_COLUMNS, flows.delay_rows(measured), words, folder)


def draw_messages(contact, folder):
    """Writes messages.svg and its source into folder; returns False if there is no message."""
    return _chart("messages", contact, chart.contact_label, folder)


def draw_handover(move, folder):
    """Writes handover.svg and its source into folder; returns False if nothing moved."""
    return _chart("handover", move, chart.move_label, folder)


def _chart(name, events, label, folder):
    if not events:
        return False
    source = folder / "plot-data" / f"{name}.msc"
    source.write_text(chart.draw(events, label), encoding="utf-8")
    target = folder / f"{name}.svg"
    _run(["mscgen", "-T", "svg", "-i", source, "-o", target])
    _check_svg("mscgen", target)
    text = target.read_text(encoding="utf-8")
    target.write_text(chart.finish(text), encoding="utf-8")
    _to_png(target)
    return True


def _words(texts):
    """A list as gnuplot's word() takes it apart."""
    return " ".join(f"'{text}'" for text in texts)


def _plot(name, columns, rows, words, folder, script=None):
    if not rows:
        return False
    data = folder / "plot-data" / f"{name}.csv"
    tables.write(data, columns, rows)
    target = folder / f"{name}.svg"
    _run(["gnuplot", "-d", "-c", SCRIPTS / (script or f"{name}.gp"), data, target, *words])
    _check_svg("gnuplot", target)
    _to_png(target)
    return True


def _check_svg(program, path):
    """On a full disk gnuplot and mscgen leave half a file and exit with 0."""
    try:
        ElementTree.parse(path)
    except (OSError, ElementTree.ParseError):
        raise ReportError(f"{program} left {path.name} unfinished; is the disk full?") from None


def _to_png(svg):
    png = svg.with_suffix(".png")
    _run(["rsvg-convert", "--zoom", PNG_ZOOM, "--background-color", "white", svg, "-o", png])
    if not png.read_bytes().endswith(PNG_END):
        raise ReportError(f"rsvg-convert left {png.name} unfinished; is the disk full?")


def _run(command):
    program = command[0]
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}  # decimal points, whatever the user's locale
    try:
        done = subprocess.run(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
    except FileNotFoundError:
        package = PACKAGES[program]
        raise ReportError(f"{program} is not installed (Debian package {package})") from None
    if done.returncode != 0:
        said = " ".join(done.stdout.decode("utf-8", "replace").split())
        raise ReportError(f"{program} failed with exit code {done.returncode}: {said}")
