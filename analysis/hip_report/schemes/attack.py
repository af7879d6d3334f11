# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""Scenario attack: forged, replayed and false UPDATEs."""

from hip_report.metrics import Metric
from hip_report.scheme import Figure, Scheme
from hip_report.schemes.shared import BANDS

SCHEME = Scheme(
    paths={
        "third-party": "victim's address",
        "third-party-strict": "the same, no credit",
        "unroutable": "unroutable address",
        "no-host": "no host's address",
        "replayed": "replayed",
        "forged": "forged",
        "download": "download",
    },
    curves=("download",),
    figures={
        "diverted": Figure(
            "What the victim gets",
            "A HIP host that gets a stream tells the address of a victim. Octets of data, with IP "
            "headers, that have reached the victim since then: from a server that sends to "
            "unverified addresses within its credit, and from one that sends them nothing; and "
            "the most that RFC 8046 §5.6 allows for what the attacker has sent. The dialect of 2003 "
            "knows no credit, so all three are 0 there. Mean over {runs}. {interval}",
            BANDS,
        ),
        "throughput": Figure(
            "Download of an honest host",
            "Application bytes that the legacy host received over time through the proxy, mean "
            "over {runs}. Upright lines: UPDATEs (in the dialect of 2003 REA, AC and ACR) are "
            "replayed, forged, and false addresses told. "
            "Before, the server moves twice. {interval}",
            BANDS,
        ),
    },
    mark="attack",
    marks=("replayed", "forged", "third-party"),
    growing={
        "diverted": Metric("octets diverted so far", "byte"),
        "limit": Metric("octets allowed so far", "byte"),
    },
    lines={
        ("diverted", "third-party"): "with credit",
        ("diverted", "third-party-strict"): "without credit",
        ("limit", "third-party"): "limit of RFC 8046",
    },
    more={
        "diverted_bytes": Metric("bytes of data that were diverted", "byte"),
        "stream_bytes": Metric("bytes of the stream in this time", "byte"),
        "limit_bytes": Metric("the most that RFC 8046 §5.6 allows", "byte"),
        "attacker_bytes": Metric("bytes that the attacker sent", "byte"),
        "check_bytes": Metric("bytes of address checks", "byte"),
        "verified": Metric("false addresses taken for verified", "1"),
        "injected": Metric("packets injected", "packet"),
        "locator_changes": Metric("addresses that peers then changed", "1"),
    },
)
