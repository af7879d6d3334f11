# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""Scenario random: chance moves hosts, crashes the agent and renews keys."""

from hip_report.metrics import Metric
from hip_report.scheme import Scheme
from hip_report.schemes.shared import DELAY

SCHEME = Scheme(
    paths={},
    curves=(),
    figures={"delay": DELAY},
    more={
        "intact": Metric("runs without loss", "1"),
        "events": Metric("events", "1"),
        "agent_crashes": Metric("crashes of the agent", "1"),
        "visits_ipv4": Metric("second link of IPv4", "1"),
    },
)
