# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""The command as a user runs it, on a copy of the sample run."""

import os
import shutil
import unittest
from xml.etree import ElementTree

import sample_run
from support import DATA, SAMPLE
from report_case import OTHER_FIGURES, ReportCase, contents, outputs_without

FIGURES = ("messages", "latency", "throughput")


class Report(ReportCase):
    def test_the_sample_is_what_its_generator_writes(self):
        for name, text in sample_run.files().items():
            self.assertEqual((DATA / name).read_text(encoding="utf-8"), text, name)

    def test_it_writes_figures_page_and_data(self):
        done = self.run_report()
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual(done.stdout, f"{self.folder / 'index.html'}\n")
        outputs = outputs_without("handover", *OTHER_FIGURES)
        self.assertEqual(set(contents(self.folder)), {*outputs, "results.csv", "events.csv"})
        for name in FIGURES:
            ElementTree.parse(self.folder / f"{name}.svg")
            png = (self.folder / f"{name}.png").read_bytes()
            self.assertTrue(png.startswith(b"\x89PNG\r\n"))

    def test_the_chart_shows_all_letters_in_order(self):
        self.run_report()
        tree = ElementTree.parse(self.folder / "messages.svg")
        shown = [
            element.text
            for element in tree.iter("{http://www.w3.org/2000/svg}tspan")
            if element.get("font-weight") == "bold"
        ]
        self.assertEqual(shown, "A B C D E F G H H H.1 I J K".split())

    def test_figures_name_axes_units_and_paths(self):
        self.run_report()
        latency = (self.folder / "latency.svg").read_text(encoding="utf-8")
        for text in ("time since the DNS query (ms)", "base exchange", "first contact", "214.9"):
            self.assertIn(text, latency)
        throughput = (self.folder / "throughput.svg").read_text(encoding="utf-8")
        for text in ("throughput (Mbit/s)", "time since the DNS query (s)", "live association"):
            self.assertIn(text, throughput)

    def test_the_same_input_gives_the_same_bytes(self):
        self.run_report()
        first = contents(self.folder)
        other = self.folder.parent / "other"
        shutil.copytree(SAMPLE, other)
        self.run_report(folder=other, env={**os.environ, "TZ": "Asia/Tokyo", "LC_ALL": "C"})
        self.assertEqual(contents(other), first)
        self.run_report()
        self.assertEqual(contents(self.folder), first)

    def test_extreme_values_are_drawn(self):
        header = "scenario,run,path,time_s,metric,value,unit\n"
        for value in ("0", "1e-12", "1e15"):
            rows = f"proxy,1,plain,,dns_latency,{value},s\n"
            rows += f"proxy,1,live,0,throughput,{value},Mbit/s\n"
            (self.folder / "results.csv").write_text(header + rows)
            done = self.run_report()
            self.assertEqual((done.returncode, done.stderr), (0, ""), value)


if __name__ == "__main__":
    unittest.main()
