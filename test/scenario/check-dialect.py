#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""Runs with --dialect 2003: what is transferred is whole, and moves take what doc/validation.md derives."""

import sys

sys.dont_write_bytecode = True

import captures  # noqa: E402
from support import ScenarioTest, execute, main, read_csv, simulate  # noqa: E402

OF_2003 = ("--dialect", "2003", "--agent", "no")
FREE = (*OF_2003, "--costs", "none")
BYTES = 20000000
HIP_OF_2003 = 99  # protocol number
REA, AC, ACR = 6, 9, 10  # packet types
LINK_HEADER = 2  # octets of PPP
IPV6_HEADER = 40
ACCESS_RATE = 100e6  # bits a second of both access links; the backbone is a hundred times faster


def read_metrics(folder):
    """The values of results.csv without a time, by path and metric."""
    rows = read_csv(folder / "results.csv")
    return {
        (row["path"], row["metric"]): float(row["value"])
        for row in rows
        if not row["time_s"] or row["metric"] == "move"
    }


def serialization(capture, packet_type):
    """Seconds that the first packet of a type takes on both access links."""
    size = next(
        len(payload)
        for protocol, payload in captures.read_packets(capture)
        if protocol == HIP_OF_2003 and payload[2] == packet_type
    )
    return 2 * 8 * (LINK_HEADER + IPV6_HEADER + size) / ACCESS_RATE


class Dialect(ScenarioTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.proxy = simulate(cls.folder / "proxy", *FREE, "--bytes", 200000)
        options = ("--bytes", BYTES, "--interval", 0.5, "--gap", 0.2, "--overlap", 0.2)
        cls.mobility = simulate(cls.folder / "mobility", *FREE, *options, scenario="mobility")
        cls.metrics = read_metrics(cls.mobility)

    def test_the_legacy_host_gets_the_same_octets_with_and_without_hip(self):
        rows = read_csv(self.proxy / "transfers.csv")
        self.assertEqual({row["octets"] for row in rows}, {"200000"})
        self.assertEqual(len({row["sha256"] for row in rows}), 1)
        self.assertIn("first-contact", {row["path"] for row in rows})
        self.assertIn("plain", {row["path"] for row in rows})

    def test_an_agent_leads_the_first_packet_to_a_host_that_leases_an_address(self):
        folder = simulate(self.folder / "agent", *FREE[:2], *FREE[4:], "--bytes", 200000)
        events = [row["event"] for row in read_csv(folder / "events.csv")]
        for name, count in (("FAQ-received", 2), ("FAA-received", 1), ("FAD-received", 0)):
            self.assertEqual(events.count(name), count, name)
        rows = read_csv(folder / "transfers.csv")
        self.assertEqual({row["octets"] for row in rows}, {"200000"})
        self.assertEqual(len({row["sha256"] for row in rows}), 1)

    def test_the_same_seed_gives_the_same_octets(self):
        again = simulate(self.folder / "again", *FREE, "--bytes", 200000)
        self.assert_same_files(self.proxy, again)

    def test_hip_is_that_of_2003_and_nothing_else(self):
        found = {protocol for protocol, _ in captures.read_packets(self.proxy / "hip-host.pcap")}
        self.assertIn(HIP_OF_2003, found)
        self.assertNotIn(captures.NEXT_HEADER_HIP, found)
        self.assertEqual({row["dialect"] for row in read_csv(self.proxy / "results.csv")}, {"2003"})
        self.assertIn("HIP2003 ", (self.proxy / "keylog.txt").read_text())

    def test_tshark_decrypts_the_data(self):
        capture = self.proxy / "proxy-wan.pcap"
        keys = captures.decryption(self.proxy)
        self.assertGreater(captures.count(capture, "esp && tcp.len > 0", *keys), 100)

    def test_the_proxy_hears_of_a_move_after_one_way(self):
        first = serialization(self.mobility / "hip-host-link-2.pcap", REA)
        for kind in ("hard", "gapless"):
            expected = self.metrics[kind, "path_delay"] + first
            self.assert_near(self.metrics[kind, "told_latency"], expected, kind)

    def test_an_address_is_verified_after_rea_ac_and_acr(self):
        capture = self.mobility / "hip-host-link-2.pcap"
        three = sum(serialization(capture, kind) for kind in (REA, AC, ACR))
        for kind in ("hard", "gapless"):
            expected = 3 * self.metrics[kind, "path_delay"] + three
            self.assert_near(self.metrics[kind, "verification_latency"], expected, kind)

    def assert_near(self, found, expected, kind):
        """To one percent."""
        self.assertLess(abs(found - expected), 0.01 * expected, (kind, found, expected))

    def test_no_data_comes_before_the_address_is_verified(self):
        for kind in ("hard", "gapless"):
            first = self.metrics[kind, "told_latency"] + self.metrics[kind, "data_latency"]
            self.assertGreaterEqual(first, 4 * self.metrics[kind, "path_delay"], kind)

    def test_every_octet_comes_through_three_moves(self):
        self.assertEqual(self.metrics["download", "transferred"], BYTES)
        self.assertEqual(self.metrics["", "base_exchanges"], 1)
        self.assertEqual(self.metrics["", "associations"], 1)

    def test_pages_load(self):
        for number, transport in enumerate(("http", "udp", "ping")):
            run = simulate(
                self.folder / f"transport-{number}", *OF_2003, "--transport", transport,
                "--bytes", 10000, "--pcap", "no", "--crypto", "modelled",
            )
            self.assertGreater(len(read_csv(run / "results.csv")), 5, transport)

    def test_what_the_dialect_has_not_is_refused(self):
        cases = (
            (("--dialect", "1999"), "--dialect: unknown name '1999'"),
            ((*OF_2003, "--suite", "aes-128-gcm-16"), "--suite"),
            ((*OF_2003, "--key", "ecdsa-p256"), "--key"),
            ((*OF_2003, "--group", "p256"), "--group"),
            (("--key", "dsa-1024"), "--key"),
            (("--suite", "3des-cbc-sha1"), "--suite"),
        )
        for options, text in cases:
            done = execute("--out", self.folder / "refused", *options)
            self.assertEqual(done.returncode, 2, options)
            self.assertIn(text, done.stderr)
            self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)


if __name__ == "__main__":
    main()
