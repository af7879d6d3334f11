# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""Scenario mobility: HIP hosts move during a transfer."""

from hip_report.metrics import Metric
from hip_report.scheme import Figure, Scheme
from hip_report.schemes.shared import BANDS, DELAY, MESSAGES, WHISKERS, WHISKERS_OF_SUM

MOVES = ("hard", "gapless", "soft", "away", "back")
SCHEME = Scheme(
    paths={
        **{name: f"{name} move" for name in MOVES[:3]},
        **{name: f"move {name}" for name in MOVES[3:]},
        "download": "download",
        "upload": "upload",
    },
    bars=MOVES,
    curves=("download", "upload"),
    latencies={
        "loss_latency": Metric("loss noticed", "s"),
        "link_latency": Metric("new link", "s"),
        "detection_latency": Metric("move detected", "s"),
        "dhcp_latency": Metric("address leased", "s"),
        "dad_latency": Metric("address checked", "s"),
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
            "the same moment, in a soft one later; away and back are changes of the Wi-Fi access "
            "point. Above: from the loss of the old link to the "
            "first data at the new address. Below: from the new address until the proxy has "
            "verified it, and the longest time from the move on without an octet at the receiver. "
            "Mean over {runs}. {interval}",
            "Whiskers are 95 % confidence intervals, above that of the sum.",
        ),
        "throughput": Figure(
            "Throughput",
            "Application bytes received over time, mean over {runs}. Upright lines are the moves. "
            "{interval}",
            BANDS,
        ),
        "parts": Figure(
            "What a move consists of",
            "From the loss of the old link to the first data at the new address, in a gapless "
            "move or, over Wi-Fi, the move away. Mean over {runs}, as many for each bar. {interval}",
            WHISKERS_OF_SUM,
            is_expected=False,
        ),
        "cdf": Figure(
            "Distribution of the time to data",
            "Share of the moves whose time to data at the new address was at most so long, over "
            "{runs}; with a swept option of the same moves, one curve for each value. {interval}",
            "Bands hold the whole curve with 95 % confidence (Dvoretzky, Kiefer, Wolfowitz).",
            is_expected=False,
        ),
        "loss": Figure(
            "Datagrams that a move costs",
            "Datagrams of 1000 bytes that, or whose echo, never came, against their rate. Mean over {runs}, "
            "as many for each rate. {interval}",
            WHISKERS,
            is_expected=False,
        ),
        "signalling": Figure(
            "Signalling against the round-trip time",
            "From the new address until the proxy has heard of it, and until it has verified it, in "
            "a gapless move. Lines are the formula: one and three ways, and the time that the "
            "packets take on the links. Mean over {runs}, as many for each point. {interval}",
            is_expected=False,
        ),
        "delay": DELAY,
    },
    beside={
        "verification_latency": Metric("address verified", "s"),
        "pause": Metric("longest pause", "s"),
    },
    swept_paths=("gapless", "away"),
    of_bars=("uplink_latency", "datagrams_lost", "told_formula", "verification_formula"),
    optional=("loss_latency", "detection_latency", "dhcp_latency", "dad_latency"),
    beside_axis="duration (ms)",
    mark="move",
    marks=MOVES,
    more={
        "uplink_latency": Metric("first data at the proxy", "s"),
        "told_formula": Metric("proxy told, by the formula", "s"),
        "verification_formula": Metric("address verified, by the formula", "s"),
        "datagrams_lost": Metric("datagrams lost by the move", "packet"),
        "reassociations": Metric("associations with access points", "1"),
        "updates": Metric("UPDATE packets sent", "1"),
        "update_bytes": Metric("bytes of these", "byte"),
    },
)
