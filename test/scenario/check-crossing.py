#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""The scenario `crossing`: hosts that move at once find each other again by way of the agent."""

import hashlib
import sys

sys.dont_write_bytecode = True

import captures  # noqa: E402
from support import ScenarioTest, execute, main, read_csv, simulate  # noqa: E402

BYTES = 6000000
OFFSETS = (0, 5, -5, 100, -100)  # milliseconds: on the way in between, or not
FREE = ("--costs", "none", "--bytes", BYTES, "--offsets", "0,5,100", "--jobs", 2)
RETRANSMISSION = 1  # second, the first wait of an UPDATE
# Two UPDATEs in a row, from when the second one has moved; see doc/validation.md.
LONGEST_REPETITION = 3


class Crossing(ScenarioTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.free = simulate(cls.folder / "free", *FREE, scenario="crossing")
        cls.rows = read_csv(cls.free / "results.csv")
        cls.digest = hashlib.sha256(captures.byte_pattern(BYTES)).hexdigest()

    def value(self, path, offset, metric):
        """A value of the run with this offset; None if there is none."""
        found = [float(row["value"]) for row in self.rows
                 if (row["path"], row["metric"]) == (path, metric)
                 and float(row["offset_ms"]) == offset]
        return found[0] if found else None

    def folder_of(self, run):
        return self.free if run == 1 else self.free / "runs" / str(run)

    def runs(self, path):
        """Number and offset of each run of a path."""
        return sorted({(int(row["run"]), float(row["offset_ms"])) for row in self.rows
                       if row["path"] == path})

    def test_every_association_recovers_by_way_of_the_agent(self):
        for offset in OFFSETS:
            self.assertEqual(self.value("agent", offset, "recovered"), 1, offset)

    def test_without_an_agent_crossing_updates_end_the_association(self):
        for offset in OFFSETS:
            is_crossing = abs(offset) < 10
            found = self.value("no-agent", offset, "recovered")
            self.assertEqual(found, 0 if is_crossing else 1, offset)

    def test_the_agent_relays_an_update_only_if_the_moves_cross(self):
        for offset in OFFSETS:
            updates = self.value("agent", offset, "relayed") - 1  # the other one was an I1
            self.assertEqual(updates, 1 if abs(offset) < 10 else 0, offset)

    def test_moves_that_cross_cost_a_retransmission_and_others_one_way(self):
        delay = self.value("", 0, "path_delay")
        for offset in OFFSETS:
            found = self.value("agent", offset, "signalling_time")
            if abs(offset) < 10:
                self.assertGreater(found, RETRANSMISSION - 0.01, offset)
                self.assertLess(found, LONGEST_REPETITION + 2 * delay, offset)
            else:
                self.assertLess(found, 1.1 * delay, offset)

    def test_no_octet_of_a_download_is_lost(self):
        for path in ("agent", "no-agent"):
            for run, offset in self.runs(path):
                (transfer,) = read_csv(self.folder_of(run) / "transfers.csv")
                if self.value(path, offset, "recovered"):
                    self.assertEqual(int(transfer["octets"]), BYTES, (path, offset))
                    self.assertEqual(transfer["sha256"], self.digest, (path, offset))
                else:
                    self.assertLess(int(transfer["octets"]), BYTES, (path, offset))

    def test_one_base_exchange_lasts_through_both_moves(self):
        for run, offset in self.runs("agent"):
            events = read_csv(self.folder_of(run) / "events.csv")
            exchanges = [row for row in events if row["event"] == "G.exchange-start"]
            self.assertEqual(len(exchanges), 1, offset)

    def test_no_packet_is_malformed(self):
        names = ["frame.number", "_ws.malformed", "hip.checksum.status"]
        for name in ("proxy-wan.pcap", "proxy-link-2.pcap", "agent.pcap", "hip-host-link-2.pcap"):
            found = captures.fields(self.free / name, "hip", names)
            self.assertGreater(len(found), 3, name)
            wrong = [number for number, malformed, status in found if malformed or status == "0"]
            self.assertEqual(wrong, [], name)

    def test_every_octet_arrives_over_lossy_links_too(self):
        near = ("--hip-city", "Denmark", "--visited-city", "Norway", "--agent-city", "Sweden")
        faults = ("--loss", 0.02, "--duplicate", 0.02, "--reorder", 0.02)
        few = ("--offsets", "0,2", "--agent", "yes", "--bytes", 4000000, "--pcap", "no")
        run = simulate(self.folder / "lossy", *few, *near, *faults, scenario="crossing")
        for row in read_csv(run / "results.csv"):
            if row["metric"] == "recovered":
                self.assertEqual(row["value"], "1", row["offset_ms"])
            if row["metric"] == "transferred":
                self.assertEqual(row["value"], "4000000", row["offset_ms"])

    def test_the_same_seed_gives_the_same_octets_with_any_number_of_jobs(self):
        again = simulate(self.folder / "again", *FREE[:-1], 1, scenario="crossing")
        self.assert_same_files(self.free, again)

    def test_bad_lists_of_offsets_are_named(self):
        for text in ("", "x", "1,,2", "5,5", "-1", "501", "nan"):
            done = execute(f"--offsets={text}", scenario="crossing")
            self.assertEqual(done.returncode, 2, text)
            self.assertIn("--offsets", done.stderr)
            self.assertEqual(len(done.stderr.splitlines()), 1, text)


if __name__ == "__main__":
    main("tshark")
