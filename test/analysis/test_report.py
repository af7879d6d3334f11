# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""The command as a user runs it, on copies of the sample run."""

import csv
import os
import re
import resource
import shutil
import signal
import subprocess
import tempfile
import time
import unittest
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import sample_run
from support import DATA, MOBILITY, ROOT, SAMPLE
from hip_report.staging import OUTPUTS

REPORT = ROOT / "analysis" / "report"
FIGURES = ("messages", "latency", "throughput")


# Of other scenarios, and of sweeps.
OTHER_FIGURES = (
    "diverted", "recovery", "parts", "cdf", "loss", "load", "share", "signalling", "moving", "delay"
)
OTHER_FIGURES += ("links", "policies", "detection", "windows", "reach", "waits")


def outputs_without(*figures):
    return {name for name in OUTPUTS if not any(figure in name for figure in figures)}


def contents(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


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


class Report(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = Path(holder.name) / "it's a run"
        shutil.copytree(SAMPLE, self.folder)

    def run_report(self, *arguments, folder=None, **options):
        command = [REPORT, *(arguments or [folder or self.folder])]
        return subprocess.run(command, capture_output=True, text=True, **options)

    def assert_refused(self, done, message, before):
        self.assertEqual(done.returncode, 2, done)
        self.assertEqual(done.stdout, "")
        self.assertRegex(done.stderr, rf"\A{message}\n\Z")
        self.assertEqual(contents(self.folder), before)

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

    def use_mobility(self):
        for name in ("results.csv", "events.csv"):
            shutil.copy(MOBILITY / name, self.folder)

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

    def read_plot_data(self, name):
        with open(self.folder / "plot-data" / name, newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))

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

    def write_results(self, parameter, lines):
        rows = "".join(f"{line}\n" for line in lines)
        header = f"scenario,run,{parameter},path,time_s,metric,value,unit\n"
        (self.folder / "results.csv").write_text(header + rows)
        done = self.run_report()
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return (self.folder / "index.html").read_text(encoding="utf-8")

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

    def test_the_same_input_gives_the_same_bytes(self):
        self.run_report()
        first = contents(self.folder)
        other = self.folder.parent / "other"
        shutil.copytree(SAMPLE, other)
        self.run_report(folder=other, env={**os.environ, "TZ": "Asia/Tokyo", "LC_ALL": "C"})
        self.assertEqual(contents(other), first)
        self.run_report()
        self.assertEqual(contents(self.folder), first)

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

    def test_extreme_values_are_drawn(self):
        header = "scenario,run,path,time_s,metric,value,unit\n"
        for value in ("0", "1e-12", "1e15"):
            rows = f"proxy,1,plain,,dns_latency,{value},s\n"
            rows += f"proxy,1,live,0,throughput,{value},Mbit/s\n"
            (self.folder / "results.csv").write_text(header + rows)
            done = self.run_report()
            self.assertEqual((done.returncode, done.stderr), (0, ""), value)

    def test_bad_input_changes_nothing(self):
        self.run_report()
        results = self.folder / "results.csv"
        results.write_text(results.read_text() + "proxy,1,7\n")
        before = contents(self.folder)
        where = re.escape(str(results))
        self.assert_refused(
            self.run_report(), f"{where}:317: 3 fields where the header has 17", before
        )
        results.unlink()
        before.pop("results.csv")
        self.assert_refused(self.run_report(), f"{where}: No such file or directory", before)

    def test_wrong_arguments_take_one_line(self):
        before = contents(self.folder)
        missing = self.folder / "none"
        refused = self.run_report(folder=missing)
        self.assert_refused(refused, re.escape(f"{missing}: no such folder"), before)
        for arguments in (["--colour", str(self.folder)], [str(self.folder), "more"]):
            done = self.run_report(*arguments)
            self.assert_refused(done, "report: .*; see report --help", before)
        self.assertEqual(self.run_report("--help").returncode, 0)

    def test_a_missing_program_is_named_with_its_package(self):
        before = contents(self.folder)
        programs = self.folder.parent / "bin"
        programs.mkdir()
        (programs / "python3").symlink_to(shutil.which("python3"))
        done = self.run_report(env={"PATH": str(programs)})
        self.assert_refused(done, r"mscgen is not installed \(Debian package mscgen\)", before)

    def test_a_full_disk_leaves_the_old_report(self):
        self.run_report()
        before = contents(self.folder)
        for limit in (1000, 10000, 30000, 60000):  # in the middle of one output or another
            done = self.run_report(
                preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
            )
            self.assert_refused(done, ".+", before)

    def test_an_interrupt_leaves_the_old_report(self):
        self.run_report()
        before = contents(self.folder)
        programs = self.folder.parent / "bin"
        programs.mkdir()
        slow = programs / "gnuplot"
        slow.write_text(f'#!/bin/sh\ntouch "{programs}/started"\nexec sleep 60\n')
        slow.chmod(0o755)
        path = f"{programs}:{os.environ['PATH']}"
        for number in (signal.SIGINT, signal.SIGTERM):
            (programs / "started").unlink(missing_ok=True)
            process = subprocess.Popen([REPORT, self.folder], env={**os.environ, "PATH": path})
            while not (programs / "started").exists():
                time.sleep(0.01)
            process.send_signal(number)
            self.assertEqual(process.wait(timeout=20), 128 + number)
            self.assertEqual(contents(self.folder), before)


if __name__ == "__main__":
    unittest.main()
