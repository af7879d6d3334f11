# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""What a test run found out, and the table that shows it."""

from dataclasses import dataclass


@dataclass
class Row:
    """One line of the table: a test program or a check."""

    name: str
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: float = 0.0


def format_table(rows):
    """The table as text; its last line is 'N passed, M failed'."""
    width = max([len(row.name) for row in rows] + [len("check")])
    lines = [f"{'check':{width}}  passed  failed  skipped    time"]
    for row in rows:
        verdict = "  FAILED" if row.failed else ""
        lines.append(
            f"{row.name:{width}}  {row.passed:6}  {row.failed:6}  {row.skipped:7}"
            f"  {row.seconds:4.0f} s{verdict}"
        )
    passed = sum(row.passed for row in rows)
    failed = sum(row.failed for row in rows)
    return "\n".join(lines + ["", f"{passed} passed, {failed} failed"])
