# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""Scenario proxy: legacy hosts reach HIP hosts."""

from hip_report.metrics import Metric
from hip_report.scheme import Figure, Scheme
from hip_report.schemes.shared import BANDS, DELAY, MESSAGES, WHISKERS_OF_SUM

PATHS = {
    "plain": "plain IPv6",
    "first-contact": "first contact",
    "live": "live association",
}
SCHEME = Scheme(
    paths=PATHS,
    bars=tuple(PATHS),
    curves=tuple(PATHS),
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
            WHISKERS_OF_SUM,
        ),
        "throughput": Figure(
            "Throughput",
            "Application bytes received over time, mean over {runs}. {interval}",
            BANDS,
        ),
        "delay": DELAY,
    },
)
