# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""The report of flows.csv and delays.csv."""

import re
import unittest

from report_case import ReportCase, contents


class Flows(ReportCase):
    FLOWS = (
        "kind,id,from,to,protocol,source_port,destination_port,source_hit,spi,tx_packets,"
        "rx_packets,rx_bytes,lost,duplicates,reordered,mean_delay_s,max_delay_s,jitter_sum_s,"
        "gap_s,gap_start_s,throughput_mbps\n"
        "flow,1,legacy-2,plain,tcp,9,8,,,90,90,90000,0,0,0,0.02,0.03,0.1,0.1,1,9\n"
        "flow,4,hip-1,legacy-1,tcp,80,4000,2001:20::1,,100,95,50000,5,0,2,0.03,0.0625,0.188,0.6,"
        "4.25,1.5\n"
        "flow,5,legacy-1,hip-1,tcp,4000,80,2001:20::2,,60,60,3000,0,0,0,0.02,0.03,0.1,0.1,1,0.1\n"
        "flow,6,legacy-1,hip-1,tcp,4001,80,2001:20::2,,1,0,0,1,0,0,,,,,,0\n"
        "sa,0,hip-1,proxy,esp,,,2001:20::1,0xabcd,100,95,60000,5,0,2,0.02,0.04,0.1,0.6,4.25,2\n"
    )

    DELAYS = (
        "flow,time_s,packets,bytes,mean_delay_s,max_delay_s\n"
        "1,4,1,1000,0.01,0.01\n4,4.25,9,900,0.031,0.0625\n4,4.9,9,900,0.032,0.04\n"
        "5,4.3,9,900,0.02,0.03\n"
    )

    def test_flows_are_shown_with_the_gap_of_the_first(self):
        self.use_mobility()
        (self.folder / "flows.csv").write_text(self.FLOWS, encoding="utf-8")
        (self.folder / "delays.csv").write_text(self.DELAYS, encoding="utf-8")
        done = self.run_report()
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        page = (self.folder / "index.html").read_text(encoding="utf-8")
        values = (100, 5, 2, 30, 62.5, 2, 600, 4.25, 1.5)
        cells = "".join(f'<td class="number">{value}</td>' for value in values)
        self.assertIn(f"<tr><td>hip-1 → legacy-1, TCP 80 → 4000</td>{cells}</tr>", page)
        self.assertIn("hip-1 → proxy, SPI 0xabcd", page)
        self.assertNotIn("TCP 4001", page, "nothing arrived")
        rows = [tuple(map(float, row.values())) for row in self.read_plot_data("delay.csv")]
        expected = [(1, 4.25, 31, 62.5), (1, 4.9, 32, 40), (2, 4.3, 20, 30)]
        self.assertEqual(rows, expected, "that of most octets in ESP, and the other way")
        figure = (self.folder / "delay.svg").read_text(encoding="utf-8")
        self.assertIn("longest gap: 600 ms", figure)

    def test_bad_flows_are_named_with_their_line(self):
        good = {"flows.csv": self.FLOWS, "delays.csv": self.DELAYS}
        for name, old, new, message in (
            ("flows.csv", "sa,0,", "tunnel,0,", "6: unknown kind 'tunnel'; known are flow, sa"),
            ("flows.csv", ",tx_packets", ",sent", "1: no column 'tx_packets'"),
            ("flows.csv", ",5,0,2,0.03,", ",many,0,2,0.03,", "3: lost 'many' is not a number"),
            ("flows.csv", "0.03,0.0625,", ",0.0625,", "3: packets arrived, but their delay is empty"),
            ("delays.csv", "4,4.9,", "4,-4.9,", "4: time_s '-4.9' is negative"),
        ):
            for file, text in good.items():
                (self.folder / file).write_text(text, encoding="utf-8")
            (self.folder / name).write_text(good[name].replace(old, new, 1), encoding="utf-8")
            path = re.escape(str(self.folder / name))
            self.assert_refused(
                self.run_report(), f"{path}:{re.escape(message)}", contents(self.folder)
            )


if __name__ == "__main__":
    unittest.main()
