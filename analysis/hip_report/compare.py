# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""What a comparison of path policies gives: means over the runs with the same options."""

from hip_report import load
from hip_report.confidence import estimate
from hip_report.scheme import THROUGHPUT

# {column: (metric, path, factor)}
VALUES = {
    "host_ms": ("detection_time", "host", 1e3),
    "proxy_ms": ("detection_time", "proxy", 1e3),
    "failure_ms": ("failure_pause", "", 1e3),
    "repair_ms": ("repair_pause", "", 1e3),
    "goodput": ("goodput", "", 1),
    "data_0_kb": ("data_bytes", "link-0", 1e-3),
    "data_1_kb": ("data_bytes", "link-1", 1e-3),
    "reordered": ("reordered", "", 1),
    "host_refused": ("window_refused", "host", 1),
    "proxy_refused": ("window_refused", "proxy", 1),
    "update_kb": ("update_bytes", "", 1e-3),
    "completed": ("completed", "", 1),
}
TITLES = {
    "host_ms": "host detects (ms)",
    "proxy_ms": "proxy detects (ms)",
    "failure_ms": "pause at failure (ms)",
    "repair_ms": "pause at repair (ms)",
    "goodput": "goodput (Mbit/s)",
    "data_0_kb": "link 0 (kB)",
    "data_1_kb": "link 1 (kB)",
    "reordered": "late packets",
    "host_refused": "host refuses",
    "proxy_refused": "proxy refuses",
    "update_kb": "UPDATEs (kB)",
    "completed": "completed",
}
CELL = ("policy", "interval_ms", "sa", "delay_1")
COLUMNS = (*CELL, *VALUES, "low_ms", "high_ms", "runs")
WINDOW_COLUMNS = ("sa", "difference_ms", "refused", "goodput", "runs")
CURVE_COLUMNS = ("panel", "policy", "time_s", "link_0", "link_1")


def rows(results):
    """Rows of plot-data/policies.csv and detection.csv. What no run has is empty.

    The last columns are the bounds of the detection time without the way of a probe: what was sent
    last before the failure, or just before, is the first one not answered.
    """
    for (policy, interval, *kind), runs in _groups(results).items():
        cells = []
        for metric, path, factor in VALUES.values():
            values = results.of(metric, path)
            found = [factor * values[run] for run in runs if run in values]
            cells.append(_round(estimate(found).mean) if found else "")
        missed = int(float(results.parameters_of[runs[0]]["missed"]))
        low, high = 1e3 * missed * interval, 1e3 * (missed + 1) * interval
        yield (policy, _round(1e3 * interval), *kind, *cells, _round(low), _round(high), len(runs))


def policy_rows(results):
    """Those with the first interval, to compare the policies."""
    found = list(rows(results))
    return [row for row in found if row[1:4] == found[0][1:4]]


def detection_rows(results):
    """Those with the first policy, in the order of intervals."""
    found = list(rows(results))
    alike = [row for row in found if (row[0], *row[2:4]) == (found[0][0], *found[0][2:4])]
    return sorted(alike, key=lambda row: row[1])


def window_rows(results):
    """Rows of plot-data/windows.csv, with the first policy and interval, if delays were swept."""
    groups = _groups(results)
    first = next(iter(groups))[:2]
    found = []
    for (policy, interval, sas, _), runs in groups.items():
        delays = [load.mean(results, "path_delay", f"link-{link}", runs) for link in (0, 1)]
        shares = [load.mean(results, "refused_share", side, runs) for side in ("host", "proxy")]
        goodput = load.mean(results, "flows_goodput", "", runs)
        if (policy, interval) == first and "" not in (*delays, *shares, goodput):
            difference = _round(1e3 * abs(delays[1] - delays[0]))
            found.append((sas, difference, max(shares), goodput, len(runs)))
    return sorted(found) if len({row[1] for row in found}) > 1 else []


def curve_rows(results):
    """Rows of plot-data/links.csv: throughput of both links, one panel for each policy."""
    groups = _groups(results)
    first = next(iter(groups))[1:]
    kept = {policy: runs for (policy, *others), runs in groups.items() if tuple(others) == first}
    found = []
    for panel, (policy, runs) in enumerate(kept.items(), 1):
        curves = [dict(results.series(THROUGHPUT, path)) for path in results.scheme.curves]
        for time in sorted({time for curve in curves for time in curve}):
            means = [_mean(curve.get(time, {}), runs) for curve in curves]
            if means != [None, None]:
                found.append((panel, policy, time, *(mean or 0.0 for mean in means)))
    return found


def _groups(results):
    """Returns {(policy, interval, SAs, delay): [run, ...]} in the order of the first runs."""
    groups = {}
    for run in results.runs:
        of_run = results.parameters_of[run]
        key = (of_run["policy"], float(of_run["probe_interval_s"]), of_run["sa"])
        key += (float(of_run["delay_1"]),)
        groups.setdefault(key, []).append(run)
    return groups


def _mean(values, runs):
    found = [values[run] for run in runs if run in values]
    return _round(estimate(found).mean) if found else None


def _round(value):
    return float(f"{value:.9g}")
