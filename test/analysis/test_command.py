# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""The command when something is wrong: one line, and the old report stays."""

import os
import re
import resource
import shutil
import signal
import subprocess
import time
import unittest

from report_case import REPORT, ReportCase, contents


class Command(ReportCase):
    def test_bad_input_changes_nothing(self):
        self.run_report()
        results = self.folder / "results.csv"
        results.write_text(results.read_text() + "proxy,1,7\n")
        before = contents(self.folder)
        where = re.escape(str(results))
        self.assert_refused(
            self.run_report(), f"{where}:317: 3 fields where the header has 17", before
        )
        results.unlink()
        before.pop("results.csv")
        self.assert_refused(self.run_report(), f"{where}: No such file or directory", before)

    def test_wrong_arguments_take_one_line(self):
        before = contents(self.folder)
        missing = self.folder / "none"
        refused = self.run_report(folder=missing)
        self.assert_refused(refused, re.escape(f"{missing}: no such folder"), before)
        for arguments in (["--colour", str(self.folder)], [str(self.folder), "more"]):
            done = self.run_report(*arguments)
            self.assert_refused(done, "report: .*; see report --help", before)
        self.assertEqual(self.run_report("--help").returncode, 0)

    def test_a_missing_program_is_named_with_its_package(self):
        before = contents(self.folder)
        programs = self.folder.parent / "bin"
        programs.mkdir()
        (programs / "python3").symlink_to(shutil.which("python3"))
        done = self.run_report(env={"PATH": str(programs)})
        self.assert_refused(done, r"mscgen is not installed \(Debian package mscgen\)", before)

    def test_a_full_disk_leaves_the_old_report(self):
        self.run_report()
        before = contents(self.folder)
        for limit in (1000, 10000, 30000, 60000):  # in the middle of one output or another
            done = self.run_report(
                preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
            )
            self.assert_refused(done, ".+", before)

    def test_an_interrupt_leaves_the_old_report(self):
        self.run_report()
        before = contents(self.folder)
        programs = self.folder.parent / "bin"
        programs.mkdir()
        slow = programs / "gnuplot"
        slow.write_text(f'#!/bin/sh\ntouch "{programs}/started"\nexec sleep 60\n')
        slow.chmod(0o755)
        path = f"{programs}:{os.environ['PATH']}"
        for number in (signal.SIGINT, signal.SIGTERM):
            (programs / "started").unlink(missing_ok=True)
            process = subprocess.Popen([REPORT, self.folder], env={**os.environ, "PATH": path})
            while not (programs / "started").exists():
                time.sleep(0.01)
            process.send_signal(number)
            self.assertEqual(process.wait(timeout=20), 128 + number)
            self.assertEqual(contents(self.folder), before)


if __name__ == "__main__":
    unittest.main()
