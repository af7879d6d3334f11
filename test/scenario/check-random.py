#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""The scenario `random`: whatever happens to hosts and agent, a download arrives as it was sent."""

import hashlib
import sys

sys.dont_write_bytecode = True

import captures  # noqa: E402
from support import ScenarioTest, execute, main, read_csv, simulate  # noqa: E402

BYTES = 2000000
RUNS = 8  # by hand: --runs 1000


class Random(ScenarioTest):
    def check(self, *options):
        """Does the runs; all must be intact. Returns the folder."""
        folder = self.folder / "-".join(map(str, ("run", *options)))
        simulate(folder, "--runs", RUNS, "--jobs", 2, *options, scenario="random")
        rows = read_csv(folder / "results.csv")
        intact = [row["run"] for row in rows if row["metric"] == "intact" and row["value"] == "1"]
        self.assertEqual(len(intact), RUNS, intact)
        digest = hashlib.sha256(captures.byte_pattern(BYTES)).hexdigest()
        for run in range(1, RUNS + 1):
            of_run = folder if run == 1 else folder / "runs" / str(run)
            (transfer,) = read_csv(of_run / "transfers.csv")
            self.assertEqual(transfer["sha256"], digest, run)
        return folder

    def test_every_octet_arrives(self):
        folder = self.check()
        events = [row["event"] for row in read_csv(folder / "events.csv")]
        self.assertIn("link-down", events)

    def test_every_octet_arrives_in_the_dialect_of_2003(self):
        self.check("--dialect", "2003")

    def test_a_run_alone_is_the_same_run(self):
        one = simulate(self.folder / "one", "--only", 3, scenario="random")
        other = simulate(self.folder / "other", "--runs", 3, scenario="random")
        for name in ("events.csv", "transfers.csv"):
            self.assertEqual((one / name).read_bytes(), (other / "runs/3" / name).read_bytes())

    def test_fewer_events_are_the_first_ones(self):
        def planned(*options):
            run = simulate(self.folder / "few", "--only", 3, *options, scenario="random")
            names = {"host-moves", "proxy-moves", "both-move", "agent-crashes", "host-rekeys",
                     "proxy-rekeys", "both-rekey"}
            return [(row["time_s"], row["event"])
                    for row in read_csv(run / "events.csv") if row["event"] in names]

        every, few = planned(), planned("--events", 2)
        self.assertEqual(few, every[:2])
        self.assertEqual(planned("--events", 0), [])

    def test_a_run_that_fails_is_named_and_told_by_the_exit_code(self):
        costs = self.folder / "costs.csv"
        costs.write_text("operation,algorithm,nanoseconds\n"
                         "seal-packet,aes-128-gcm-16,10000000000\n")
        out = self.folder / "failed"
        done = execute("--costs", costs, "--only", 5, "--out", out, scenario="random")
        self.assertEqual(done.returncode, 1)
        self.assertEqual(done.stderr.splitlines()[-1], "random: 1 run has failed")
        self.assertIn("the same again: --only 5", done.stdout)
        (intact,) = (row for row in read_csv(out / "results.csv") if row["metric"] == "intact")
        self.assertEqual(intact["value"], "0")

    def test_wrong_arguments_are_named(self):
        for option, value in (("--events", 9), ("--only", 1001), ("--runs", 0), ("--ipv4", "maybe")):
            done = execute(option, value, scenario="random")
            self.assertEqual(done.returncode, 2, option)
            self.assertIn(option, done.stderr)
            self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)


if __name__ == "__main__":
    main()
