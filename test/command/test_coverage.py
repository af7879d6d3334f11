# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""What tools/check-coverage finds wrong in a coverage page."""

import subprocess
import tempfile
import unittest
from pathlib import Path

from support import ROOT

PAGE = ROOT / "doc" / "coverage.md"


def check(text):
    """Runs the check on a page. Returns (exit code, output)."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "coverage.md"
        page.write_text(text, encoding="utf-8")
        done = subprocess.run(
            [str(ROOT / "tools" / "check-coverage"), str(page)],
            check=False,
            capture_output=True,
            text=True,
            timeout=60,
        )
    return done.returncode, done.stdout


class Coverage(unittest.TestCase):
    """A page that claims too much is refused."""

    def assert_refused(self, row, naming):
        """The page with this row behind it fails, and the output has the words in it."""
        status, output = check(PAGE.read_text(encoding="utf-8") + row + "\n")
        self.assertEqual(status, 1, output)
        self.assertIn(naming, output)

    def test_the_page_of_the_project_is_good(self):
        status, output = check(PAGE.read_text(encoding="utf-8"))
        self.assertEqual(status, 0, output)

    def test_a_test_that_does_not_exist_is_named(self):
        self.assert_refused("| x | `core/esp/beet.cc` | `Beet.DoesMagic` |", "Beet.DoesMagic")

    def test_a_file_that_does_not_exist_is_named(self):
        self.assert_refused("| x | `core/esp/magic.cc` | — |", "core/esp/magic.cc")

    def test_a_test_is_asked_for_by_name(self):
        self.assert_refused("| x | `core/esp/beet.cc` | it works |", "last column")

    def test_a_row_has_three_columns(self):
        self.assert_refused("| x | — |", "2 columns")

    def test_a_claim_or_section_left_out_is_named(self):
        text = PAGE.read_text(encoding="utf-8")
        for name in ("claim 7", "§5.2.1", "§6.14"):
            with self.subTest(name):
                lines = text.splitlines()
                shorter = [line for line in lines if not line.startswith(f"| {name} ")]
                self.assertLess(len(shorter), len(lines))
                status, output = check("\n".join(shorter) + "\n")
                self.assertEqual(status, 1, output)
                self.assertIn(f"no row for {name}", output)

    def test_rows_without_a_test_are_counted_but_pass(self):
        before = check(PAGE.read_text(encoding="utf-8"))
        after = check(PAGE.read_text(encoding="utf-8") + "| x | nowhere | — |\n")
        self.assertEqual(after[0], 0)
        self.assertEqual(after[1].count("no test yet"), before[1].count("no test yet") + 1)


if __name__ == "__main__":
    unittest.main()
