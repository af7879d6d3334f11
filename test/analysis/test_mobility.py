# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""The report of mobility: moves, what they cost, and sweeps of an option."""

import re
import unittest
from xml.etree import ElementTree

from report_case import OTHER_FIGURES, ReportCase, contents, outputs_without


class Mobility(ReportCase):
    def test_mobility_has_a_second_chart(self):
        self.use_mobility()
        done = self.run_report()
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        outputs = outputs_without(*OTHER_FIGURES)
        self.assertEqual(set(contents(self.folder)), {*outputs, "results.csv", "events.csv"})
        text = (self.folder / "handover.svg").read_text(encoding="utf-8")
        self.assertEqual(text.count("active: 3ffe:102::7"), 2)
        tree = ElementTree.fromstring(text)
        edge = sum(int(tree.get("viewBox").split()[index]) for index in (0, 2))
        points = re.findall(r'<polygon fill="#E8F1FA" points="([^"]*)"', text)
        self.assertTrue(points)
        for point in " ".join(points).split():
            self.assertLess(int(point.split(",")[0]), edge)

    def test_mobility_shows_moves_and_what_they_cost(self):
        self.use_mobility()
        self.run_report()
        latency = (self.folder / "latency.svg").read_text(encoding="utf-8")
        for text in ("time to data at the new address (ms)", "proxy told", "gapless move"):
            self.assertIn(text, latency)
        for text in ("546.4", "longest pause", "831.9", "duration (ms)"):
            self.assertIn(text, latency)
        throughput = (self.folder / "throughput.svg").read_text(encoding="utf-8")
        for text in ("hard", "gapless", "soft"):
            self.assertIn(f">{text}</tspan>", throughput)
        page = (self.folder / "index.html").read_text(encoding="utf-8")
        for text in ("Scenario mobility", "<h2>First move</h2>", "UPDATE packets sent"):
            self.assertIn(text, page)
        self.assertIn('<td>sum of these</td><td>ms</td><td class="number">546.4 ± 3.1</td>', page)

    def test_mobility_with_one_kind_of_move_and_gaps_is_drawn(self):
        self.use_mobility()
        header = "scenario,run,path,time_s,metric,value,unit\n"
        for value in ("0", "1e-12", "1e15"):
            rows = f"mobility,1,soft,,told_latency,{value},s\n"
            rows += f"mobility,1,hard,,told_latency,{value},s\n"
            rows += f"mobility,1,hard,,pause,{value},s\n"
            rows += f"mobility,1,download,{value},throughput,{value},Mbit/s\n"
            rows += f"mobility,1,hard,{value},move,{value},s\n"
            for end in (5, 2, 1):  # less and less was measured
                kept = rows.splitlines(keepends=True)[:end]
                (self.folder / "results.csv").write_text(header + "".join(kept))
                done = self.run_report()
                self.assertEqual((done.returncode, done.stderr), (0, ""), (value, end))

    def sweep(self, option, values, runs):
        """Runs with gapless moves, in which the wait for a router grows with the option's value."""
        lines = [f"scenario,run,{option},path,time_s,metric,value,unit"]
        numbers = [(value, number) for value in values for number in range(runs)]
        for run, (value, number) in enumerate(numbers, start=1):
            row = f"mobility,{run},{value},gapless,"
            lines += [
                f"{row},path_delay,0.02,s",
                f"{row},detection_latency,{float(value) * (number + 1) / 1000},s",
                f"{row},told_latency,0.02,s",
                f"{row},data_latency,0.03,s",
                f"{row},datagrams_lost,{float(value) / 10},packet",
            ]
        text = "\n".join(lines) + "\n"
        (self.folder / "results.csv").write_text(text, encoding="utf-8")
        done = self.run_report()
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_a_sweep_shows_the_parts_for_each_value(self):
        self.sweep("ra_interval_s", (3, 0.5), 10)
        rows = self.read_plot_data("parts.csv")
        self.assertEqual([row["value"] for row in rows], ["0.5", "3"], "in ascending order")
        self.assertEqual(
            [float(rows[1][f"{part}_ms"]) for part in ("detection", "told", "data", "total")],
            [16.5, 20, 30, 66.5],
        )
        parts = (self.folder / "parts.svg").read_text(encoding="utf-8")
        for text in ("longest time between router advertisements (s)", "move detected", "3"):
            self.assertIn(text, parts)
        self.assertNotIn("new link", parts, "no gapless move has such a part")
        self.assertFalse((self.folder / "latency.svg").exists(), "a mean of nothing")

    def test_a_sweep_of_delays_is_shown_by_the_round_trip_time(self):
        self.sweep("access_delay_s", (0.001, 0.002), 2)
        self.assertEqual([row["value"] for row in self.read_plot_data("parts.csv")], ["40", "40"])
        self.assertFalse((self.folder / "cdf.svg").exists(), "two runs make no distribution")

    def test_a_distribution_has_its_band(self):
        self.sweep("ra_interval_s", (1, 2), 10)
        rows = [row for row in self.read_plot_data("cdf.csv") if row["curve"] == "1"]
        self.assertEqual(len(rows), 20, "two ends of each step")
        self.assertEqual([float(rows[0][name]) for name in ("ms", "share", "low")], [51, 0, 0])
        self.assertEqual([float(rows[-1][name]) for name in ("ms", "share", "high")], [60, 1, 1])
        # sqrt(ln(2 / 0.05) / 20): Massart's constant for 95 %
        self.assertAlmostEqual(float(rows[-1]["low"]), 1 - 0.4294694, 6)

    def test_signalling_is_shown_against_the_round_trip_time_with_its_formula(self):
        header = "scenario,run,rtt_s,path,time_s,metric,value,unit\n"
        rows = ""
        for run, rtt in enumerate((0.02, 0.1), 1):
            for metric, ways in (("told", 1), ("verification", 3)):
                for end, more in (("latency", 0.001), ("formula", 0)):
                    value = ways * rtt / 2 + more
                    rows += f"mobility,{run},{rtt},gapless,,{metric}_{end},{value:.6f},s\n"
        self.use_mobility()
        (self.folder / "results.csv").write_text(header + rows, encoding="utf-8")
        self.assertEqual(self.run_report().returncode, 0)
        rows = [list(map(float, row.values())) for row in self.read_plot_data("signalling.csv")]
        self.assertEqual(rows, [[20, 11, 10, 31, 30, 1], [100, 51, 50, 151, 150, 1]])
        figure = (self.folder / "signalling.svg").read_text(encoding="utf-8")
        for text in ("round-trip time (ms)", "verified: formula"):
            self.assertIn(text, figure)

    def test_losses_are_shown_against_the_rate(self):
        self.sweep("rate", (10, 100), 3)
        rows = self.read_plot_data("loss.csv")
        self.assertEqual([(row["rate"], row["mean"]) for row in rows], [("10.0", "1.0"), ("100.0", "10.0")])
        self.assertIn("datagrams per second", (self.folder / "loss.svg").read_text("utf-8"))


if __name__ == "__main__":
    unittest.main()
