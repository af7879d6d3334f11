#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""The scenario `multihoming`: a link that fails is noticed, and no octet of a download is lost."""

import hashlib
import sys

sys.dont_write_bytecode = True

import captures  # noqa: E402
from support import ScenarioTest, execute, main, read_csv, simulate  # noqa: E402

BYTES = 9000000
SHORT = ("--costs", "none", "--bytes", BYTES, "--fail", 1, "--repair", 4)
POLICIES = ("preferred", "failover", "lowest-delay", "weighted:1,1")
ALL = (*SHORT, "--probe-interval", "0.5,0.2", "--jobs", 2)
MISSED = 3
# A probe's way there and back, with a full queue of 100 packets at 20 Mbit/s on it.
LONGEST_WAY = 0.15
# Two streams of datagrams, each on a link of its own, that no link loses any of.
RATE = 1000
WINDOW = 64
STREAMS = ("--traffic", "udp", "--rate", RATE, "--flows", 2, "--policy", "weighted:1,1", "--rate-0", 50,
           "--probe-interval", 0.5, "--costs", "none", "--fails", "none", "--fail", 0.9, "--repair", 1,
           "--pcap", "no", "--keylog", "no")


class Multihoming(ScenarioTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.compared = simulate(cls.folder / "all", *ALL, scenario="multihoming")
        cls.rows = read_csv(cls.compared / "results.csv")
        cls.digest = hashlib.sha256(captures.byte_pattern(BYTES)).hexdigest()

    def values(self, metric, path=""):
        """{(policy, interval): value}"""
        return {(row["policy"], float(row["probe_interval_s"])): float(row["value"])
                for row in self.rows if (row["metric"], row["path"]) == (metric, path)}

    def test_detection_takes_as_long_as_the_formula_says(self):
        for side in ("host", "proxy"):
            found = self.values("detection_time", side)
            self.assertEqual(len(found), len(POLICIES) + 1)
            for (policy, interval), time in found.items():
                self.assertGreater(time, MISSED * interval - LONGEST_WAY, (side, policy))
                self.assertLess(time, (MISSED + 1) * interval, (side, policy))

    def test_a_repaired_link_is_noticed_with_the_next_probe(self):
        for side in ("host", "proxy"):
            for (policy, interval), time in self.values("return_time", side).items():
                self.assertLess(time, interval + LONGEST_WAY, (side, policy))

    def test_a_download_survives_byte_for_byte_with_every_policy(self):
        self.assertEqual(set(self.values("completed").values()), {1})
        for number in range(1, len(POLICIES) + 2):
            folder = self.compared if number == 1 else self.compared / "runs" / str(number)
            (transfer,) = read_csv(folder / "transfers.csv")
            self.assertEqual(transfer["sha256"], self.digest, number)
        self.assertEqual(set(self.values("base_exchanges").values()), {1})

    def test_only_failover_stays_on_the_second_link(self):
        first, second = (self.values("data_bytes", f"link-{link}") for link in (0, 1))
        self.assertGreater(second["failover", 0.5], first["failover", 0.5])
        for policy in ("preferred", "lowest-delay"):
            self.assertGreater(second[policy, 0.5], 0)
            self.assertGreater(first[policy, 0.5], second[policy, 0.5])

    def test_no_packet_is_malformed(self):
        names = ["frame.number", "_ws.malformed", "hip.checksum.status"]
        for name in ("proxy-wan.pcap", "hip-host.pcap", "hip-host-link-2.pcap"):
            found = captures.fields(self.compared / name, "hip", names)
            self.assertGreater(len(found), 20, name)
            wrong = [number for number, malformed, status in found if malformed or status == "0"]
            self.assertEqual(wrong, [], name)

    def test_no_data_goes_to_an_address_that_is_dead_on_arrival(self):
        one = ("--policy", "weighted:0,1", "--probe-interval", 0.5, "--dead", "yes")
        run = simulate(self.folder / "dead", *SHORT, *one, scenario="multihoming")
        found = {(row["path"], row["metric"]): row["value"]
                 for row in read_csv(run / "results.csv") if not row["time_s"]}
        self.assertEqual(found["", "completed"], "1")
        there = "esp && ipv6.dst == 3ffe:110:1::1"
        self.assertEqual(captures.fields(run / "proxy-wan.pcap", there, ["frame.number"]), [])
        events = read_csv(run / "events.csv")
        told = [row["event"] for row in events
                if row["node"] == "proxy" and row["detail"] == "address=3ffe:110:1::1"]
        self.assertIn("locator-unverified", told)
        self.assertNotIn("locator-active", told)

    def test_the_same_seed_gives_the_same_octets(self):
        one = (*SHORT, "--policy", "preferred", "--probe-interval", 0.5)
        runs = [simulate(self.folder / name, *one, scenario="multihoming") for name in "ab"]
        self.assert_same_files(*runs)

    def test_one_window_for_two_links_refuses_what_comes_late(self):
        lists = ("--sa", "one,each", "--delay-1", "30,60", "--jobs", 2)
        run = simulate(self.folder / "windows", *STREAMS, *lists, scenario="multihoming")
        rows = read_csv(run / "results.csv")

        def values(metric, path=""):
            return {(row["sa"], row["delay_1"]): float(row["value"])
                    for row in rows if (row["metric"], row["path"]) == (metric, path)}

        fast, slow = (values("path_delay", f"link-{link}") for link in (0, 1))
        shares = values("refused_share", "proxy")
        self.assertEqual(len(shares), 4)
        for (sas, delay), share in shares.items():
            # Numbers of both streams that pass while a packet is late.
            passing = 2 * RATE * (slow[sas, delay] - fast[sas, delay])
            self.assertTrue(passing < 0.9 * WINDOW or passing > 1.1 * WINDOW, "no clear case")
            if sas == "each" or passing < WINDOW:
                self.assertEqual(share, 0, (sas, delay))
            else:  # all of the stream that takes the slow link, but for the first ones
                self.assertGreater(share, 0.45, (sas, delay))
                self.assertLessEqual(share, 0.5, (sas, delay))
        self.assertIn(0, [share for (sas, _), share in shares.items() if sas == "one"])
        self.assertGreater(max(shares.values()), 0)
        self.assertEqual({values("reordered")["each", delay] for _, delay in shares}, {0})

    def test_a_wider_window_takes_what_comes_late(self):
        one = ("--sa", "one", "--delay-1", 60, "--replay-window", 256)
        run = simulate(self.folder / "wide", *STREAMS, *one, scenario="multihoming")
        found = {(row["path"], row["metric"]): float(row["value"])
                 for row in read_csv(run / "results.csv") if not row["time_s"]}
        self.assertGreater(found["", "reordered"], 0)
        self.assertEqual(found["host", "window_refused"], 0)
        self.assertEqual(found["proxy", "window_refused"], 0)

    def test_a_download_survives_the_loss_of_a_link_of_the_proxy(self):
        one = ("--policy", "failover", "--probe-interval", 0.5, "--proxy-links", 2, "--fails", "proxy")
        run = simulate(self.folder / "proxy", *SHORT, *one, scenario="multihoming")
        (transfer,) = read_csv(run / "transfers.csv")
        self.assertEqual(transfer["sha256"], self.digest)
        found = {(row["path"], row["metric"]): float(row["value"])
                 for row in read_csv(run / "results.csv") if not row["time_s"]}
        self.assertEqual(found["", "base_exchanges"], 1)
        for side in ("host", "proxy"):
            self.assertLess(found[side, "detection_time"], (MISSED + 1) * 0.5)
        self.assertGreater(found["proxy-link-1", "data_bytes"], found["proxy-link-0", "data_bytes"])
        self.assertGreater(found["proxy-link-0", "data_bytes"], 0)
        # One substitute address and one mapping from the first packet to the last.
        events = [row["event"] for row in read_csv(run / "events.csv")]
        self.assertEqual(events.count("D.mapping-created"), 1)

    def test_datagrams_are_lost_until_the_failure_is_noticed(self):
        rate = 200
        stream = ("--traffic", "udp", "--rate", rate, "--costs", "none", "--fail", 1, "--repair", 4)
        one = ("--policy", "failover", "--probe-interval", 0.5)
        run = simulate(self.folder / "datagrams", *stream, *one, scenario="multihoming")
        found = {(row["path"], row["metric"]): float(row["value"])
                 for row in read_csv(run / "results.csv") if not row["time_s"]}
        noticed = max(found[side, "detection_time"] for side in ("host", "proxy"))
        self.assertAlmostEqual(found["", "failure_lost"], rate * noticed, delta=rate * LONGEST_WAY)
        self.assertAlmostEqual(found["", "failure_pause"], noticed, delta=LONGEST_WAY)
        self.assertEqual(found["", "repair_lost"], 0)

    def test_bad_options_are_named(self):
        for option, text in (("policy", "best"), ("policy", ""), ("policy", "failover failover"),
                             ("proxy-policy", "weighted:0"), ("probe-interval", "0"),
                             ("probe-interval", "1,x"), ("missed", "0"), ("repair", "1"),
                             ("sa", "two"), ("delay-1", "5,x"), ("delay-1", "5,5"), ("flows", "0"),
                             ("replay-window", "65"), ("traffic", "sctp"), ("fails", "proxy"),
                             ("fails", "all"), ("proxy-links", "3")):
            done = execute(f"--{option}={text}", scenario="multihoming")
            self.assertEqual(done.returncode, 2, (option, text))
            self.assertIn(f"--{option}", done.stderr)
            self.assertEqual(len(done.stderr.splitlines()), 1, (option, text))


if __name__ == "__main__":
    main("tshark")
