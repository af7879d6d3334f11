# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""The names that results.csv may use. analysis/README.md says what they mean."""

from dataclasses import dataclass

# Kinds of path, in the order of figures and tables, and how a reader sees them.
PATHS = {
    "plain": "plain IPv6",
    "first-contact": "first contact",
    "live": "live association",
}


@dataclass(frozen=True)
class Metric:
    """What a metric is called on the page, and its unit in results.csv."""

    text: str
    unit: str


# The parts of the time from the name query to the first byte, one after the other.
LATENCIES = {
    "dns_latency": Metric("DNS", "s"),
    "base_exchange_latency": Metric("base exchange", "s"),
    "tcp_latency": Metric("TCP", "s"),
    "first_byte_latency": Metric("first byte", "s"),
}

# The sum of the LATENCIES of a run: worked out here, not in results.csv.
TOTAL = "time_to_first_byte"

METRICS = {
    **LATENCIES,
    TOTAL: Metric("sum of these", "s"),
    "throughput": Metric("throughput", "Mbit/s"),
    "goodput": Metric("goodput", "Mbit/s"),
    "transfer_time": Metric("transfer time", "s"),
    "transferred": Metric("bytes transferred", "byte"),
    "loss_ratio": Metric("share of datagrams without echo", "1"),
    "round_trip_time": Metric("round-trip time", "s"),
    "base_exchanges": Metric("base exchanges", "1"),
    "associations": Metric("associations", "1"),
    "packets_through_agent": Metric("packets through the agent", "packet"),
    "path_delay": Metric("one-way delay of the path", "s"),
}

# Open families: any name may follow the dot.
FAMILIES = {
    "drops.": Metric("dropped: ", "packet"),
    "work.": Metric("work: ", "1"),
}


def find(name):
    """Returns the Metric of this name, or None."""
    if name in METRICS:
        return METRICS[name]
    for prefix, family in FAMILIES.items():
        rest = name[len(prefix) :]
        if name.startswith(prefix) and rest:
            return Metric(family.text + rest, family.unit)
    return None
