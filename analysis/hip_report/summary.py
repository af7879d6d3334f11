# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""The figures' data and the table of results: means over runs with 95 % confidence intervals."""

from hip_report import metrics
from hip_report.confidence import estimate

LATENCY_COLUMNS = (
    ("path", "label")
    + ("dns_ms", "base_exchange_ms", "tcp_ms", "first_byte_ms")
    + ("total_ms", "ci95_ms", "runs")
)
THROUGHPUT_COLUMNS = ("path", "time_s", "mean", "low", "high", "runs")
SUMMARY_COLUMNS = ("metric", "path", "mean", "ci95", "unit", "runs")


def latency_rows(results):
    """Rows of plot-data/latency.csv, one for each kind of path that was measured.

    A part that has no value in a run did not take place there and counts as 0.
    """
    rows = []
    for path, label in metrics.PATHS.items():
        totals = _totals(results, path)
        if totals:
            parts = [results.of(metric, path) for metric in metrics.LATENCIES]
            means = [estimate(part.get(run, 0.0) for run in totals).mean for part in parts]
            total = estimate(totals.values())
            values = (*means, total.mean, total.half_width)
            rows.append((path, label, *(_round(1000 * value) for value in values), total.runs))
    return rows


def throughput_rows(results):
    """Rows of plot-data/throughput.csv, one for each kind of path and point of time."""
    rows = []
    for path in metrics.PATHS:
        for time, values in results.series("throughput", path):
            point = estimate(values.values())
            low = max(0.0, point.mean - point.half_width)
            high = point.mean + point.half_width
            rows.append((path, time, *map(_round, (point.mean, low, high)), point.runs))
    return rows


def summary_rows(results):
    """Rows of summary.csv: every metric but the time series, in the order of metrics.py."""
    scalars = {key[:2]: values for key, values in results.samples.items() if key[2] is None}
    for path in metrics.PATHS:
        totals = _totals(results, path)
        if totals:
            scalars[metrics.TOTAL, path] = totals
    rows = []
    for metric, path in sorted(scalars, key=_rank):
        found = estimate(scalars[metric, path].values())
        unit = metrics.find(metric).unit
        half_width = _round(found.half_width) if found.runs > 1 else ""
        rows.append((metric, path, _round(found.mean), half_width, unit, found.runs))
    return rows


def _totals(results, path):
    """Returns {run: time to the first byte in seconds}."""
    parts = [results.of(metric, path) for metric in metrics.LATENCIES]
    runs = sorted({run for part in parts for run in part})
    return {run: sum(part.get(run, 0.0) for part in parts) for run in runs}


def _rank(key):
    metric, path = key
    known = list(metrics.METRICS)
    paths = list(metrics.PATHS)
    return (
        known.index(metric) if metric in known else len(known),
        metric,
        paths.index(path) if path in paths else len(paths),
    )


def _round(value):
    """Nine digits: more than any reader needs, fewer than binary fractions leave behind."""
    return float(f"{value:.9g}")
