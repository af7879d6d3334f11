#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""TCP transfers end intact over links that lose packets, and one association serves them all.

The scenario itself checks every octet that arrives; it fails if one is missing or wrong.
"""

import sys

sys.dont_write_bytecode = True

from support import ScenarioTest, main, read_csv, simulate  # noqa: E402

SEEDS = (1, 2, 3)


class Loss(ScenarioTest):
    def check(self, loss):
        for seed in SEEDS:
            with self.subTest(loss=loss, seed=seed):
                run = simulate(
                    self.folder / f"{loss}-{seed}",
                    *("--loss", loss, "--seed", seed, "--bytes", 20000, "--pcap", "no"),
                )
                # Under heavy loss an exchange may be given up; only one may be completed.
                completed = [
                    row for row in read_csv(run / "events.csv")
                    if row["node"] == "proxy" and row["detail"] == "I2-SENT -> ESTABLISHED"
                ]
                self.assertEqual(len(completed), 1)
                rows = read_csv(run / "results.csv")
                values = {(row["path"], row["metric"]): row["value"] for row in rows}
                self.assertEqual(values["", "associations"], "1")
                for path in ("plain", "first-contact", "live"):
                    self.assertEqual(values[path, "transferred"], "20000")

    def test_no_loss(self):
        self.check(0)

    def test_5_percent(self):
        self.check(0.05)

    def test_15_percent(self):
        self.check(0.15)

    def test_30_percent(self):
        self.check(0.3)


if __name__ == "__main__":
    main()
