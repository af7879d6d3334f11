# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""The figures and tables that only one scenario has."""

import unittest

from report_case import ReportCase


class Scenarios(ReportCase):
    def test_attack_shows_what_a_victim_gets_against_the_limit(self):
        lines = [f"attack,{run},7,{path},{time},{metric},{time * rate * run},byte"
                 for run in (1, 2) for time in range(5)
                 for path, metric, rate in (("third-party", "diverted", 20000),
                                            ("third-party", "limit", 21000),
                                            ("third-party-strict", "diverted", 0))]
        lines += ["attack,1,7,third-party,,verified,0,1", "attack,1,7,forged,,drops.bad-mac,30,packet"]
        page = self.write_results("seed", lines)
        for text in ("What the victim gets", "dropped: bad-mac", "false addresses taken"):
            self.assertIn(text, page)
        figure = (self.folder / "diverted.svg").read_text(encoding="utf-8")
        for text in ("with credit", "limit of RFC 8046", "data at the victim (kB)"):
            self.assertIn(text, figure)
        data = (self.folder / "plot-data" / "diverted.csv").read_text(encoding="utf-8")
        self.assertIn("\n1,4.0,120.0,", data, "the mean of both runs, in kB")

    def test_crossing_has_a_table_of_outcomes(self):
        lines = []
        for run, (offset, path, time) in enumerate(
            ((-5, "agent", 1.5), (-5, "agent", 2.5), (-5, "no-agent", None), (50, "no-agent", 0.2)), 1
        ):
            start = f"crossing,{run},{offset},{path},"
            lines.append(f"{start},recovered,{int(time is not None)},1")
            if time:
                lines.append(f"{start},recovery_time,{time},s")
                lines.append(f"{start},signalling_time,{time / 2},s")
        page = self.write_results("offset_ms", lines)
        row = '<tr><td class="number">-5</td><td>recovered</td><td class="number">2000</td>'
        self.assertIn(row + '<td class="number">1000</td><td>closed</td>', page)
        row = '<tr><td class="number">50</td><td></td><td></td><td></td><td>recovered</td>'
        self.assertIn(row + '<td class="number">200</td>', page)
        figure = (self.folder / "recovery.svg").read_text(encoding="utf-8")
        for text in ("with agent", "closed", "proxy moves later than the host by (ms)"):
            self.assertIn(text, figure)

    def test_agent_has_a_column_for_each_number_of_hosts_and_octets(self):
        lines = []
        runs = ((100, 1000, 0.5), (900, 1000, 0.5), (900, 5000, 0.5), (900, 1000, 4))
        for run, (hosts, data, moves) in enumerate(runs, 1):
            start = f"agent,{run},{hosts},{data},{moves},1,steady,"
            lines.append(f"{start},relayed,{hosts / 100},1/s")
            for metric in ("bytes_in", "bytes_out", "bytes_relay"):
                lines.append(f"{start},{metric},{hosts},byte/s")
            lines.append(f"{start},data_bytes,{hosts * data},byte/s")
        page = self.write_results("hosts,data,moves,agents", lines)
        self.assertIn("900 hosts,<br>5000 octets,<br>0.5 moves/min,<br>agents: 1", page)
        cells = "".join(f'<td class="number">{value}</td>' for value in (1, 9, 9, 9))
        self.assertIn(f"<tr><td>first packets relayed</td><td>1/s</td>{cells}</tr>", page)
        points = {}
        for name in ("load", "share", "moving"):
            text = (self.folder / "plot-data" / f"{name}.csv").read_text(encoding="utf-8")
            points[name] = [line.split(",")[:3] for line in text.splitlines()[1:]]
        first = ["900.0", "1000.0", "0.5"]
        self.assertEqual(points["load"], [["100.0", "1000.0", "0.5"], first])
        self.assertEqual(points["share"], [first, ["900.0", "5000.0", "0.5"]])
        self.assertEqual(points["moving"], [first, ["900.0", "1000.0", "4.0"]])
        figure = (self.folder / "moving.svg").read_text(encoding="utf-8")
        self.assertIn("moves of each host in a minute", figure)


if __name__ == "__main__":
    unittest.main()
