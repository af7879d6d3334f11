# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""Scenario crossing: the HIP host and the proxy move at the same time."""

from hip_report.metrics import METRICS, Metric
from hip_report.scheme import Figure, Scheme
from hip_report.schemes.shared import WHISKERS

SCHEME = Scheme(
    paths={"agent": "with agent", "no-agent": "without agent"},
    curves=(),
    figures={
        "handover": Figure(
            "Crossing moves",
            "What the HIP host and its peers tell one another in the first run, from the first move "
            "until the proxy has verified the host's new address. Times count from when the first "
            "of both has its new address.",
        ),
        "recovery": Figure(
            "Time until both are reunited",
            "Lines: from the last data packet before the host and the proxy are reunited to the first one "
            "after, in that direction in which it takes longer, against how much later than the host "
            "the proxy moves. Triangles: from the second move until both send to the other one's new "
            "address. A cross is an association that was closed since nobody answered. {runs} in "
            "all. {interval}",
            WHISKERS,
        ),
    },
    sweep="offset_ms",
    sweep_axis="proxy moves after (ms)",
    swept={
        "recovered": Metric("recovered", "1"),
        "recovery_time": Metric("time without data", "s"),
        "signalling_time": Metric("time until both know", "s"),
        "relayed": Metric("packets relayed by the agent", "packet"),
        "transferred": METRICS["transferred"],
    },
)
