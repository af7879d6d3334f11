# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""Runs the tests that CMake knows and reads what they report."""

import json
import shutil
import xml.etree.ElementTree as xml

from hip_command import process
from hip_command.results import Row

SKIPPED = "SKIP_RETURN_CODE=77"  # the words of CTest for a script test that exits with 77


def run(folder, jobs, name_part=None, fast=False):
    """Runs them and returns one row for each test program or script."""
    if name_part is None:
        return _run(folder, jobs, ["-LE", "script"] if fast else [], None)
    rows = _run(folder, jobs, ["-L", "gtest"], f"*{name_part}*")
    rows = [row for row in rows if row.passed + row.failed + row.skipped > 0]
    scripts = ["-LE", "gtest|script" if fast else "gtest"]
    return rows + _run(folder, jobs, scripts, None, name_part)


def _run(folder, jobs, selection, gtest_filter, name_part=None):
    reports = folder / "test-reports"
    shutil.rmtree(reports, ignore_errors=True)
    reports.mkdir()
    environment = {"GTEST_OUTPUT": f"json:{reports}/", "GTEST_BRIEF": "1"}
    if gtest_filter is not None:
        environment["GTEST_FILTER"] = gtest_filter
    command = ["ctest", "--test-dir", folder, "--output-on-failure", "--parallel", jobs]
    command += ["--no-tests=ignore", "--output-junit", reports / "ctest.xml", *selection]
    if name_part is not None:
        command += ["-R", "".join(c if c.isalnum() else f"[{c}]" for c in name_part)]
    process.call(command, environment)
    if not (reports / "ctest.xml").exists():
        return []
    tests = xml.parse(reports / "ctest.xml").getroot().iter("testcase")
    return [read_test(test, reports) for test in tests]


def read_test(test, reports):
    """Returns the row of one test of CTest's report, with GoogleTest's own report if it left one."""
    row = Row(test.get("name"), seconds=float(test.get("time")))
    cases = _read_gtest(reports / f"{row.name}.json")
    if cases is not None:
        row.passed, row.failed, row.skipped = cases
    skip = test.find("skipped")
    if skip is not None and skip.get("message") == SKIPPED:
        row.skipped = 1
    elif test.get("status") != "run":
        row.failed = max(row.failed, 1)  # it may also have crashed after its last test case
    elif cases is None:
        row.passed = 1
    return row


def _read_gtest(path):
    """Returns (passed, failed, skipped) of a GoogleTest program, None if it left no report."""
    try:
        report = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    passed = failed = skipped = 0
    for suite in report["testsuites"]:
        for case in suite["testsuite"]:
            if "failures" in case:
                failed += 1
            elif case["result"] == "COMPLETED":
                passed += 1
            elif case["result"] == "SKIPPED":
                skipped += 1
    return passed, failed, skipped
