# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""What is particular to a scenario: paths, metrics, figures. A new scenario adds a Scheme."""

from dataclasses import dataclass, field

from hip_report import metrics
from hip_report.metrics import Metric

THROUGHPUT = "throughput"
MOVE = "move"  # a point of time, drawn as a mark in the throughput figure


@dataclass(frozen=True)
class Figure:
    """A figure on the page; {runs} and {interval} in its caption are filled in."""

    title: str
    caption: str
    interval: str = ""  # says what shows the confidence, if there are several runs


@dataclass(frozen=True)
class Scheme:
    """What results.csv of a scenario may hold, and how the page shows it."""

    paths: dict  # {path: how a reader sees it}, in the order of figures and tables
    bars: tuple  # those of the paths that have latencies
    curves: tuple  # those that have a throughput
    latencies: dict  # {metric: Metric}: they follow one another and are stacked in a bar
    total: str  # their sum in a run: worked out here, not in results.csv
    axis: str  # under the stacked bars
    figures: dict  # {name: Figure}, in the order of the page
    beside: dict = field(default_factory=dict)  # {metric: Metric}: thin bars of their own
    beside_axis: str = ""
    timed: tuple = (THROUGHPUT,)  # metrics that have a time_s
    more: dict = field(default_factory=dict)  # {metric: Metric}: at the end of the table

    @property
    def metrics(self):
        """{metric: Metric} in the order of the table, without those of open families."""
        found = {**self.latencies, self.total: Metric("sum of these", "s"), **self.beside}
        found.update({MOVE: Metric("move", "s")} if MOVE in self.timed else {})
        return {**found, **metrics.METRICS, **self.more}

    @property
    def marks(self):
        """The paths whose moves are marks in the throughput figure."""
        return self.bars if MOVE in self.timed else ()

    def find(self, name):
        """Returns the Metric of this name, or None."""
        return self.metrics.get(name) or metrics.of_family(name)

    def paths_of(self, name):
        """Returns the paths that a metric must have one of; empty if it needs none."""
        if name == THROUGHPUT:
            return self.curves
        return self.bars if name in (*self.latencies, *self.beside, MOVE) else ()


MESSAGES = Figure(
    "First contact",
    "The letters are the steps of the method: A to E give the legacy host a substitute "
    "address, F to H set up the HIP association, I to K carry the first packet and its "
    "answer. M is the mapping of the proxy. Double lines are ESP. Times count from the query.",
)
BANDS = "Bands are 95 % confidence intervals."
PROXY_PATHS = {
    "plain": "plain IPv6",
    "first-contact": "first contact",
    "live": "live association",
}
PROXY = Scheme(
    paths=PROXY_PATHS,
    bars=tuple(PROXY_PATHS),
    curves=tuple(PROXY_PATHS),
    latencies={
        "dns_latency": Metric("DNS", "s"),
        "base_exchange_latency": Metric("base exchange", "s"),
        "tcp_latency": Metric("TCP", "s"),
        "first_byte_latency": Metric("first byte", "s"),
    },
    total="time_to_first_byte",
    axis="time since the DNS query (ms)",
    figures={
        "messages": MESSAGES,
        "latency": Figure(
            "Time to the first byte",
            "From the DNS query of the legacy host to the first byte of the answer, mean over "
            "{runs}. {interval}",
            "Whiskers are the 95 % confidence interval of the sum.",
        ),
        "throughput": Figure(
            "Throughput",
            "Application bytes received over time, mean over {runs}. {interval}",
            BANDS,
        ),
    },
)

MOVES = ("hard", "gapless", "soft")
MOBILITY = Scheme(
    paths={**{name: f"{name} move" for name in MOVES}, "download": "download"},
    bars=MOVES,
    curves=("download",),
    latencies={
        "link_latency": Metric("new link", "s"),
        "told_latency": Metric("proxy told", "s"),
        "data_latency": Metric("first data", "s"),
    },
    total="time_to_data",
    axis="time to data at the new address (ms)",
    figures={
        "messages": MESSAGES,
        "handover": Figure(
            "First move",
            "What the HIP host and its peers tell one another from its first move on, until the "
            "proxy has verified the new address: it is active. Times count from when the host has "
            "that address.",
        ),
        "latency": Figure(
            "Time to data at the new address",
            "In a hard move the old link is lost before the new one is there, in a gapless one at "
            "the same moment, in a soft one later. Above: from the loss of the old link to the "
            "first data at the new address. Below: from the new address until the proxy has "
            "verified it, and the longest time from the move on without an octet at the legacy "
            "host. Mean over {runs}. {interval}",
            "Whiskers are 95 % confidence intervals, above that of the sum.",
        ),
        "throughput": Figure(
            "Throughput",
            "Application bytes received over time, mean over {runs}. Upright lines are the moves. "
            "{interval}",
            BANDS,
        ),
    },
    beside={
        "verification_latency": Metric("address verified", "s"),
        "pause": Metric("longest pause", "s"),
    },
    beside_axis="duration (ms)",
    timed=(THROUGHPUT, MOVE),
    more={
        "updates": Metric("UPDATE packets sent", "1"),
        "update_bytes": Metric("bytes of these", "byte"),
    },
)

SCHEMES = {"proxy": PROXY, "mobility": MOBILITY}
