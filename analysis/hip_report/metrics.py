# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""The metrics that any scenario may have in results.csv. analysis/README.md says what they mean."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Metric:
    """What a metric is called on the page, and its unit in results.csv."""

    text: str
    unit: str


METRICS = {
    "throughput": Metric("throughput", "Mbit/s"),
    "goodput": Metric("goodput", "Mbit/s"),
    "transfer_time": Metric("transfer time", "s"),
    "transferred": Metric("bytes transferred", "byte"),
    "loss_ratio": Metric("share of datagrams lost", "1"),
    "round_trip_time": Metric("round-trip time", "s"),
    "base_exchanges": Metric("base exchanges", "1"),
    "associations": Metric("associations", "1"),
    "packets_through_agent": Metric("packets through the agent", "packet"),
    "path_delay": Metric("one-way delay of the path", "s"),
    "one_way_delay": Metric("mean one-way delay", "s"),
    "one_way_delay_max": Metric("longest one-way delay", "s"),
    "delay_jitter": Metric("jitter of the one-way delay", "s"),
    "flow_gap": Metric("longest gap between two packets", "s"),
    "flow_lost": Metric("packets lost on the way", "packet"),
    "flow_reordered": Metric("packets overtaken on the way", "packet"),
}

# Open families: any name may follow the dot.
FAMILIES = {
    "drops.": Metric("dropped: ", "packet"),
    "work.": Metric("work: ", "1"),
}


def percentiles(name, text):
    """Returns the metrics NAME_p50 and NAME_p95 of a duration."""
    return {
        f"{name}_p50": Metric(f"{text}, median", "s"),
        f"{name}_p95": Metric(f"{text}, 95 %", "s"),
    }


def of_family(name):
    """Returns the Metric of this name if it belongs to an open family, or None."""
    for prefix, family in FAMILIES.items():
        rest = name[len(prefix) :]
        if name.startswith(prefix) and rest:
            return Metric(family.text + rest, family.unit)
    return None
