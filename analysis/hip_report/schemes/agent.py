# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""Scenario agent: the load of a Forwarding Agent."""

from hip_report.metrics import Metric, percentiles
from hip_report.scheme import Figure, Scheme

SCHEME = Scheme(
    paths={
        "joining": "all register",
        "steady": "all are registered",
        "outage": "agent is down",
        "restart": "agent restarted",
    },
    curves=(),
    figures={
        "load": Figure(
            "Load of the agent",
            "What the Forwarding Agent does, against the number of its hosts. Above: leases that "
            "it grants and first packets (I1) that it relays, once all hosts are registered. In "
            "the middle: octets with IP headers, in and out, by what they are for, beside those "
            "of the data that goes directly between the hosts and their peers. Below: how busy "
            "cryptography keeps one CPU. Mean over {runs} in all. {interval}",
        ),
        "moving": Figure(
            "Load of the agent as its hosts move",
            "The same against how often each host moves. Leases and relayed first packets do not "
            "depend on it: a move costs the agent three UPDATEs, one of which it signs and two of "
            "which it verifies. In the dialect of 2003 a move is a FAQ and its FAA, which extend the "
            "lease too. Mean over {runs} in all. {interval}",
            is_expected=False,
        ),
        "share": Figure(
            "Traffic of the agent and of its hosts",
            "Octets in and out at the agent in percent of those of the data between its hosts and "
            "their peers, against how much data a call brings. Mean over {runs} in all. {interval}",
        ),
    },
    numbers=("data", "moves", "agents"),
    sweep="hosts",
    sweep_axis="hosts",
    swept={
        "registrations": Metric("leases granted", "1/s"),
        "relayed": Metric("first packets relayed", "1/s"),
        "called": Metric("calls begun", "1/s"),
        "moved": Metric("moves", "1/s"),
        "packets_in": Metric("packets to the agent", "1/s"),
        "packets_out": Metric("packets from the agent", "1/s"),
        "bytes_in": Metric("octets to the agent", "byte/s"),
        "bytes_out": Metric("octets from the agent", "byte/s"),
        "bytes_registration": Metric("octets of base exchanges", "byte/s"),
        "bytes_renewal": Metric("octets of renewals", "byte/s"),
        "bytes_move": Metric("octets of moves", "byte/s"),
        "bytes_relay": Metric("octets of relayed packets", "byte/s"),
        "bytes_esp": Metric("octets of data by way of the agent", "byte/s"),
        "bytes_other": Metric("other octets", "byte/s"),
        "data_bytes": Metric("octets of data between hosts", "byte/s"),
        "payload_bytes": Metric("octets of data without headers", "byte/s"),
        "share": Metric("traffic of the agent over that of data", "1"),
        "utilization": Metric("share of the time that the CPU is busy", "1"),
        "cpu_time": Metric("CPU time", "s"),
        "cpu_sign": Metric("CPU time to sign", "s"),
        "cpu_verify": Metric("CPU time to verify", "s"),
        "cpu_dh-generate": Metric("CPU time for DH keys", "s"),
        "cpu_dh-compute": Metric("CPU time for DH secrets", "s"),
        "cpu_puzzle-try": Metric("CPU time for puzzles", "s"),
        "cpu_hmac": Metric("CPU time for HMACs", "s"),
        "clients": Metric("hosts registered at the end", "1"),
        "refused": Metric("registrations refused", "1"),
        **percentiles("registration", "time of a base exchange"),
        **percentiles("renewal", "time of a renewal"),
        **percentiles("relay", "I1 from peer to host"),
        "reached": Metric("share of the calls that came about in 10 s", "1"),
        **percentiles("call", "time until a call came about"),
        "back": Metric("hosts registered again", "1"),
        "back_p50": Metric("half of the hosts registered again", "s"),
        "back_p95": Metric("95 % of the hosts registered again", "s"),
        "back_all": Metric("all hosts registered again", "s"),
    },
)
