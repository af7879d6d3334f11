# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""Reads flows.csv and delays.csv, what the flow probe has measured, and picks what is shown."""

from dataclasses import dataclass, field

from hip_report import tables
from hip_report.errors import at

NUMBERS = (
    "id", "tx_packets", "rx_packets", "rx_bytes", "lost", "duplicates", "reordered",
    "throughput_mbps",
)
TIMES = ("mean_delay_s", "max_delay_s", "jitter_sum_s", "gap_s", "gap_start_s")  # empty without arrival
TEXTS = ("kind", "from", "to", "protocol", "source_port", "destination_port", "source_hit", "spi")
DELAYS = ("flow", "time_s", "mean_delay_s", "max_delay_s")
KINDS = ("flow", "sa")
DELAY_COLUMNS = ("flow", "time_s", "mean_ms", "max_ms")
TITLES = ("flow, or security association", "packets", "lost", "overtaken", "mean delay (ms)",
          "longest delay (ms)", "jitter (ms)", "longest gap (ms)", "after (s)", "Mbit/s")
NOTE = ("Those of the first run that brought most octets, which are those of IP packets. What is "
        "under way at the end is not lost. <code>flows.csv</code> has all.")
MOST_SHOWN = 12  # of each kind, in the table


@dataclass(frozen=True)
class Flow:
    """One row of flows.csv: a transport flow in one direction, or a security association."""

    row: dict  # {column: text or number}, None for a time that there is not

    def __getattr__(self, name):
        return self.row[name]

    @property
    def jitter_s(self):
        """The mean difference of the delays of successive packets."""
        return self.jitter_sum_s / max(1, self.rx_packets - 1)

    @property
    def title(self):
        """Who sends to whom."""
        ends = f"{self.row['from']} → {self.row['to']}"
        if self.kind == "sa":
            return f"{ends}, SPI {self.spi}"
        return f"{ends}, {self.protocol.upper()} {self.source_port} → {self.destination_port}"


@dataclass
class Flows:
    """What was measured in the first run; empty if nothing was."""

    all: list = field(default_factory=list)  # in the order of flows.csv
    delays: dict = field(default_factory=dict)  # {id of a flow: [(time_s, mean_s, max_s), ...]}

    def most(self, kind, count):
        """Returns those of a kind that brought most octets, most first."""
        found = [flow for flow in self.all if flow.kind == kind and flow.rx_packets > 0]
        return sorted(found, key=lambda flow: (-flow.rx_bytes, flow.id))[:count]

    def drawn(self):
        """Returns the flow of most octets, through ESP if any, and that of the other direction."""
        known = [flow for flow in self.most("flow", len(self.all)) if flow.id in self.delays]
        found = [flow for flow in known if flow.source_hit] or known
        return [flow for flow in found if flow is found[0] or _are_opposite(found[0], flow)][:2]


def _are_opposite(one, other):
    ends = (other.row["to"], other.row["from"], other.destination_port)
    return ends == (one.row["from"], one.row["to"], one.source_port)


def read(folder):
    """Returns the Flows of a run; raises ReportError for the first thing that is wrong."""
    path = folder / "flows.csv"
    if not path.exists():
        return Flows()
    columns, rows = tables.read(path)
    tables.require_columns(path, columns, (*TEXTS, *NUMBERS, *TIMES))
    flows = Flows([_flow(path, line, row) for line, row in rows])
    path = folder / "delays.csv"
    if path.exists():
        columns, rows = tables.read(path)
        tables.require_columns(path, columns, DELAYS)
        for line, row in rows:
            flow, *point = (_positive(path, line, name, row[name]) for name in DELAYS)
            flows.delays.setdefault(flow, []).append(tuple(point))
    return flows


def delay_rows(flows):
    """Returns the rows of plot-data/delay.csv: flow is 1 for the first one drawn."""
    return [
        (index, time, 1000 * mean, 1000 * most)
        for index, flow in enumerate(flows.drawn(), 1)
        for time, mean, most in flows.delays[flow.id]
    ]


def table_rows(flows):
    """Returns what stands under TITLES: a text, and numbers or None."""
    return [
        (flow.title, flow.tx_packets, flow.lost, flow.reordered, 1000 * flow.mean_delay_s,
         1000 * flow.max_delay_s, 1000 * flow.jitter_s, 1000 * flow.gap_s or None,
         flow.gap_start_s if flow.gap_s else None, flow.throughput_mbps)
        for kind in KINDS
        for flow in flows.most(kind, MOST_SHOWN)
    ]


def _flow(path, line, row):
    if row["kind"] not in KINDS:
        raise at(path, line, f"unknown kind '{row['kind']}'; known are {', '.join(KINDS)}")
    values = {name: row[name] for name in TEXTS}
    values.update({name: _positive(path, line, name, row[name]) for name in NUMBERS})
    for name in TIMES:
        values[name] = _positive(path, line, name, row[name]) if row[name] else None
    if values["rx_packets"] and None in values.values():
        raise at(path, line, "packets arrived, but their delay is empty")
    return Flow(values)


def _positive(path, line, column, text):
    value = tables.number(path, line, column, text)
    if value < 0:
        raise at(path, line, f"{column} '{text}' is negative")
    return value
