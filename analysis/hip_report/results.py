# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""Reads results.csv: scenario,run,<parameters...>,metric,value,unit."""

from dataclasses import dataclass, field

from hip_report import tables
from hip_report.errors import at, in_file
from hip_report.schemes import SCHEMES

# What a row is about; every other column between run and metric is a parameter of the run.
SUBJECTS = ("path", "time_s")
FIXED = ("scenario", "run", "metric", "value", "unit")


@dataclass
class Results:
    """The content of results.csv."""

    scenario: str
    runs: list = field(default_factory=list)
    # {parameter: [value, ...]}, more than one value if it differs between runs
    parameters: dict = field(default_factory=dict)
    # {run: {parameter: value}}
    parameters_of: dict = field(default_factory=dict)
    # {(metric, path, time_s or None): {run: value}}
    samples: dict = field(default_factory=dict)

    @property
    def scheme(self):
        """Returns what results of this scenario may hold."""
        return SCHEMES[self.scenario]

    def of(self, metric, path):
        """Returns {run: value} of a metric that is no time series; empty if there is none."""
        return self.samples.get((metric, path, None), {})

    def series(self, metric, path):
        """Returns [(time_s, {run: value}), ...] in the order of time."""
        found = [
            (key[2], values)
            for key, values in self.samples.items()
            if key[:2] == (metric, path) and key[2] is not None
        ]
        return sorted(found, key=lambda point: point[0])


def read(path):
    """Reads the file at path. Raises ReportError for the first thing that is wrong with it."""
    columns, rows = tables.read(path)
    tables.require_columns(path, columns, (*FIXED, *SUBJECTS))
    if not rows:
        raise in_file(path, "no results, only a header")
    parameters = [name for name in columns if name not in FIXED + SUBJECTS]
    results = Results(_scenario(path, *rows[0]))
    of_run = {}
    for line, row in rows:
        if row["scenario"] != results.scenario:
            raise at(path, line, f"scenario '{row['scenario']}' after '{results.scenario}'")
        run = _run(path, line, row["run"])
        _check_parameters(path, line, row, parameters, of_run.setdefault(run, row))
        key = _subject(path, line, row, results.scheme)
        values = results.samples.setdefault(key, {})
        is_mark = key[0] == results.scheme.mark
        moved = is_mark and any(run in other for _, other in results.series(*key[:2]))
        if run in values or moved:
            raise at(path, line, f"a second value of {row['metric']} for run {run}")
        values[run] = _value(path, line, row)
    results.runs = sorted(of_run)
    results.parameters_of = of_run
    for name in parameters:
        results.parameters[name] = _distinct(of_run[run][name] for run in results.runs)
    _check_sweep(path, rows, results.scheme)
    _check_comparison(path, columns, rows, results.scheme)
    return results


def _check_sweep(path, rows, scheme):
    """The parameter on the axis of a sweep must be there, and a number."""
    if scheme.swept:
        for line, row in rows:
            if scheme.sweep not in row:
                raise at(path, 1, f"no column '{scheme.sweep}'")
            tables.number(path, line, scheme.sweep, row[scheme.sweep])


def _check_comparison(path, columns, rows, scheme):
    """So must those that tell the runs of a comparison apart."""
    names = ("policy", "sa") if scheme.compared else ()
    tables.require_columns(path, columns, (*names, *scheme.numbers))
    for line, row in rows:
        for name in scheme.numbers:
            tables.number(path, line, name, row[name])


def _scenario(path, line, row):
    if row["scenario"] not in SCHEMES:
        known = ", ".join(SCHEMES)
        raise at(path, line, f"unknown scenario '{row['scenario']}'; known are {known}")
    return row["scenario"]


def _run(path, line, text):
    if not text.isascii() or not text.isdigit():
        raise at(path, line, f"run '{text}' is not a whole number")
    return int(text)


def _check_parameters(path, line, row, parameters, first):
    for name in parameters:
        if row[name] != first[name]:
            raise at(
                path,
                line,
                f"{name} is '{row[name]}', but '{first[name]}' before in run {row['run']}",
            )


def _subject(path, line, row, scheme):
    name = row["metric"]
    metric = scheme.find(name)
    if metric is None or name == scheme.total:
        raise at(path, line, f"unknown metric '{name}'")
    if row["unit"] != metric.unit:
        raise at(path, line, f"unit '{row['unit']}' of {name}, which is in {metric.unit}")
    kind = row["path"]
    if kind and kind not in scheme.paths:
        raise at(path, line, f"unknown path '{kind}'; known are {', '.join(scheme.paths)}")
    allowed = scheme.paths_of(name)
    if allowed and not kind:
        raise at(path, line, f"{name} without a path")
    if allowed and kind not in allowed:
        raise at(path, line, f"{name} of path '{kind}'; it is one of {', '.join(allowed)}")
    is_timed = name in scheme.timed
    if is_timed != bool(row["time_s"]):
        raise at(path, line, f"{name} {'without a' if is_timed else 'with'} time_s")
    time = None
    if row["time_s"]:
        time = tables.number(path, line, "time_s", row["time_s"])
        if time < 0:
            raise at(path, line, f"time_s '{row['time_s']}' is negative")
    return name, kind, time


def _value(path, line, row):
    value = tables.number(path, line, "value", row["value"])
    if value < 0:  # no metric can be
        raise at(path, line, f"value '{row['value']}' of {row['metric']} is negative")
    return value


def _distinct(values):
    return list(dict.fromkeys(values))
