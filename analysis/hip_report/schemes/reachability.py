# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""Scenario reachability: the Forwarding Agent against DNS updates."""

from hip_report.metrics import Metric
from hip_report.scheme import Figure, Scheme


def _traffic(server, packets, place):
    """What a server handles all the time, of a move and of a contact: packets and their octets."""
    found = {}
    for prefix, of, per in (("", "", "/s"), ("move_", " of a move", ""), ("contact_", " of a contact", "")):
        messages = f"{packets}{of} at {place}"
        found[f"{server}_{prefix}messages"] = Metric(messages, f"1{per}")
        found[f"{server}_{prefix}bytes"] = Metric("octets of these", f"byte{per}")
    return found


SCHEME = Scheme(
    paths={"agent": "by the agent", "dns": "by DNS"},
    curves=(),
    figures={
        "reach": Figure(
            "Time until a peer reaches a host that has moved",
            "From the first try of a peer that comes at random soon after the move, to the first "
            "answer of the host. By DNS, against the TTL of the host's address, while others keep the "
            "name in the resolver's cache: median with whiskers at 5 and 95 %, and mean. By the "
            "Forwarding Agent: a line at the mean, a band from 5 to 95 %. {runs} in all.",
        ),
        "waits": Figure(
            "Distribution of these times",
            "Share of the peers that had an answer within so long. With a long TTL the steps are "
            "the repetitions of I1, each of which goes to where DNS says by then. {runs} in all.",
        ),
    },
    sweep="ttl_s",
    sweep_axis="TTL (s)",
    trials={
        "wait": Metric("first try to first answer", "s"),
        "reached": Metric("move to first answer", "s"),
        "cached": Metric("old address in the cache until, after the move", "s"),
        "known": Metric("server knows the new address, after the move", "s"),
    },
    swept={
        **_traffic("dns", "messages", "the DNS server"),
        **_traffic("agent", "packets", "the agent"),
    },
)
