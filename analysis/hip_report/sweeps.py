# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""Data of figures over many runs: against an option that was swept, and over the runs themselves."""

import math
from dataclasses import dataclass

from hip_report.confidence import estimate
from hip_report.summary import latency_parts, milliseconds, rounded, stem

LEAST_RUNS = 10  # for a distribution
MOST_CURVES = 5
BAND = 0.05  # 1 minus the confidence

CDF_COLUMNS = ("curve", "ms", "share", "low", "high")
SIGNALLING_COLUMNS = ("x", "told_ms", "told_formula_ms", "verified_ms", "verified_formula_ms", "runs")
SIGNALLING = ("told_latency", "told_formula", "verification_latency", "verification_formula")
LOSS_COLUMNS = ("path", "rate", "mean", "ci95", "runs")


@dataclass(frozen=True)
class Axis:
    """How a swept option is shown."""

    text: str
    scale: float  # from results.csv to what is shown
    is_round_trip: bool = False  # shown as the round-trip time that it makes


AXES = {
    "ra_interval_s": Axis("longest time between router advertisements (s)", 1),
    "access_delay_s": Axis("round-trip time (ms)", 1000, True),
    "rtt_s": Axis("round-trip time (ms)", 1000),
    "rate": Axis("datagrams per second", 1),
}


def swept(results):
    """Returns the option whose value differs between runs, or None."""
    return next((name for name in AXES if len(results.parameters.get(name, ())) > 1), None)


def swept_path(results):
    """Returns the kind of move that is shown against a swept option."""
    paths = results.scheme.swept_paths
    return next((path for path in paths if results.of("path_delay", path)), paths[0])


def axis(results):
    """Returns what is under the figures against the swept option."""
    return AXES[swept(results)].text


def swept_parts(results):
    """The latencies that moves of the kind shown consist of."""
    path = swept_path(results)
    return {name: text for name, text in latency_parts(results).items() if results.of(name, path)}


def parts_columns(results):
    """The header of plot-data/parts.csv."""
    parts = (f"{stem(metric)}_ms" for metric in swept_parts(results))
    return ("value", *parts, "total_ms", "ci95_ms", "runs")


def parts_rows(results):
    """Rows of plot-data/parts.csv: for each value of the swept option what the move consists of."""
    path = swept_path(results)
    rows = []
    for shown, runs in _values(results, path):
        parts = [results.of(metric, path) for metric in swept_parts(results)]
        totals = {
            run: math.fsum(part.get(run, 0.0) for part in parts)
            for run in runs
            if any(run in part for part in parts)
        }
        if totals:
            means = [estimate(part.get(run, 0.0) for run in totals).mean for part in parts]
            total = estimate(totals.values())
            values = map(milliseconds, (*means, total.mean, total.half_width))
            rows.append((f"{shown:g}", *values, total.runs))
    return rows


def cdf_rows(results):
    """Rows of plot-data/cdf.csv: the distribution of the whole latency of a move over the runs.

    The band holds the whole distribution with 95 % confidence (Dvoretzky, Kiefer and Wolfowitz,
    with Massart's constant).
    """
    rows = []
    for curve, values in _samples(results)[:MOST_CURVES]:
        count = len(values)
        if count < LEAST_RUNS:
            continue
        half = math.sqrt(math.log(2 / BAND) / (2 * count))
        for number, value in enumerate(sorted(values), start=1):
            for share in ((number - 1) / count, number / count):  # a step
                band = max(0.0, share - half), min(1.0, share + half)
                rows.append((curve, *map(rounded, (1000 * value, share, *band))))
    return rows


def loss_rows(results):
    """Rows of plot-data/loss.csv: datagrams that each kind of move costs, against their rate."""
    rows = []
    if swept(results) != "rate":
        return rows
    for path in results.scheme.bars:
        lost = results.of("datagrams_lost", path)
        for shown, runs in _values(results, path):
            values = [lost[run] for run in runs if run in lost]
            if values:
                found = estimate(values)
                numbers = map(rounded, (found.mean, found.half_width))
                rows.append((path, shown, *numbers, found.runs))
    return rows


def signalling_rows(results):
    """Rows of plot-data/signalling.csv: signalling against the round-trip time, and its formula."""
    rows = []
    if swept(results) not in ("access_delay_s", "rtt_s"):
        return rows
    path = swept_path(results)
    columns = [results.of(metric, path) for metric in SIGNALLING]
    for shown, runs in _values(results, path):
        complete = [run for run in runs if all(run in values for values in columns)]
        if complete:
            means = (estimate(values[run] for run in complete).mean for values in columns)
            rows.append((shown, *map(milliseconds, means), len(complete)))
    return rows


def _values(results, path):
    """Returns [(value of the swept option as shown, its runs), ...] in ascending order."""
    name = swept(results)
    if name is None:
        return []
    runs_of = {}
    for run in results.runs:
        runs_of.setdefault(results.parameters_of[run][name], []).append(run)
    delays = results.of("path_delay", path)
    found = []
    for text, runs in runs_of.items():
        value = float(text) * AXES[name].scale
        if AXES[name].is_round_trip:
            ways = [2000 * delays[run] for run in runs if run in delays]
            value = estimate(ways).mean if ways else value
        found.append((float(f"{value:.3g}"), runs))
    return sorted(found)


def _samples(results):
    """Returns [(name of a curve, its latencies in seconds), ...]: values of a sweep, or moves."""
    scheme = results.scheme
    if swept(results):
        path = swept_path(results)
        return [
            (f"{shown:g}", _totals(results, path, runs)) for shown, runs in _values(results, path)
        ]
    return [(scheme.paths[path], _totals(results, path, results.runs)) for path in scheme.bars]


def _totals(results, path, runs):
    """The sums of all parts, of the moves that were seen to their end."""
    parts = [results.of(metric, path) for metric in results.scheme.latencies]
    return [math.fsum(part.get(run, 0.0) for part in parts) for run in runs if run in parts[-1]]
