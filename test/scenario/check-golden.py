#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""events.csv of some seeds, octet by octet as recorded in test/data/golden.

After a wanted change of the protocol's behaviour: build, run this script with --update, and read
the difference before it is committed. Cryptography costs no time here, so that a newly measured
table of costs changes nothing.
"""

import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True

from support import GOLDEN, ScenarioTest, explain_difference, main, simulate  # noqa: E402

SEEDS = (1, 2, 3)
OPTIONS = ("--bytes", 20000, "--pcap", "no", "--keylog", "no", "--costs", "none")


def record(folder, seed):
    """events.csv of a seed, from a run in a new folder."""
    return (simulate(folder, *OPTIONS, "--seed", seed) / "events.csv").read_bytes()


def golden_file(seed):
    """Where the events of a seed are recorded."""
    return GOLDEN / f"proxy-seed-{seed}.events.csv"


class Golden(ScenarioTest):
    def test_events_are_those_recorded(self):
        for seed in SEEDS:
            with self.subTest(seed=seed):
                expected = golden_file(seed).read_bytes()
                found = record(self.folder / str(seed), seed)
                if found != expected:
                    name = golden_file(seed).name
                    self.fail(
                        f"the protocol behaves differently:\n"
                        f"{explain_difference(name, expected, found)}\n"
                        f"If that is wanted: test/scenario/check-golden.py --update"
                    )


def update():
    """Records the events of all seeds anew."""
    GOLDEN.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="hip-golden-") as folder:
        for seed in SEEDS:
            golden_file(seed).write_bytes(record(Path(folder) / str(seed), seed))


if __name__ == "__main__":
    if sys.argv[1:] == ["--update"]:
        update()
    else:
        main()
