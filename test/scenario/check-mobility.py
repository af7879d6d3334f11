#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""The scenario `mobility`: what a move costs is what doc/validation.md derives, and no octet is lost."""

import sys

sys.dont_write_bytecode = True

import captures  # noqa: E402
from support import ScenarioTest, main, read_csv, simulate  # noqa: E402

KINDS = ("hard", "gapless", "soft")
DATA_PACKET = 8 * 1502 / 100e6  # seconds on an access link
BYTES = 20000000
GAP = 0.2
FREE = ("--costs", "none", "--bytes", BYTES, "--interval", 0.5, "--gap", GAP, "--overlap", 0.2)


def run_mobility(folder, *options):
    """Runs the scenario; it must succeed. Returns the folder."""
    return simulate(folder, *options, scenario="mobility")


def read_metrics(folder):
    """The values of results.csv without a time, by path and metric."""
    rows = read_csv(folder / "results.csv")
    return {
        (row["path"], row["metric"]): float(row["value"])
        for row in rows
        if not row["time_s"] or row["metric"] == "move"
    }


class Mobility(ScenarioTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.free = run_mobility(cls.folder / "free", *FREE)
        cls.metrics = read_metrics(cls.free)

    def assert_formula(self, kind, metric, ways):
        """A metric is that of the formula to 1 %: so many one-way delays, and the packets' own time."""
        formula = self.metrics[kind, f"{metric}_formula"]
        self.assertGreater(formula, ways * self.metrics[kind, "path_delay"], (kind, metric))
        found = self.metrics[kind, f"{metric}_latency"]
        self.assertLess(abs(found - formula), 0.01 * formula, (kind, metric))

    def test_the_proxy_hears_of_a_move_after_one_way(self):
        for kind in ("hard", "gapless"):
            self.assert_formula(kind, "told", 1)
        # In a soft move, over the same link, one packet of data may be before it.
        soft = self.metrics["soft", "told_latency"]
        self.assertGreater(soft, self.metrics["soft", "path_delay"])
        self.assertLess(soft, self.metrics["hard", "told_formula"] + DATA_PACKET)

    def test_flows_are_measured_through_esp_and_nat(self):
        rows = {row["from"]: row for row in read_csv(self.free / "flows.csv") if row["kind"] == "flow"}
        self.assertEqual(set(rows), {"hip-1", "legacy-1"}, "one each way, whatever moves")
        down, up = rows["hip-1"], rows["legacy-1"]
        self.assertEqual(
            [down["destination_port"], down["arrived_source"], down["to"]],
            [up["source_port"], up["destination"], "legacy-1"],
        )
        # Nothing waits in a queue ahead of acknowledgements: the shortest path and its links.
        shortest = min(self.metrics[kind, "path_delay"] for kind in KINDS)
        self.assertGreater(float(up["min_delay_s"]), shortest)
        self.assertLess(float(up["min_delay_s"]), 1.01 * shortest + DATA_PACKET)
        for row in rows.values():
            counts = [int(row[name]) for name in ("tx_packets", "rx_packets", "lost", "under_way")]
            self.assertEqual(counts[0], sum(counts[1:]))
        # An IP packet has 72 octets of headers: IPv6, TCP and its timestamps.
        packets = int(down["rx_packets"])
        self.assertGreaterEqual(int(down["rx_bytes"]) - 72 * packets, BYTES)
        # The gap is that of the hard move, and an octet is late for no other reason.
        self.assertGreater(float(down["gap_s"]), GAP)
        self.assertLessEqual(float(down["gap_s"]), self.metrics["hard", "pause"])
        self.assertEqual(self.metrics["download", "flow_lost"], int(down["lost"]))

    def test_security_associations_are_measured_as_captured(self):
        rows = {row["from"]: row for row in read_csv(self.free / "flows.csv") if row["kind"] == "sa"}
        self.assertEqual(set(rows), {"hip-1", "proxy"}, "one each way: the moves renew no keys")
        measured = int(rows["proxy"]["tx_packets"]) + int(rows["hip-1"]["rx_packets"])
        self.assertEqual(captures.count(self.free / "proxy-wan.pcap", "esp"), measured)

    def test_an_address_is_verified_after_three_ways(self):
        # In a soft move the first of the three waits behind data on the old link.
        for kind in ("hard", "gapless"):
            self.assert_formula(kind, "verification", 3)

    def test_data_comes_one_way_after_the_proxy_has_heard_of_it(self):
        for kind in ("hard", "gapless"):
            found = self.metrics[kind, "data_latency"]
            self.assertGreaterEqual(found, self.metrics[kind, "path_delay"], kind)

    def test_only_a_hard_move_leaves_a_gap(self):
        self.assertAlmostEqual(self.metrics["hard", "link_latency"], GAP, 6)
        self.assertNotIn(("gapless", "link_latency"), self.metrics)
        self.assertLess(
            self.metrics["soft", "pause"], self.metrics["hard", "link_latency"], "overlap hides it"
        )

    def test_one_association_lasts_through_all_moves(self):
        self.assertEqual(self.metrics["", "base_exchanges"], 1)
        self.assertEqual(self.metrics["", "associations"], 1)
        self.assertEqual(self.metrics["download", "transferred"], BYTES)

    def test_no_packet_is_malformed(self):
        for name in ("proxy-wan.pcap", "agent.pcap"):
            names = ["frame.number", "_ws.malformed"]
            found = captures.fields(self.free / name, "hip", names)
            self.assertGreater(len(found), 6, name)
            self.assertEqual([number for number, malformed in found if malformed], [], name)

    def test_without_credit_data_waits_for_the_check(self):
        strict = read_metrics(run_mobility(self.folder / "strict", *FREE, "--credit", "no", "--pcap", "no"))
        for kind in ("hard", "gapless"):
            told = strict[kind, "told_latency"] + strict[kind, "data_latency"]
            self.assertGreaterEqual(told, strict[kind, "path_delay"] * 4, kind)

    def test_every_octet_arrives_over_lossy_links_too(self):
        near = ("--hip-city", "Denmark", "--visited-city", "Norway", "--agent-city", "Sweden")
        for seed in (1, 2, 3):
            faults = ("--loss", 0.02, "--duplicate", 0.02, "--reorder", 0.02, "--seed", seed)
            run = run_mobility(
                self.folder / f"lossy-{seed}", "--bytes", 4000000, "--interval", 0.5, *near, *faults,
                "--pcap", "no", "--direction", "up" if seed == 3 else "down",
            )
            transfer = "upload" if seed == 3 else "download"
            self.assertEqual(read_metrics(run)[transfer, "transferred"], 4000000)

    def test_what_is_uploaded_arrives_at_the_address_of_the_day(self):
        run = run_mobility(self.folder / "upload", *FREE, "--direction", "up", "--pcap", "no")
        metrics = read_metrics(run)
        self.assertEqual(metrics["upload", "transferred"], BYTES)
        self.assertEqual(metrics["", "base_exchanges"], 1)
        for kind in KINDS:
            self.assertGreater(metrics[kind, "pause"], 0, kind)
            self.assertGreaterEqual(
                metrics[kind, "told_latency"], metrics[kind, "path_delay"], kind
            )
        self.assertEqual({row["direction"] for row in read_csv(run / "results.csv")}, {"up"})

    def test_datagrams_that_stay_are_lost_by_the_gap_and_until_the_proxy_is_told(self):
        rate = 200
        run = run_mobility(
            self.folder / "datagrams", *FREE, "--direction", "up", "--traffic", "udp",
            "--rate", rate, "--pcap", "no",
        )
        metrics = read_metrics(run)
        self.assertNotIn(("hard", "uplink_latency"), metrics, "nothing comes back")
        delays = sum(metrics[kind, "path_delay"] for kind in ("hard", "gapless"))
        for kind, gap in (("hard", GAP), ("gapless", 0)):
            # What left the proxy one way before the host did, and until the proxy knows.
            expected = rate * (gap + delays)
            self.assertLess(abs(metrics[kind, "datagrams_lost"] - expected), 2, kind)
        lost = sum(metrics[kind, "datagrams_lost"] for kind in KINDS)
        sent = metrics["upload", "transferred"] / 1000 + lost
        self.assertAlmostEqual(metrics["upload", "loss_ratio"], lost / sent, 5)

    def test_keys_can_change_with_the_address(self):
        run = run_mobility(self.folder / "rekey", *FREE, "--rekey", "yes", "--pcap", "no")
        spis = {row["detail"].split()[0] for row in read_csv(run / "events.csv")
                if row["node"] == "proxy" and row["event"] == "sa-in" and row["peer"] == "hip-1"}
        self.assertEqual(len(spis), 1 + len(KINDS) + 1, "one more for the second address of soft")

    def test_the_same_seed_gives_the_same_octets(self):
        again = run_mobility(self.folder / "again", *FREE)
        self.assert_same_files(self.free, again)


if __name__ == "__main__":
    main()
