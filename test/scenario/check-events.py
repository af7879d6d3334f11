#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""The patent's steps A to K, in events.csv and on the wire; and what must not happen after them."""

import shutil
import sys
import unittest

sys.dont_write_bytecode = True

import captures  # noqa: E402
from support import (  # noqa: E402
    AGENT,
    LEGACY_HOSTS,
    PROXY,
    ScenarioTest,
    main,
    read_csv,
    simulate,
)

STEPS = (
    "A.dns-query",
    "B.proxy-query",
    "C.hierarchy-answer",
    "D.mapping-created",
    "E.dns-answer",
    "F.session-start",
    "F.1.mapping-found",
    "G.exchange-start",
    "H.i1-sent",
    "H.i1-relayed",
    "H.1.locator-learned",
    "I.packet-forwarded",
    "J.answer-received",
    "K.answer-delivered",
)
HIP_HOST = "3ffe:100:1::1"
SUBSTITUTES = "3ffe:401::/64"
NAME = "hip.foo.com"
RUNS = {"ipv6": (), "ipv4": ("--legacy", "ipv4"), "udp": ("--transport", "udp")}


class Events(ScenarioTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.runs = {
            name: simulate(cls.folder / name, "--bytes", 30000, *options)
            for name, options in RUNS.items()
        }
        cls.run_folder = cls.runs["ipv6"]
        cls.events = {name: read_csv(run / "events.csv") for name, run in cls.runs.items()}

    def test_the_steps_come_in_order_for_the_first_contact(self):
        for name, events in self.events.items():
            with self.subTest(run=name):
                start = next(
                    i for i, row in enumerate(events)
                    if row["event"] == "A.dns-query" and f"name={NAME}." in row["detail"]
                )
                first = {}
                for place, row in enumerate(events[start:]):
                    # The HIP host's own I1, which registers it, is none of the steps.
                    first.setdefault(row["event"], place)
                self.assertLessEqual(set(STEPS), set(first))
                self.assertEqual(sorted(STEPS, key=first.get), list(STEPS))

    def test_times_never_go_back(self):
        for name, events in self.events.items():
            times = [float(row["time_s"]) for row in events]
            self.assertEqual(times, sorted(times), name)

    def test_one_base_exchange_serves_both_legacy_hosts(self):
        for name, events in self.events.items():
            with self.subTest(run=name):
                starts = [row for row in events if row["event"] == "G.exchange-start"]
                self.assertEqual(len(starts), 1)
                served = {row["peer"] for row in events if row["event"] == "K.answer-delivered"}
                self.assertEqual(served, {"legacy-1", "legacy-2"})

    def test_two_hosts_with_the_same_source_port_both_work(self):
        sessions = {}
        for row in self.events["ipv6"]:
            if row["event"] == "F.session-start":
                detail = dict(item.split("=", 1) for item in row["detail"].split())
                sessions[detail["legacy"]] = (detail["legacy-port"], detail["proxy-port"])
        self.assertEqual(set(sessions), set(LEGACY_HOSTS))
        ports, proxy_ports = zip(*sessions.values())
        self.assertEqual(set(ports), {"40000"})
        self.assertEqual(len(set(proxy_ports)), 2, "on one association the NAT tells them apart")
        received = {
            row["path"]: row["value"]
            for row in read_csv(self.run_folder / "results.csv") if row["metric"] == "transferred"
        }
        self.assertEqual(received, dict.fromkeys(("plain", "first-contact", "live"), "30000"))


@unittest.skipUnless(shutil.which("tshark"), "tshark is not installed")
class Wire(ScenarioTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.run_folder = simulate(cls.folder / "run", "--bytes", 30000)

    def first_time(self, capture, display_filter):
        """When the first packet that passes a filter was captured."""
        found = captures.fields(self.run_folder / capture, display_filter, ["frame.time_epoch"])
        self.assertTrue(found, f"{capture}: no packet is '{display_filter}'")
        return float(found[0][0])

    def test_the_steps_come_in_order(self):
        substitute = f"ipv6.{{}} == {SUBSTITUTES} && tcp"
        steps = (
            ("A", "legacy-lan.pcap", f'dns.qry.name == "{NAME}" && dns.flags.response == 0'),
            ("B", "proxy-wan.pcap", f'dns.qry.name == "{NAME}" && ipv6.src == {PROXY}'),
            ("C", "proxy-wan.pcap", f'dns.qry.name == "{NAME}" && ipv6.dst == {PROXY}'),
            ("E", "legacy-lan.pcap", f'dns.qry.name == "{NAME}" && dns.aaaa == {SUBSTITUTES}'),
            ("F", "legacy-lan.pcap", substitute.format("dst") + " && tcp.flags.syn == 1"),
            ("H", "proxy-wan.pcap", f"hip.packet_type == 1 && ipv6.dst == {AGENT}"),
            ("H", "agent.pcap", f"hip.packet_type == 1 && ipv6.src == {PROXY}"),
            ("R1", "proxy-wan.pcap", f"hip.packet_type == 2 && ipv6.src == {HIP_HOST}"),
            ("I2", "proxy-wan.pcap", f"hip.packet_type == 3 && ipv6.dst == {HIP_HOST}"),
            ("R2", "proxy-wan.pcap", f"hip.packet_type == 4 && ipv6.src == {HIP_HOST}"),
            ("I", "proxy-wan.pcap", f"esp && ipv6.dst == {HIP_HOST}"),
            ("J", "proxy-wan.pcap", f"esp && ipv6.src == {HIP_HOST}"),
            ("K", "legacy-lan.pcap", substitute.format("src") + " && tcp.flags.syn == 1"),
        )
        times = [(self.first_time(*where), step) for step, *where in steps]
        for earlier, later in zip(times, times[1:]):
            self.assertLessEqual(earlier[0], later[0], f"{earlier[1]} before {later[1]}")

    def test_nothing_but_one_i1_passes_the_agent(self):
        asked = self.first_time("legacy-lan.pcap", f'dns.qry.name == "{NAME}"')
        found = captures.fields(
            self.run_folder / "agent.pcap",
            f"!icmpv6 && frame.time_epoch >= {asked}",
            ["ipv6.src", "ipv6.dst", "hip.packet_type"],
        )
        self.assertEqual(found, [[PROXY, AGENT, "1"], [AGENT, HIP_HOST, "1"]])

    def test_the_proxy_makes_one_base_exchange(self):
        kinds = captures.fields(self.run_folder / "proxy-wan.pcap", "hip", ["hip.packet_type"])
        self.assertEqual([kind for kind, in kinds], ["1", "2", "3", "4"])


if __name__ == "__main__":
    main()
