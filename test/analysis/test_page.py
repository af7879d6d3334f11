# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""The page: whole, harmless, and no more than there are data for."""

import re
import unittest
from html.parser import HTMLParser

from report_case import ReportCase, contents


class Links(HTMLParser):
    """Collects what a page refers to, and checks that its tags match."""

    def __init__(self):
        super().__init__()
        self.found = []
        self.open = []

    def handle_starttag(self, tag, attrs):
        self.found += [value for name, value in attrs if name in ("href", "src")]
        if tag not in ("meta", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, tag


class Page(ReportCase):
    def test_the_page_is_whole_and_links_only_to_what_is_there(self):
        for name in ("proxy-wan.pcap", "a b#.pcap", "esp_sa", "keylog.txt"):
            (self.folder / name).touch()
        self.run_report()
        text = (self.folder / "index.html").read_text(encoding="utf-8")
        links = Links()
        links.feed(text)
        self.assertEqual(links.open, [])
        for link in ("proxy-wan.pcap", "a%20b%23.pcap", "esp_sa", "keylog.txt", "results.csv"):
            self.assertIn(link, links.found)
        for link in links.found:
            name = link.replace("%20", " ").replace("%23", "#")
            self.assertTrue((self.folder / name).is_file(), link)
        self.assertIn("-r proxy-wan.pcap", text)
        self.assertIn("<td class=\"number\">215 ± 17</td>", text)
        self.assertNotRegex(text, r"20\d\d-\d\d-\d\d")  # no dates

    def test_names_from_the_input_cannot_break_the_page(self):
        path = self.folder / "results.csv"
        path.write_text(path.read_text().replace("Geant2012.graphml", "<script>&"))
        self.assertEqual(self.run_report().returncode, 0)
        text = (self.folder / "index.html").read_text(encoding="utf-8")
        self.assertIn("&lt;script&gt;&amp;", text)
        self.assertNotIn("<script", text)

    def test_a_single_run_has_no_intervals(self):
        path = self.folder / "results.csv"
        lines = path.read_text().splitlines(keepends=True)
        path.write_text("".join(line for line in lines if re.match("scenario|proxy,1,", line)))
        self.assertEqual(self.run_report().returncode, 0)
        text = (self.folder / "index.html").read_text(encoding="utf-8")
        self.assertNotIn("±", text)
        self.assertNotIn("confidence interval of the sum", text)

    def test_a_figure_without_data_is_left_out_and_its_old_picture_removed(self):
        self.run_report()
        path = self.folder / "results.csv"
        lines = path.read_text().splitlines(keepends=True)
        path.write_text("".join(line for line in lines if "throughput" not in line))
        self.assertEqual(self.run_report().returncode, 0)
        left = contents(self.folder)
        self.assertNotIn("throughput.svg", left)
        self.assertNotIn("plot-data/throughput.csv", left)
        self.assertIn(b"Throughput: this run has no data", left["index.html"])


if __name__ == "__main__":
    unittest.main()
