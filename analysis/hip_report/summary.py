# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""The figures' data and the table of results: means over runs with 95 % confidence intervals."""

from hip_report.confidence import estimate
from hip_report.scheme import MOVE, THROUGHPUT

THROUGHPUT_COLUMNS = ("path", "time_s", "mean", "low", "high", "runs")
SUMMARY_COLUMNS = ("metric", "path", "mean", "ci95", "unit", "runs")


def latency_columns(scheme):
    """The header of plot-data/latency.csv."""
    parts = (f"{_stem(metric)}_ms" for metric in scheme.latencies)
    beside = (f"{_stem(metric)}_{name}" for metric in scheme.beside for name in ("ms", "ci95_ms"))
    return ("path", "label", *parts, "total_ms", "ci95_ms", "runs", *beside)


def latency_rows(results):
    """Rows of plot-data/latency.csv, one for each kind of path that was measured.

    A part that has no value in a run did not take place there and counts as 0.
    """
    scheme = results.scheme
    rows = []
    for path in scheme.bars:
        totals = _totals(results, path)
        if totals:
            parts = [results.of(metric, path) for metric in scheme.latencies]
            means = [estimate(part.get(run, 0.0) for run in totals).mean for part in parts]
            total = estimate(totals.values())
            values = map(_milliseconds, (*means, total.mean, total.half_width))
            beside = (cell for metric in scheme.beside for cell in _beside(results, metric, path))
            rows.append((path, scheme.paths[path], *values, total.runs, *beside))
    return rows


def throughput_rows(results):
    """Rows of plot-data/throughput.csv, one for each kind of path and point of time.

    Those of the moves come last and have only a time.
    """
    rows = []
    for path in results.scheme.curves:
        for time, values in results.series(THROUGHPUT, path):
            point = estimate(values.values())
            low = max(0.0, point.mean - point.half_width)
            high = point.mean + point.half_width
            rows.append((path, time, *map(_round, (point.mean, low, high)), point.runs))
    if rows:
        rows += sorted(_marks(results), key=lambda row: row[1])
    return rows


def summary_rows(results):
    """Rows of summary.csv: every metric but the time series, in the order of the scheme."""
    scheme = results.scheme
    scalars = {key[:2]: values for key, values in results.samples.items() if key[2] is None}
    for path in scheme.bars:
        totals = _totals(results, path)
        if totals:
            scalars[scheme.total, path] = totals
    rows = []
    for metric, path in sorted(scalars, key=_rank(scheme)):
        found = estimate(scalars[metric, path].values())
        unit = scheme.find(metric).unit
        half_width = _round(found.half_width) if found.runs > 1 else ""
        rows.append((metric, path, _round(found.mean), half_width, unit, found.runs))
    return rows


def _stem(metric):
    return metric.removesuffix("_latency")


def _totals(results, path):
    """Returns {run: sum of the latencies in seconds}."""
    parts = [results.of(metric, path) for metric in results.scheme.latencies]
    runs = sorted({run for part in parts for run in part})
    return {run: sum(part.get(run, 0.0) for part in parts) for run in runs}


def _beside(results, metric, path):
    """Mean and half the confidence interval, both empty if there is no value."""
    values = results.of(metric, path)
    if not values:
        return "", ""
    found = estimate(values.values())
    return _milliseconds(found.mean), _milliseconds(found.half_width)


def _marks(results):
    """Rows of the moves, each at its mean time over runs."""
    for path in results.scheme.marks:
        times = [time for time, values in results.series(MOVE, path) for _ in values]
        if times:
            yield path, _round(estimate(times).mean), "", "", "", len(times)


def _rank(scheme):
    known = list(scheme.metrics)
    paths = list(scheme.paths)
    return lambda key: (
        known.index(key[0]) if key[0] in known else len(known),
        key[0],
        paths.index(key[1]) if key[1] in paths else len(paths),
    )


def _milliseconds(seconds):
    return _round(1000 * seconds)


def _round(value):
    """Nine digits: more than any reader needs, fewer than binary fractions leave behind."""
    return float(f"{value:.9g}")
