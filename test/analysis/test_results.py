# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""results.csv: what is read, and what is refused with which words."""

import tempfile
import unittest
from pathlib import Path

from support import SAMPLE
from hip_report import results
from hip_report.errors import ReportError

HEADER = "scenario,run,seed,path,time_s,metric,value,unit\n"
GOOD = "proxy,1,7,plain,,dns_latency,0.05,s\n"
MOVE = "mobility,1,7,hard,4.5,move,4.5,s\n"
TOLD = "mobility,1,7,hard,,told_latency,0.02,s\n"

BROKEN = [
    (b"", ": the file is empty"),
    (b"\n\n", ": the file is empty"),
    (HEADER, ": no results, only a header"),
    (HEADER.replace("metric,", ""), ":1: no column 'metric'"),
    (HEADER.replace("time_s", "time"), ":1: no column 'time_s'"),
    (HEADER.replace("seed", "run"), ":1: column name 'run' is empty or given twice"),
    (HEADER.replace("seed", ""), ":1: column name '' is empty or given twice"),
    (HEADER + GOOD + "proxy,1,7,plain,,dns_la", ":3: 6 fields where the header has 8"),
    (HEADER + GOOD.strip() + ",x\n", ":2: 9 fields where the header has 8"),
    (HEADER + GOOD + GOOD, ":3: a second value of dns_latency for run 1"),
    (HEADER + GOOD + GOOD.replace("proxy", "roam"), ":3: scenario 'roam' after 'proxy'"),
    (HEADER + GOOD + GOOD.replace("7", "8"), ":3: seed is '8', but '7' before in run 1"),
    (HEADER + GOOD.replace(",1,", ",one,"), ":2: run 'one' is not a whole number"),
    (HEADER + GOOD.replace(",1,", ",-1,"), ":2: run '-1' is not a whole number"),
    (HEADER + GOOD.replace("dns_latency", "latency"), ":2: unknown metric 'latency'"),
    (HEADER + GOOD.replace("dns_latency", "drops."), ":2: unknown metric 'drops.'"),
    (
        HEADER + GOOD.replace("dns_latency", "time_to_first_byte"),
        ":2: unknown metric 'time_to_first_byte'",
    ),
    (HEADER + GOOD.replace(",s\n", ",ms\n"), ":2: unit 'ms' of dns_latency, which is in s"),
    (
        HEADER + GOOD.replace("plain", "fast"),
        ":2: unknown path 'fast'; known are plain, first-contact, live",
    ),
    (HEADER + GOOD.replace("plain", ""), ":2: dns_latency without a path"),
    (HEADER + GOOD.replace("plain,", "plain,3"), ":2: dns_latency with time_s"),
    (HEADER + GOOD.replace("0.05", "fast"), ":2: value 'fast' is not a number"),
    (HEADER + GOOD.replace("0.05", "nan"), ":2: value 'nan' is not a number"),
    (HEADER + GOOD.replace("0.05", "1e16"), ":2: value '1e16' is too large"),
    (HEADER + GOOD.replace("0.05", "-0.05"), ":2: value '-0.05' of dns_latency is negative"),
    (HEADER + "proxy,1,7,plain,,throughput,1,Mbit/s\n", ":2: throughput without a time_s"),
    (HEADER + "proxy,1,7,plain,-1,throughput,1,Mbit/s\n", ":2: time_s '-1' is negative"),
    (
        HEADER + GOOD.replace("proxy", "roam"),
        ":2: unknown scenario 'roam'; known are proxy, mobility, attack, crossing, agent, multihoming",
    ),
    (HEADER + GOOD.replace("dns_latency", "pause"), ":2: unknown metric 'pause'"),
    (HEADER + TOLD.replace("told_latency", "dns_latency"), ":2: unknown metric 'dns_latency'"),
    (HEADER + TOLD.replace("told_latency", "time_to_data"), ":2: unknown metric 'time_to_data'"),
    (
        HEADER + TOLD.replace("hard", "plain"),
        ":2: unknown path 'plain'; known are hard, gapless, soft, away, back, download, upload",
    ),
    (
        HEADER + TOLD.replace("hard", "download"),
        ":2: told_latency of path 'download'; it is one of hard, gapless, soft, away, back",
    ),
    (
        HEADER + "mobility,1,7,hard,1,throughput,9,Mbit/s\n",
        ":2: throughput of path 'hard'; it is one of download, upload",
    ),
    (HEADER + MOVE.replace("4.5,move", ",move"), ":2: move without a time_s"),
    (HEADER + MOVE.replace("hard", ""), ":2: move without a path"),
    (HEADER + MOVE + MOVE.replace("4.5", "5.5"), ":3: a second value of move for run 1"),
    (
        HEADER + "attack,1,7,download,1,diverted,9,byte\n",
        ":2: diverted of path 'download'; it is one of third-party, third-party-strict, unroutable, "
        "no-host, replayed, forged",
    ),
    (HEADER + "attack,1,7,forged,,attack,9,s\n", ":2: attack without a time_s"),
    (HEADER + "crossing,1,7,agent,,recovered,1,1\n", ":1: no column 'offset_ms'"),
    (
        HEADER.replace("seed", "offset_ms") + "crossing,1,soon,agent,,recovered,1,1\n",
        ":2: offset_ms 'soon' is not a number",
    ),
    (HEADER.encode() + b"proxy,1,\xff,plain,,dns_latency,1,s\n", ":2: not UTF-8"),
    (HEADER + "proxy,1,\0,plain,,dns_latency,1,s\n", ":2: control character 0x00"),
    (HEADER + 'proxy,1,"7,plain,,dns_latency,1,s\n', ":2: unexpected end of data"),
]


class Results(unittest.TestCase):
    def setUp(self):
        self._folder = tempfile.TemporaryDirectory()
        self.addCleanup(self._folder.cleanup)
        self.path = Path(self._folder.name) / "results.csv"

    def read(self, content):
        self.path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return results.read(self.path)

    def test_broken_files_are_refused_with_line_and_cause(self):
        for content, cause in BROKEN:
            with self.subTest(cause=cause, content=content):
                with self.assertRaises(ReportError) as caught:
                    self.read(content)
                self.assertEqual(str(caught.exception), f"{self.path}{cause}")

    def test_a_missing_file_is_named(self):
        with self.assertRaises(ReportError) as caught:
            results.read(self.path)
        self.assertEqual(str(caught.exception), f"{self.path}: No such file or directory")

    def test_values_are_found_by_metric_path_run_and_time(self):
        found = self.read(
            HEADER
            + GOOD
            + "proxy,2,8,plain,,dns_latency,0.07,s\n"
            + "proxy,2,8,live,1.5,throughput,9,Mbit/s\n"
            + "proxy,2,8,live,0.5,throughput,4,Mbit/s\n"
            + "proxy,2,8,,,drops.queue-full,3,packet\n"
        )
        self.assertEqual(found.scenario, "proxy")
        self.assertEqual(found.runs, [1, 2])
        self.assertEqual(found.of("dns_latency", "plain"), {1: 0.05, 2: 0.07})
        self.assertEqual(found.of("dns_latency", "live"), {})
        self.assertEqual(found.of("drops.queue-full", ""), {2: 3.0})
        self.assertEqual(found.series("throughput", "live"), [(0.5, {2: 4.0}), (1.5, {2: 9.0})])
        self.assertEqual(found.parameters, {"seed": ["7", "8"]})

    def test_the_sample_run_is_read(self):
        found = results.read(SAMPLE / "results.csv")
        self.assertEqual(len(found.runs), 5)
        self.assertEqual(found.parameters["topology"], ["Geant2012.graphml"])
        self.assertEqual(len(found.series("throughput", "first-contact")), 16)


if __name__ == "__main__":
    unittest.main()
