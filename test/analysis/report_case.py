# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""What the tests of the command share: it runs on copies of the sample run."""

import csv
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from support import MOBILITY, ROOT, SAMPLE
from hip_report.staging import OUTPUTS

REPORT = ROOT / "analysis" / "report"

# Of other scenarios, and of sweeps.
OTHER_FIGURES = (
    "diverted", "recovery", "parts", "cdf", "loss", "load", "share", "signalling", "moving",
    "delay", "links", "policies", "detection", "windows", "reach", "waits",
)


def outputs_without(*figures):
    return {name for name in OUTPUTS if not any(figure in name for figure in figures)}


def contents(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


class ReportCase(unittest.TestCase):
    """A test with a copy of the sample run in self.folder, which is gone afterwards."""

    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = Path(holder.name) / "it's a run"
        shutil.copytree(SAMPLE, self.folder)

    def run_report(self, *arguments, folder=None, **options):
        command = [REPORT, *(arguments or [folder or self.folder])]
        return subprocess.run(command, capture_output=True, text=True, **options)

    def assert_refused(self, done, message, before):
        self.assertEqual(done.returncode, 2, done)
        self.assertEqual(done.stdout, "")
        self.assertRegex(done.stderr, rf"\A{message}\n\Z")
        self.assertEqual(contents(self.folder), before)

    def use_mobility(self):
        for name in ("results.csv", "events.csv"):
            shutil.copy(MOBILITY / name, self.folder)

    def write_results(self, parameter, lines):
        rows = "".join(f"{line}\n" for line in lines)
        header = f"scenario,run,{parameter},path,time_s,metric,value,unit\n"
        (self.folder / "results.csv").write_text(header + rows)
        done = self.run_report()
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return (self.folder / "index.html").read_text(encoding="utf-8")

    def read_plot_data(self, name):
        with open(self.folder / "plot-data" / name, newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))
