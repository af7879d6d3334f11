# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""The figures of the scenario reachability, and its answer in words."""

import tempfile
import unittest
from pathlib import Path

import support  # noqa: F401  finds hip_report
from hip_report import reach, results

HEADER = "scenario,run,ttl_s,window_s,path,time_s,metric,value,unit\n"
WAITS = {("agent", 3600): (0.1, 0.3), ("dns", 1): (0.2, 0.2), ("dns", 60): (10, 50)}


def load(with_agent=True):
    """Results with two peers for each way to find a host; 4 messages of 400 octets a second."""
    lines = [HEADER]
    for run, ((path, ttl), waits) in enumerate(WAITS.items(), 1):
        if path == "agent" and not with_agent:
            continue
        head = f"reachability,{run},{ttl},10,{path}"
        lines += [f"{head},{1 + i},wait,{wait},s\n" for i, wait in enumerate(waits)]
        lines.append(f"{head},,dns_messages,{4 / ttl},1/s\n")
        lines.append(f"{head},,dns_bytes,{400 / ttl},byte/s\n")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "results.csv"
        path.write_text("".join(lines), encoding="utf-8")
        return results.read(path)


class Reach(unittest.TestCase):
    def test_a_row_holds_mean_median_and_the_range_of_nine_in_ten(self):
        self.assertEqual(
            reach.rows(load()),
            [
                ("agent", 3600.0, 0.2, 0.1, 0.1, 0.3, 2),
                ("dns", 1.0, 0.2, 0.2, 0.2, 0.2, 2),
                ("dns", 60.0, 30.0, 10.0, 10.0, 50.0, 2),
            ],
        )

    def test_a_quantile_is_the_smallest_value_that_so_many_do_not_exceed(self):
        values = list(range(1, 101))
        for share, value in ((0.05, 5), (0.5, 50), (0.95, 95), (0.0, 1), (1.0, 100)):
            self.assertEqual(reach.quantile(values, share), value)

    def test_each_curve_of_the_distribution_ends_at_one(self):
        found = reach.cdf_rows(load())
        self.assertEqual(found[0], ("agent", 0.1, 0.5))
        self.assertEqual(found[-1], ("TTL 60 s", 50.0, 1.0))

    def test_the_answer_names_both_ways_and_the_price(self):
        text = reach.answer(load())
        for part in ("within 10 s", "0.2 s", "30 s (50 s) with a TTL of 60 s", "4 messages (400"):
            self.assertIn(part, text)
        self.assertEqual(reach.answer(load(with_agent=False)), "")


if __name__ == "__main__":
    unittest.main()
