# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""Means and confidence intervals, held against worked examples and the t distribution itself."""

import math
import unittest

from support import SAMPLE  # noqa: F401: sets the path
from hip_report.confidence import estimate, student_t


def probability_within(t, degrees, steps=4000):
    """P(|T| <= t) for Student's t, by Simpson's rule."""
    scale = math.gamma((degrees + 1) / 2) / (
        math.sqrt(degrees * math.pi) * math.gamma(degrees / 2)
    )
    width = t / steps
    total = 0.0
    for step in range(steps + 1):
        x = step * width
        weight = 1 if step in (0, steps) else 4 if step % 2 else 2
        total += weight * (1 + x * x / degrees) ** (-(degrees + 1) / 2)
    return 2 * scale * total * width / 3


class Confidence(unittest.TestCase):
    def test_the_table_covers_95_percent(self):
        for degrees in range(1, 31):
            covered = probability_within(student_t(degrees), degrees)
            self.assertAlmostEqual(covered, 0.95, delta=1e-4, msg=degrees)
        for degrees in (31, 40, 59, 60, 120, 200):
            covered = probability_within(student_t(degrees), degrees)
            self.assertGreater(covered, 0.9499)
            self.assertLess(covered, 0.9525)

    def test_three_runs(self):
        found = estimate([1.0, 2.0, 3.0])
        self.assertEqual((found.mean, found.runs), (2.0, 3))
        self.assertAlmostEqual(found.half_width, 4.303 / math.sqrt(3))

    def test_one_run_has_no_interval(self):
        self.assertEqual(estimate([4.0]).half_width, 0.0)


if __name__ == "__main__":
    unittest.main()
