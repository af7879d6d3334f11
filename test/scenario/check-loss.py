#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""TCP transfers end intact over links that lose, repeat and reorder, and one association serves all.

Every link does so: LAN, access and backbone. The scenario hashes what arrives with SHA-256; here the
hash of what was sent is worked out anew.
"""

import hashlib
import sys

sys.dont_write_bytecode = True

from support import ScenarioTest, main, read_csv, simulate  # noqa: E402

SEEDS = (1, 2, 3)
OCTETS = 20000
PATHS = ("plain", "first-contact", "live")

# One backbone link apart. By default it is five, of which 30 % loss lets one packet in six through.
NEIGHBOURS = ("--legacy-city", "Germany", "--hip-city", "Austria", "--agent-city", "Austria")


def make_pattern(length):
    """What scenarios/common/byte-pattern.h says is sent."""
    mixed = ((position * 2654435761) & 0xFFFFFFFF for position in range(length))
    return bytes(((value ^ (value >> 15)) >> 8) & 0xFF for value in mixed)


class Loss(ScenarioTest):
    def check(self, *options):
        for seed in SEEDS:
            with self.subTest(options=options, seed=seed):
                folder = self.folder / "-".join(map(str, (*options, seed)))
                run = simulate(
                    folder, *options, "--seed", seed, "--bytes", OCTETS, "--pcap", "no"
                )
                self.check_transfers(run)
                self.check_associations(run)

    def check_transfers(self, run):
        rows = read_csv(run / "transfers.csv")
        self.assertEqual(tuple(row["path"] for row in rows), PATHS)
        for row in rows:
            self.assertEqual(row["octets"], str(OCTETS))
            self.assertEqual(row["sha256"], hashlib.sha256(make_pattern(OCTETS)).hexdigest())

    def check_associations(self, run):
        rows = read_csv(run / "results.csv")
        self.assertEqual([row["value"] for row in rows if row["metric"] == "associations"], ["1"])
        # Under heavy loss an exchange may be given up: only those count that are completed.
        completed = [
            row for row in read_csv(run / "events.csv")
            if row["node"] == "proxy" and row["detail"] == "I2-SENT -> ESTABLISHED"
        ]
        self.assertEqual(len(completed), 1)

    def test_no_loss(self):
        self.check()

    def test_5_percent(self):
        self.check("--loss", 0.05, "--duplicate", 0.05, "--reorder", 0.05)

    def test_15_percent(self):
        self.check("--loss", 0.15, "--duplicate", 0.15, "--reorder", 0.15)

    def test_30_percent(self):
        self.check("--loss", 0.3, "--duplicate", 0.3, "--reorder", 0.3, *NEIGHBOURS)

    def test_each_alone(self):
        self.check("--loss", 0.3, *NEIGHBOURS)
        self.check("--duplicate", 0.3)
        self.check("--reorder", 0.3)


class OtherTransports(ScenarioTest):
    """What does not need every packet comes to an end too, and tells what is missing."""

    def measure(self, transport):
        run = simulate(
            self.folder / transport,
            *("--transport", transport, "--loss", 0.1, "--bytes", 200000, "--pcap", "no"),
        )
        rows = read_csv(run / "results.csv")
        return {(row["path"], row["metric"]): float(row["value"]) for row in rows}

    def test_udp(self):
        values = self.measure("udp")
        # Eight links there and back.
        self.assertAlmostEqual(values["plain", "loss_ratio"], 1 - 0.9**16, delta=0.1)
        for path in PATHS:
            self.assertGreater(values[path, "transferred"], 0)
            self.assertLess(values[path, "loss_ratio"], 1)

    def test_ping(self):
        values = self.measure("ping")
        for path in PATHS:
            self.assertGreater(values[path, "transferred"], 0)

    def test_http(self):
        values = self.measure("http")
        for path in PATHS:
            self.assertGreater(values[path, "transferred"], 0)
            self.assertNotIn((path, "loss_ratio"), values)


if __name__ == "__main__":
    main()
