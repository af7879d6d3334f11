#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""Signalling takes what doc/validation.md derives: to 1 %, in both dialects, at every RTT."""

import sys

sys.dont_write_bytecode = True

import captures  # noqa: E402
from support import ScenarioTest, execute, main, read_csv, simulate  # noqa: E402

ROUND_TRIPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.3)  # seconds
KINDS = ("hard", "gapless")
# Cities near enough for the shortest of them; so few datagrams that none is in the way.
OPTIONS = (
    "--costs", "none", "--agent", "no", "--hip-city", "Denmark", "--visited-city", "Norway",
    "--traffic", "udp", "--rate", 3, "--gap", 0.2, "--overlap", 0.2,
)
SWEEP = ("--rtt", ",".join(map(str, ROUND_TRIPS)), "--jobs", 2)
# The protocol number, and the types of the packets that tell an address and verify it.
DIALECTS = {"hipv2": (captures.NEXT_HEADER_HIP, (16, 16, 16)), "2003": (99, (6, 9, 10))}
HEADERS = 2 + 40  # octets of PPP and IPv6
ACCESS_RATE = 100e6  # bits a second of both access links; the backbone is a hundred times faster


def transmissions(capture, protocol, types):
    """Seconds that each of the first packets of these types takes on both access links."""
    found = []
    for number, payload in captures.read_packets(capture):
        if number == protocol and len(found) < len(types):
            if payload[2] & 0x7F == types[len(found)]:
                found.append(2 * 8 * (HEADERS + len(payload)) / ACCESS_RATE)
    return found


class Signalling(ScenarioTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.latencies = {}  # by dialect, RTT, kind of move and metric
        cls.transmissions = {}
        for dialect, (protocol, types) in DIALECTS.items():
            options = ("--dialect", dialect, *OPTIONS, *SWEEP)
            run = simulate(cls.folder / dialect, *options, scenario="mobility")
            capture = run / "hip-host-link-2.pcap"  # the first run's; the others' are as long
            cls.transmissions[dialect] = transmissions(capture, protocol, types)
            for row in read_csv(run / "results.csv"):
                key = (dialect, float(row["rtt_s"]), row["path"], row["metric"])
                if not row["time_s"]:
                    cls.latencies[key] = float(row["value"])

    def assert_formula(self, metric, ways):
        """So many ways, and as many packets on the links."""
        for dialect in DIALECTS:
            for round_trip in ROUND_TRIPS:
                expected = ways * round_trip / 2 + sum(self.transmissions[dialect][:ways])
                for kind in KINDS:
                    found = self.latencies[dialect, round_trip, kind, f"{metric}_latency"]
                    stated = self.latencies[dialect, round_trip, kind, f"{metric}_formula"]
                    with self.subTest(dialect=dialect, round_trip=round_trip, kind=kind):
                        self.assertLess(abs(found - expected), 0.01 * expected)
                        self.assertLess(abs(stated - expected), 0.001 * expected)

    def test_the_peer_is_told_after_one_way(self):
        self.assert_formula("told", 1)

    def test_the_address_is_verified_after_three_ways(self):
        self.assert_formula("verification", 3)

    def test_what_the_links_take_counts_at_short_round_trips(self):
        # Without it the formula would not hold to 1 %, so that this check can fail.
        for dialect in DIALECTS:
            found = self.latencies[dialect, ROUND_TRIPS[0], "gapless", "told_latency"]
            self.assertGreater(found, 1.005 * ROUND_TRIPS[0] / 2, dialect)

    def test_impossible_round_trips_are_refused(self):
        cases = (
            (("--rtt", 0.001), "--rtt: the other links on the way to Spain alone make 0.03"),
            (("--rtt", 0.1, "--access-delay", 0.01), "--rtt"),
            (("--rtt", "0.1,0.2", "--rate", "1,2"), "--rate"),
            (("--rtt", 3), "--rtt"),
            (("--rtt", "far"), "--rtt"),
            (("--rtt", 0.1, "--attachment", "wifi", "--addressing", "ra"), "--rtt"),
        )
        for options, text in cases:
            done = execute("--out", self.folder / "refused", *options, scenario="mobility")
            self.assertEqual(done.returncode, 2, options)
            self.assertIn(text, done.stderr)
            self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)


if __name__ == "__main__":
    main()
