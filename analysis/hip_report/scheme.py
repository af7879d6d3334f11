# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""What is particular to a scenario: paths, metrics, figures. schemes/ has one for each."""

from dataclasses import dataclass, field

from hip_report import metrics
from hip_report.metrics import Metric

THROUGHPUT = "throughput"


@dataclass(frozen=True)
class Figure:
    """A figure on the page; {runs} and {interval} in its caption are filled in."""

    title: str
    caption: str
    interval: str = ""  # says what shows the confidence, if there are several runs
    is_expected: bool = True  # the page says so if there are no data for it


@dataclass(frozen=True)
class Scheme:
    """What results.csv of a scenario may hold, and how the page shows it."""

    paths: dict  # {path: how a reader sees it}, in the order of figures and tables
    curves: tuple  # those that have a throughput
    figures: dict  # {name: Figure}, in the order of the page
    bars: tuple = ()  # those of the paths that have latencies
    latencies: dict = field(default_factory=dict)  # {metric: Metric}: stacked in a bar
    total: str = ""  # their sum in a run: worked out here, not in results.csv
    axis: str = ""  # under the stacked bars
    beside: dict = field(default_factory=dict)  # {metric: Metric}: thin bars of their own
    beside_axis: str = ""
    mark: str = ""  # metric: a point of time, an upright line in the throughput figure
    marks: tuple = ()  # the paths that have one
    growing: dict = field(default_factory=dict)  # {metric: Metric}: octets so far, over time
    lines: dict = field(default_factory=dict)  # {(metric, path): its name} in the figure of these
    sweep: str = ""  # the parameter that differs between runs of a sweep
    sweep_axis: str = ""  # its name for readers
    swept: dict = field(default_factory=dict)  # {metric: Metric}: shown against that parameter
    compared: dict = field(default_factory=dict)  # {metric: Metric}: of each policy by itself
    numbers: tuple = ()  # further parameters that tell runs apart; as numbers
    more: dict = field(default_factory=dict)  # {metric: Metric}: at the end of the table
    of_bars: tuple = ()  # those of `more` that need one of the bars as path
    swept_paths: tuple = ()  # the first of them that was measured is shown against an option that was swept
    trials: dict = field(default_factory=dict)  # {metric: Metric}: one of each peer, by its arrival
    optional: tuple = ()  # latencies that are shown only if a run has them

    @property
    def timed(self):
        """The metrics that have a time_s."""
        return (THROUGHPUT, *self.growing, *self.trials, *([self.mark] if self.mark else []))

    @property
    def metrics(self):
        """{metric: Metric} in the order of the table, without those of open families."""
        total = {self.total: Metric("sum of these", "s")} if self.total else {}
        mark = {self.mark: Metric(self.mark, "s")} if self.mark else {}
        found = {**self.latencies, **total, **self.beside, **mark}
        found.update({**metrics.METRICS, **self.growing, **self.trials, **self.swept, **self.compared})
        return {**found, **self.more}

    def find(self, name):
        """Returns the Metric of this name, or None."""
        return self.metrics.get(name) or metrics.of_family(name)

    def paths_of(self, name):
        """Returns the paths that a metric must have one of; empty if it needs none."""
        if name == THROUGHPUT:
            return self.curves
        if name == self.mark:
            return self.marks
        if name in self.growing:
            return tuple(path for path in self.paths if path not in self.curves)
        if name in self.swept or name in self.trials:
            return tuple(self.paths)
        return self.bars if name in (*self.latencies, *self.beside, *self.of_bars) else ()
