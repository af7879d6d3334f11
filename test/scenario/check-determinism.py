#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""The same seed gives the same octets in every file, on a second run and with more jobs."""

import shutil
import subprocess
import sys
import unittest

sys.dont_write_bytecode = True

from support import ROOT, ScenarioTest, main, read_files, simulate  # noqa: E402

QUICK = ("--bytes", 50000)
DRAWING = ("gnuplot", "mscgen", "rsvg-convert")


class Determinism(ScenarioTest):
    def test_a_second_run_gives_the_same_octets(self):
        first = simulate(self.folder / "first", *QUICK)
        second = simulate(self.folder / "second", *QUICK)
        names = set(read_files(first))
        expected = {"proxy-wan.pcap", "events.csv", "results.csv", "keylog.txt", "esp_sa"}
        self.assertLessEqual(expected, names)
        self.assert_same_files(first, second)

    def test_loss_does_not_make_runs_differ(self):
        lossy = (*QUICK, "--loss", 0.1, "--seed", 7)
        first = simulate(self.folder / "lossy-first", *lossy)
        self.assert_same_files(first, simulate(self.folder / "lossy-second", *lossy))

    def test_the_number_of_jobs_changes_nothing(self):
        several = (*QUICK, "--runs", 3, "--loss", 0.05)
        alone = simulate(self.folder / "one-job", *several, "--jobs", 1)
        together = simulate(self.folder / "two-jobs", *several, "--jobs", 2)
        self.assert_same_files(alone, together)

    def test_another_seed_gives_another_run(self):
        first, other = (
            read_files(simulate(self.folder / f"seed-{seed}", *QUICK, "--seed", seed))
            for seed in (1, 2)
        )
        for name in ("events.csv", "keylog.txt", "proxy-wan.pcap"):
            self.assertNotEqual(first[name], other[name], name)

    def test_modelled_cryptography_gives_the_same_events_at_the_same_times(self):
        for transport in ("tcp", "udp"):
            options = (*QUICK, "--transport", transport, "--pcap", "no")
            real = simulate(self.folder / f"real-{transport}", *options)
            modelled = simulate(
                self.folder / f"modelled-{transport}", *options, "--crypto", "modelled"
            )
            events = [(run / "events.csv").read_text().splitlines() for run in (real, modelled)]
            self.assertEqual(*events)

    @unittest.skipUnless(all(map(shutil.which, DRAWING)), "the programs that draw are missing")
    def test_pictures_and_page_are_the_same(self):
        runs = [simulate(self.folder / f"drawn-{i}", *QUICK, "--runs", 2) for i in (1, 2)]
        for run in runs:
            subprocess.run([ROOT / "analysis" / "report", run], check=True, capture_output=True)
        self.assertTrue((runs[0] / "messages.svg").is_file())
        self.assertTrue((runs[0] / "latency.svg").is_file())
        self.assert_same_files(*runs)


if __name__ == "__main__":
    main()
