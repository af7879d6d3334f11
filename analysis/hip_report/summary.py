# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""The figures' data and the table of results: means over runs with 95 % confidence intervals."""

from hip_report.confidence import estimate
from hip_report.scheme import THROUGHPUT

THROUGHPUT_COLUMNS = ("path", "time_s", "mean", "low", "high", "runs")
GROWING_COLUMNS = ("line", *THROUGHPUT_COLUMNS[1:])
SUMMARY_COLUMNS = ("metric", "path", "mean", "ci95", "unit", "runs")


def latency_parts(results):
    """The latencies that are shown: all but optional ones that no run has."""
    scheme = results.scheme
    measured = {metric for metric, _, _ in results.samples}
    return {
        metric: text
        for metric, text in scheme.latencies.items()
        if metric not in scheme.optional or metric in measured
    }


def latency_columns(results):
    """The header of plot-data/latency.csv."""
    scheme = results.scheme
    parts = (f"{stem(metric)}_ms" for metric in latency_parts(results))
    beside = (f"{stem(metric)}_{name}" for metric in scheme.beside for name in ("ms", "ci95_ms"))
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
            parts = [results.of(metric, path) for metric in latency_parts(results)]
            means = [estimate(part.get(run, 0.0) for run in totals).mean for part in parts]
            total = estimate(totals.values())
            values = map(milliseconds, (*means, total.mean, total.half_width))
            beside = (cell for metric in scheme.beside for cell in _beside(results, metric, path))
            rows.append((path, scheme.paths[path], *values, total.runs, *beside))
    return rows


def throughput_rows(results):
    """Rows of plot-data/throughput.csv, one for each kind of path and point of time.

    Those of the marks come last and have only a time.
    """
    rows = []
    for path in results.scheme.curves:
        rows += _curve(results, THROUGHPUT, path, path)
    if rows:
        rows += sorted(_marks(results), key=lambda row: row[1])
    return rows


def growing_rows(results):
    """Rows of plot-data/diverted.csv, one for each line and point of time, in thousands."""
    rows = []
    for number, (metric, path) in enumerate(results.scheme.lines, 1):
        rows += _curve(results, metric, path, number, 1e-3)
    return rows


def summary_rows(results):
    """Rows of summary.csv: every metric but the time series and what is swept, as the scheme has it.
    """
    scheme = results.scheme
    scalars = {
        key[:2]: values
        for key, values in results.samples.items()
        if key[2] is None and key[0] not in (*scheme.swept, *scheme.compared)
    }
    for path in scheme.bars:
        totals = _totals(results, path)
        if totals:
            scalars[scheme.total, path] = totals
    rows = []
    for metric, path in sorted(scalars, key=_rank(scheme)):
        found = estimate(scalars[metric, path].values())
        unit = scheme.find(metric).unit
        half_width = rounded(found.half_width) if found.runs > 1 else ""
        rows.append((metric, path, rounded(found.mean), half_width, unit, found.runs))
    return rows


def stem(metric):
    """The name of a latency without what all of them end with."""
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
    return milliseconds(found.mean), milliseconds(found.half_width)


def _curve(results, metric, path, name, factor=1):
    """Rows of one curve: its name, then time, mean, both ends of the interval, and runs."""
    for time, values in results.series(metric, path):
        point = estimate(factor * value for value in values.values())
        low = max(0.0, point.mean - point.half_width)
        high = point.mean + point.half_width
        yield name, time, *map(rounded, (point.mean, low, high)), point.runs


def _marks(results):
    """Rows of the marks, each at its mean time over runs."""
    scheme = results.scheme
    for path in scheme.marks:
        times = [time for time, values in results.series(scheme.mark, path) for _ in values]
        if times:
            yield path, rounded(estimate(times).mean), "", "", "", len(times)


def _rank(scheme):
    known = list(scheme.metrics)
    paths = list(scheme.paths)
    return lambda key: (
        known.index(key[0]) if key[0] in known else len(known),
        key[0],
        paths.index(key[1]) if key[1] in paths else len(paths),
    )


def milliseconds(seconds):
    """Seconds as a figure has them."""
    return rounded(1000 * seconds)


def rounded(value):
    """Nine digits: more than any reader needs, fewer than binary fractions leave behind."""
    return float(f"{value:.9g}")
