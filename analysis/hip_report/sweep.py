# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""What a sweep over one parameter gives: means over the runs with the same value of it."""

from hip_report.confidence import estimate

COLUMNS = ("path", "x", "mean_ms", "low_ms", "high_ms", "signalling_ms", "recovered", "runs")


def rows(results):
    """Rows of plot-data/recovery.csv, in the order of paths and of the parameter.

    Where no run has recovered, the times are empty.
    """
    scheme = results.scheme
    found = []
    for path in scheme.paths:
        outcomes = results.of("recovered", path)
        x_of = {run: float(results.parameters_of[run][scheme.sweep]) for run in outcomes}
        for x in sorted(set(x_of.values())):
            runs = [run for run in outcomes if x_of[run] == x]
            recovered = int(sum(outcomes[run] for run in runs))
            times = ("", "", "", "") if recovered == 0 else _times(results, path, runs)
            found.append((path, x, *times, recovered, len(runs)))
    return found


def _times(results, path, runs):
    point = _estimate(results.of("recovery_time", path), runs)
    low = max(0.0, point.mean - point.half_width)
    high = point.mean + point.half_width
    signalling = _estimate(results.of("signalling_time", path), runs)
    return tuple(float(f"{value:.9g}") for value in (point.mean, low, high, signalling.mean))


def _estimate(values, runs):
    """In milliseconds, over those of the runs that have a value."""
    return estimate(1000 * values[run] for run in runs if run in values)
