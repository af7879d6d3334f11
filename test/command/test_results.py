# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""How ./hip test reads what tests report, and what it makes of it."""

import json
import tempfile
import unittest
import xml.etree.ElementTree as xml
from pathlib import Path

import support  # noqa: F401 # finds hip_command

from hip_command import ctest, scenarios
from hip_command.results import Row, format_table


def gtest_case(name, result="COMPLETED", failed=False):
    """One test case as GoogleTest reports it."""
    case = {"name": name, "status": "RUN", "result": result}
    return {**case, "failures": [{"failure": "x"}]} if failed else case


class Reading(unittest.TestCase):
    """From reports to rows."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.reports = Path(folder.name)

    def read(self, status, inner="", cases=None):
        """The row of a test t with this CTest status and these GoogleTest cases."""
        if cases is not None:
            report = {"testsuites": [{"testsuite": cases}]}
            (self.reports / "t.json").write_text(json.dumps(report))
        text = f'<testcase name="t" time="1.5" status="{status}">{inner}</testcase>'
        row = ctest.read_test(xml.fromstring(text), self.reports)
        return row.passed, row.failed, row.skipped

    def test_each_case_of_googletest_counts(self):
        cases = [gtest_case("a"), gtest_case("b"), gtest_case("c", "SKIPPED")]
        self.assertEqual(self.read("run", cases=cases), (2, 0, 1))

    def test_a_failed_case_counts_once(self):
        cases = [gtest_case("a"), gtest_case("b", failed=True)]
        self.assertEqual(self.read("fail", cases=cases), (1, 1, 0))

    def test_a_crash_without_a_report_is_a_failure(self):
        self.assertEqual(self.read("fail"), (0, 1, 0))

    def test_a_crash_after_the_last_case_is_a_failure(self):
        self.assertEqual(self.read("fail", cases=[gtest_case("a")]), (1, 1, 0))

    def test_a_script_counts_as_one(self):
        self.assertEqual(self.read("run"), (1, 0, 0))

    def test_a_script_may_skip_itself(self):
        skipped = '<skipped message="SKIP_RETURN_CODE=77"/>'
        self.assertEqual(self.read("notrun", skipped), (0, 0, 1))

    def test_a_program_that_was_not_found_is_a_failure(self):
        self.assertEqual(self.read("notrun", '<skipped message="Unable to find it"/>'), (0, 1, 0))


class Table(unittest.TestCase):
    """What a user reads at the end."""

    def test_the_last_line_is_the_sum(self):
        text = format_table([Row("a", 10, 1), Row("b", 5, 0, 2)])
        self.assertEqual(text.splitlines()[-1], "15 passed, 1 failed")

    def test_a_failure_is_marked(self):
        lines = format_table([Row("good", 1), Row("bad", 0, 1)]).splitlines()
        self.assertEqual([line.endswith("FAILED") for line in lines[1:3]], [False, True])


class OutOption(unittest.TestCase):
    """Where the report looks for the results."""

    def test_both_spellings_and_none(self):
        self.assertEqual(scenarios.out_option(["--seed=1", "--out=a b"]), "a b")
        self.assertEqual(scenarios.out_option(["--out", "x", "--seed=1"]), "x")
        self.assertIsNone(scenarios.out_option(["--outer=x"]))


if __name__ == "__main__":
    unittest.main()
