# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""Scenario multihoming: two links, with and without failures."""

from hip_report.metrics import METRICS, Metric
from hip_report.scheme import Figure, Scheme
from hip_report.schemes.shared import DELAY

SCHEME = Scheme(
    paths={
        "host": "host",
        "proxy": "proxy",
        "link-0": "link 0",
        "link-1": "link 1",
        "proxy-link-0": "the proxy's link 0",
        "proxy-link-1": "the proxy's link 1",
    },
    curves=("link-0", "link-1"),
    figures={
        "links": Figure(
            "What each link carries",
            "Octets of ESP that come from the HIP host to the proxy over each of its two links, for "
            "each policy. Between the upright lines link 0 loses everything, and nobody is told.",
            is_expected=False,
        ),
        "policies": Figure(
            "Pauses of the download",
            "The longest time without an octet at the legacy host after the failure of link 0, and "
            "after its repair. {runs} in all.",
            is_expected=False,
        ),
        "detection": Figure(
            "Time to detection",
            "From the failure of link 0 until the HIP host and the proxy know that its path has "
            "failed. The formula: as many intervals as probes may be missed, or up to one more, less "
            "the time that a probe is on its way.",
            is_expected=False,
        ),
        "windows": Figure(
            "One pair of SAs, or one for each path",
            "Above, of the packets that came to either end, those that its anti-replay windows refused: the end "
            "that refuses more; below, what all flows bring together while all of them last. Against how much "
            "later a packet comes over the slower path. {runs} in all.",
            is_expected=False,
        ),
        "delay": DELAY,
    },
    numbers=("probe_interval_s", "missed", "fail_s", "repair_s", "delay_1"),
    compared={
        "completed": Metric("completed", "1"),
        "transferred": METRICS["transferred"],
        "transfer_time": METRICS["transfer_time"],
        "goodput": METRICS["goodput"],
        "detection_time": Metric("failure detected after", "s"),
        "return_time": Metric("repair detected after", "s"),
        "failure_pause": Metric("longest pause after the failure", "s"),
        "repair_pause": Metric("longest pause after the repair", "s"),
        "data_bytes": Metric("bytes of data", "byte"),
        "return_bytes": Metric("bytes of acknowledgements", "byte"),
        "flows_goodput": Metric("goodput of all flows", "Mbit/s"),
        "data_packets": Metric("packets of data that came", "packet"),
        "window_refused": Metric("of these, refused by the anti-replay window", "packet"),
        "refused_share": Metric("share of these", "1"),
        "failure_lost": Metric("datagrams lost until the repair", "packet"),
        "repair_lost": Metric("datagrams lost later", "packet"),
        "reordered": Metric("data packets overtaken", "packet"),
        "updates": Metric("UPDATE packets between host and proxy", "1"),
        "update_bytes": Metric("bytes of these", "byte"),
    },
)
