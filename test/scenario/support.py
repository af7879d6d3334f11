# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""What the tests of the scenarios share: runs of the program, and their files."""

import csv
import difflib
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ.get("HIP_BUILD_DIR", ROOT / "build" / "release")).resolve()
GOLDEN = ROOT / "test" / "data" / "golden"

SKIPPED = 77
LEGACY_HOSTS = ("3ffe:400::50", "3ffe:400::51")
AGENT = "3ffe:200::1"
PROXY = "3ffe:300::1"
LIMIT = 600  # seconds of wall clock for one run, also of an instrumented build


def program(scenario):
    """The program of a scenario."""
    return BUILD / f"hip-scenario-{scenario}"


def execute(*arguments, scenario="proxy", **more):
    """Runs the scenario to its end, whatever that is."""
    return subprocess.run(
        [str(program(scenario)), *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=LIMIT,
        **more,
    )


def simulate(folder, *options, scenario="proxy"):
    """Runs the scenario into a folder; it must succeed. Returns the folder."""
    done = execute("--out", folder, *options, scenario=scenario)
    if done.returncode != 0:
        raise AssertionError(f"{' '.join(map(str, options))}: {done.returncode}: {done.stderr}")
    return Path(folder)


def read_csv(path):
    """The rows of a CSV file as dictionaries."""
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def read_files(folder):
    """Every file below a folder: its relative name and its content."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(Path(folder).rglob("*"))
        if path.is_file()
    }


def explain_difference(name, expected, actual, lines=20):
    """The first lines of the difference between two files, or its place if they are not text."""
    try:
        texts = [data.decode("utf-8").splitlines() for data in (expected, actual)]
    except UnicodeDecodeError:
        pairs = enumerate(zip(expected, actual))
        place = next((i for i, (a, b) in pairs if a != b), min(len(expected), len(actual)))
        return f"{name}: {len(expected)} and {len(actual)} octets, the first difference at {place}"
    found = list(difflib.unified_diff(*texts, f"{name} expected", f"{name} found", "", "", 1, ""))
    more = [f"... {len(found) - lines} lines more"] if len(found) > lines else []
    return "\n".join(found[:lines] + more)


class ScenarioTest(unittest.TestCase):
    """A test with a folder of its class for runs."""

    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp(prefix="hip-scenario-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)

    def assert_same_files(self, first, second):
        """Two folders hold the same names with the same octets."""
        one, other = read_files(first), read_files(second)
        self.assertEqual(sorted(one), sorted(other))
        for name, content in one.items():
            if content != other[name]:
                self.fail(explain_difference(name, content, other[name]))


def main(*programs):
    """Runs the tests of a script; skips them where a program is missing."""
    for needed in (str(program("proxy")), *programs):
        if shutil.which(needed) is None:
            print(f"{needed} is not there; skipped")
            sys.exit(SKIPPED)
    unittest.main()
