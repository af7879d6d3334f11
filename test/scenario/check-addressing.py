#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""Addresses of the scenario `mobility` that come from routers: how long it takes, part by part."""

import ipaddress
import math
import statistics
import sys

sys.dont_write_bytecode = True

import captures  # noqa: E402
from support import ScenarioTest, execute, main, program, read_csv, simulate  # noqa: E402

KINDS = ("hard", "gapless", "soft")
PARTS = ("loss", "link", "detection", "dad", "told", "data")
RUNS = 60
LONGEST = 0.07  # MaxRtrAdvInterval; ns-3's radvd counts in milliseconds
SHORTEST = 0.023
DAD = 0.1
GAP = 0.2
BYTES = 32000000
ADVERTISED = (
    "--costs", "none", "--crypto", "modelled", "--addressing", "ra", "--ra-interval", LONGEST,
    "--interval", 1, "--gap", GAP, "--overlap", 0.3,
)
DOWNLOAD = (*ADVERTISED, "--dad", DAD, "--bytes", BYTES)
RATE = 100


def run_mobility(folder, *options):
    """Runs the scenario; it must succeed. Returns the folder."""
    return simulate(folder, *options, scenario="mobility")


def read_values(folder):
    """The values of results.csv without a time: {(path, metric): [of each run]}."""
    found = {}
    for row in read_csv(folder / "results.csv"):
        if not row["time_s"] or row["metric"] == "move":
            found.setdefault((row["path"], row["metric"]), []).append(float(row["value"]))
    return found


def residual_mean(shortest, longest):
    """Mean wait for the next event where times between events are uniform: E[T²] / 2 E[T]."""
    second_moment = (shortest**2 + shortest * longest + longest**2) / 3
    return second_moment / (shortest + longest)


def residual_deviation(shortest, longest):
    """Standard deviation of that wait: its second moment is E[T³] / 3 E[T]."""
    third_moment = (longest**4 - shortest**4) / (4 * (longest - shortest))
    mean = residual_mean(shortest, longest)
    return math.sqrt(third_moment / (3 * (shortest + longest) / 2) - mean**2)


class Advertisements(ScenarioTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.campaign = run_mobility(
            cls.folder / "campaign", *ADVERTISED, "--traffic", "udp", "--rate", RATE,
            "--runs", RUNS, "--jobs", 2, "--pcap", "no",
        )
        cls.checked = run_mobility(cls.folder / "checked", *DOWNLOAD)

    def test_the_wait_for_a_router_is_the_residual_life_of_its_interval(self):
        values = read_values(self.campaign)
        kinds = ("hard", "gapless")
        waits = [wait for kind in kinds for wait in values[kind, "detection_latency"]]
        self.assertEqual(len(waits), 2 * RUNS)
        mean = residual_mean(SHORTEST, LONGEST)
        error = residual_deviation(SHORTEST, LONGEST) / math.sqrt(len(waits))
        self.assertLess(abs(statistics.fmean(waits) - mean), 3 * error)
        # The advertisement itself takes the 0.2 ms of the access link, and may wait behind data.
        self.assertLess(max(waits), LONGEST + 0.001)
        self.assertGreater(max(waits), SHORTEST, "the wait is not cut off early")

    def test_duplicate_address_detection_takes_the_time_that_is_asked_for(self):
        values = read_values(self.checked)
        for kind in ("hard", "gapless"):
            self.assertEqual(values[kind, "dad_latency"], [DAD])

    def test_without_it_no_run_has_that_part(self):
        self.assertFalse(any(metric == "dad_latency" for _, metric in read_values(self.campaign)))

    def test_the_parts_sum_to_what_the_capture_shows(self):
        values = read_values(self.checked)
        lost = {
            row["detail"].removeprefix("kind="): float(row["time_s"])
            for row in read_csv(self.checked / "events.csv") if row["event"] == "link-lost"
        }
        for kind, name in (("hard", "hip-host-link-2.pcap"), ("gapless", "hip-host.pcap")):
            network = "3ffe:110:1::/64" if kind == "hard" else "3ffe:100:1::/64"
            prefix = ipaddress.ip_network(network)
            shown = captures.fields(
                self.checked / name, "esp", ["frame.time_epoch", "ipv6.dst"]
            )
            arrivals = [
                float(time) for time, address in shown
                if ipaddress.ip_address(address) in prefix and float(time) > lost[kind]
            ]
            parts = [values.get((kind, f"{part}_latency"), [0])[0] for part in PARTS]
            self.assertAlmostEqual(lost[kind] + sum(parts), arrivals[0], 6, kind)

    def test_addresses_are_made_from_the_advertised_prefix(self):
        for row in read_csv(self.checked / "events.csv"):
            if row["event"] == "move":
                address = row["detail"].split("to-link=")[1]
                self.assertIn("ff:fe00:", address, "EUI-64 (RFC 4291, appendix A)")

    def test_datagrams_are_lost_while_the_proxy_sends_to_the_old_address(self):
        values = read_values(self.campaign)
        for kind in ("hard", "gapless"):
            for run, lost in enumerate(values[kind, "datagrams_lost"]):
                away = sum(values.get((kind, f"{part}_latency"), [0] * RUNS)[run]
                           for part in ("link", "detection", "told"))
                # An echo is also lost if it was on its way when the link was.
                ways = 2 * (values["gapless", "path_delay"][0] + values["hard", "path_delay"][0])
                self.assertGreaterEqual(lost, math.floor(away * RATE), kind)
                self.assertLessEqual(lost, math.ceil((away + ways) * RATE), kind)

    def test_every_octet_arrives_over_one_association(self):
        self.assertEqual(read_values(self.checked)["download", "transferred"], [BYTES])
        for folder in (self.campaign, self.checked):
            values = read_values(folder)
            self.assertEqual(set(values["", "base_exchanges"]), {1})
            self.assertEqual(set(values["", "associations"]), {1})

    def test_no_packet_is_malformed(self):
        for name in ("proxy-wan.pcap", "agent.pcap", "hip-host.pcap", "hip-host-link-2.pcap"):
            found = captures.fields(
                self.checked / name, "hip || icmpv6", ["frame.number", "_ws.malformed"]
            )
            self.assertGreater(len(found), 3, name)
            self.assertEqual([number for number, malformed in found if malformed], [], name)

    def test_the_host_leaves_nothing_of_a_link_behind(self):
        again = read_values(self.checked)
        self.assertIn(("soft", "told_latency"), again, "the third move uses the second link again")

    def test_the_same_seed_gives_the_same_octets(self):
        again = run_mobility(self.folder / "again", *DOWNLOAD)
        self.assert_same_files(self.checked, again)


class Sweeps(ScenarioTest):
    def test_a_list_makes_as_many_runs_for_each_value(self):
        run = run_mobility(
            self.folder / "sweep", *ADVERTISED, "--traffic", "udp", "--rate", "50,100",
            "--runs", 2, "--jobs", 2, "--pcap", "no",
        )
        rates = {int(row["run"]): row["rate"] for row in read_csv(run / "results.csv")}
        self.assertEqual(rates, {1: "50", 2: "50", 3: "100", 4: "100"})

    def test_the_delay_of_access_links_is_part_of_the_path(self):
        run = run_mobility(
            self.folder / "delay", *ADVERTISED, "--traffic", "udp",
            "--access-delay", "0.0002,0.0502",
        )
        near, far = read_values(run)["gapless", "path_delay"]
        self.assertAlmostEqual(far - near, 0.05, 9)
        near, far = read_values(run)["gapless", "told_latency"]
        self.assertAlmostEqual(far - near, 0.05, 4)


class Wifi(ScenarioTest):
    """A station that goes from one access point to the other and back."""

    WALK = (
        "--costs", "none", "--addressing", "ra", "--attachment", "wifi", "--dad", DAD,
        "--interval", 1, "--distance", 80,
    )
    # The same, as a trace: contact is at 3.17 s.
    TRACE = """$node_(0) set X_ 0.0
$node_(0) set Y_ 5.0
$node_(0) set Z_ 0.0
$ns_ at 4.17 "$node_(0) setdest 80.0 5.0 20.0"
$ns_ at 9.17 "$node_(0) setdest 0.0 5.0 20.0"
"""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.walk = run_mobility(cls.folder / "walk", *cls.WALK, "--traffic", "udp")
        cls.trace = cls.folder / "walk.ns2"
        cls.trace.write_text(cls.TRACE, encoding="utf-8")

    def test_it_associates_with_the_other_access_point_and_comes_back(self):
        names = ["frame.time_epoch", "wlan.da"]
        requests = captures.fields(self.walk / "hip-host.pcap", "wlan.fc.type_subtype == 0", names)
        stations = [address for _, address in requests]
        self.assertEqual(len(stations), 3)
        self.assertEqual(stations[0], stations[2])
        self.assertNotEqual(stations[0], stations[1])
        self.assertEqual(read_values(self.walk)["", "reassociations"], [2])

    def test_it_gives_up_after_ten_beacons_and_scans_for_one_more(self):
        values = read_values(self.walk)
        for kind in ("away", "back"):
            # ns-3: MaxMissedBeacons times 102.4 ms, then WaitBeaconTimeout of 120 ms.
            self.assertAlmostEqual(values[kind, "loss_latency"][0], 1.024, 6)
            self.assertAlmostEqual(values[kind, "link_latency"][0], 0.120, 2)

    def test_the_parts_sum_to_what_the_capture_shows(self):
        values = read_values(self.walk)
        lost = [float(row["time_s"]) for row in read_csv(self.walk / "events.csv")
                if row["event"] == "link-lost"]
        networks = ("3ffe:110:1::/64", "3ffe:100:1::/64")
        for kind, network, time in zip(("away", "back"), networks, lost):
            began = time - values[kind, "loss_latency"][0]
            shown = captures.fields(
                self.walk / "hip-host.pcap", "esp", ["frame.time_epoch", "ipv6.dst"]
            )
            arrivals = [
                float(time) for time, address in shown
                if ipaddress.ip_address(address) in ipaddress.ip_network(network)
                and float(time) > began + values[kind, "loss_latency"][0]
            ]
            parts = [values.get((kind, f"{part}_latency"), [0])[0] for part in PARTS]
            # The capture has the beginning of a frame, IP its end.
            self.assertAlmostEqual(began + sum(parts), arrivals[0], 3, kind)

    def test_every_octet_arrives(self):
        run = run_mobility(self.folder / "tcp", *self.WALK, "--bytes", 20000000)
        self.assertEqual(read_values(run)["download", "transferred"], [20000000])
        self.assertEqual(read_values(run)["", "base_exchanges"], [1])

    def test_a_trace_leads_the_same_way(self):
        run = run_mobility(
            self.folder / "trace", *self.WALK, "--traffic", "udp", "--trace", self.trace
        )
        walked, led = read_values(self.walk), read_values(run)
        for kind in ("away", "back"):
            self.assertAlmostEqual(walked[kind, "move"][0], led[kind, "move"][0], delta=0.11)

    def test_the_same_seed_gives_the_same_octets(self):
        again = run_mobility(self.folder / "again", *self.WALK, "--traffic", "udp")
        self.assert_same_files(self.walk, again)

    def test_a_bad_trace_is_named_with_its_line(self):
        lines = {
            '$ns_ at x "$node_(0) setdest 1 2 3"': "time 'x' is not a number",
            '$ns_ at 20 "$node_(1) setdest 1 2 3"': "'$node_(1)' is not $node_(0)",
            '$ns_ at 20 "$node_(0) setdest 1 2"': "expected: setdest X Y SPEED",
            '$ns_ at 20 "$node_(0) setdest 1 2 -3"': "speed -3 is out of range",
            '$ns_ at 20 $node_(0) setdest 1 2 3': "expected: $ns_ at TIME",
            '$ns_ at 20 "$node_(0) fly 1 2"': "expected: set X_|Y_|Z_ NUMBER",
            "$node_(0) set W_ 1": "expected: set X_|Y_|Z_ NUMBER",
            "$node_(0) set X_ nan": "coordinate",
            "hello": "'hello' is not $node_(0)",
            "   ": "blanks only",
            "$node_(0) set X_ 1\r": "ends with a carriage return",
        }
        for line, cause in lines.items():
            with self.subTest(line):
                self.trace_is_refused(self.TRACE + line + "\n", f"bad.ns2:6: {cause}")
        back = '$ns_ at 3 "$node_(0) setdest 1 2 3"\n'
        self.trace_is_refused(self.TRACE + back, "bad.ns2:6: time 3 is before")
        self.trace_is_refused("# nothing\n", "bad.ns2: says nowhere where $node_(0) begins")

    def test_a_missing_trace_is_named(self):
        self.refused("--trace", self.folder / "none.ns2", naming="none.ns2")

    def test_options_that_do_not_go_together_are_named(self):
        self.refused("--loss", 0.1, naming="--attachment=wifi takes no --loss")
        self.refused("--addressing", "schedule", naming="--attachment=wifi needs --addressing=ra")
        self.refused("--attachment", "p2p", "--trace", self.trace, naming="--trace needs")
        self.refused("--attachment", "tin", naming="--attachment: unknown name 'tin'")
        self.refused("--visited-city", "Spain", naming="cities must differ")

    def trace_is_refused(self, text, cause):
        bad = self.folder / "bad.ns2"
        bad.write_bytes(text.encode())
        self.refused("--trace", bad, naming=cause)

    def refused(self, *options, naming):
        given = {"--addressing": "ra", "--attachment": "wifi"}
        given.update(zip(options[::2], options[1::2]))
        done = execute(
            "--out", self.folder / "none", *(word for pair in given.items() for word in pair),
            scenario="mobility",
        )
        self.assertEqual(done.returncode, 2, options)
        self.assertIn(naming, done.stderr)
        self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)


class Ethernet(ScenarioTest):
    def test_addresses_come_over_it_by_schedule_and_by_advertisement(self):
        for source in ("schedule", "ra"):
            run = run_mobility(
                self.folder / source, "--attachment", "csma", "--addressing", source,
                "--traffic", "udp", "--costs", "none",
            )
            values = read_values(run)
            for kind in KINDS:
                self.assertIn((kind, "data_latency"), values, source)
            self.assertEqual(values["", "base_exchanges"], [1])
            frames = captures.count(run / "hip-host.pcap", "eth && icmpv6.type == 135")
            self.assertGreater(frames, 0, "neighbours are asked for")


class Families(ScenarioTest):
    """The host is at home with IPv6, visits a link that knows IPv4 only, and comes back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.run_folder = run_mobility(
            cls.folder / "run", "--visited-family", "ipv4", "--costs", "none", "--interval", 0.4,
            "--gap", GAP, "--overlap", 0.2, "--bytes", 14000000,
        )

    def test_one_session_lasts_through_all_changes_of_family(self):
        values = read_values(self.run_folder)
        self.assertEqual(values["download", "transferred"], [14000000])
        self.assertEqual(values["", "base_exchanges"], [1])
        self.assertEqual(values["", "associations"], [1])

    def test_the_visited_link_carries_ipv4_only(self):
        capture = self.run_folder / "hip-host-link-2.pcap"
        started = float(next(row["time_s"] for row in read_csv(self.run_folder / "events.csv")
                             if row["event"] == "move"))
        late = f"frame.time_epoch > {started}"
        self.assertGreater(captures.count(capture, f"ip && esp && {late}"), 1000)
        self.assertEqual(captures.count(capture, f"ipv6 && !icmpv6 && {late}"), 0)

    def test_the_formulas_hold_for_both_families(self):
        values = read_values(self.run_folder)
        for kind in ("hard", "gapless"):
            way = values[kind, "path_delay"][0]
            for metric, ways in (("told_latency", 1), ("verification_latency", 3)):
                found = values[kind, metric][0]
                self.assertGreaterEqual(found, ways * way, (kind, metric))
                self.assertLess(found, 1.01 * ways * way + 0.0003, (kind, metric))

    def test_no_packet_is_malformed(self):
        for name in ("proxy-wan.pcap", "agent.pcap", "hip-host-link-2.pcap"):
            shown = captures.fields(
                self.run_folder / name, "hip", ["frame.number", "_ws.malformed"]
            )
            self.assertGreater(len(shown), 3, name)
            self.assertEqual([number for number, malformed in shown if malformed], [], name)

    def test_it_works_over_an_ethernet_too(self):
        run = run_mobility(
            self.folder / "csma", "--visited-family", "ipv4", "--attachment", "csma",
            "--traffic", "udp",
        )
        for kind in KINDS:
            self.assertIn((kind, "data_latency"), read_values(run))


class Dhcp(ScenarioTest):
    """A station with IPv6 at home, whose address on the IPv4 link that it visits comes by DHCP."""

    WALK = (
        "--costs", "none", "--addressing", "dhcp", "--visited-family", "ipv4",
        "--attachment", "wifi", "--traffic", "udp", "--interval", 1,
    )

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.run_folder = run_mobility(cls.folder / "run", *cls.WALK)
        cls.values = read_values(cls.run_folder)

    def test_an_address_comes_by_offer_request_and_acknowledgement(self):
        messages = captures.fields(
            self.run_folder / "hip-host.pcap",
            "dhcp.option.dhcp >= 2 && wlan.fc.fromds == 1",
            ["dhcp.option.dhcp", "dhcp.ip.your"],
        )
        self.assertEqual([kind for kind, _ in messages], ["2", "3", "5"])
        self.assertEqual({messages[0][1], messages[2][1]}, {"192.0.2.2"})

    def test_only_the_visited_link_has_a_lease(self):
        self.assertLess(self.values["away", "dhcp_latency"][0], 0.01)
        self.assertNotIn(("away", "detection_latency"), self.values)
        self.assertIn(("back", "detection_latency"), self.values)
        self.assertNotIn(("back", "dhcp_latency"), self.values)

    def test_the_session_lasts(self):
        self.assertEqual(self.values["", "base_exchanges"], [1])
        for kind in ("away", "back"):
            way = self.values[kind, "path_delay"][0]
            told = self.values[kind, "told_latency"][0]
            self.assertGreaterEqual(told, way, kind)
            self.assertLess(told, way + 0.005, "Wi-Fi, and the router's address")
            self.assertIn((kind, "data_latency"), self.values)

    def test_a_client_that_waits_for_offers_takes_that_much_longer(self):
        run = run_mobility(self.folder / "slow", *self.WALK, "--dhcp-collect", 0.5, "--pcap", "no")
        slow = read_values(run)["away", "dhcp_latency"][0]
        self.assertAlmostEqual(slow - self.values["away", "dhcp_latency"][0], 0.5, 2)

    def test_the_same_seed_gives_the_same_octets(self):
        self.assert_same_files(self.run_folder, run_mobility(self.folder / "again", *self.WALK))


class Options(ScenarioTest):
    def assert_refused(self, *options, naming):
        done = execute("--out", self.folder / "none", *options, scenario="mobility")
        self.assertEqual(done.returncode, 2, options)
        self.assertIn(naming, done.stderr)
        self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)

    def test_bad_values_are_named(self):
        self.assert_refused("--addressing", "magic", naming="--addressing: unknown name 'magic'")
        self.assert_refused("--ra-interval", 8, naming="'8' is no number from 0.03 to 7\n")
        self.assert_refused("--ra-interval", "1,x", naming="--ra-interval: 'x' is no number")
        self.assert_refused("--ra-interval", "1,9", naming="--ra-interval: '9' is no number")
        self.assert_refused("--rate", "1,2", "--ra-interval", "1,2", naming="only one option may")
        self.assert_refused("--dad", "maybe", naming="--dad: 'maybe' is no number")
        self.assert_refused("--dad", "11", naming="--dad: '11' is no number from 0 to 10 s, nor on")
        self.assert_refused("--dad", "nan", naming="--dad")
        self.assert_refused("--visited-family", "ipx", naming="--visited-family: unknown name")
        self.assert_refused(
            "--visited-family", "ipv4", "--addressing", "ra", naming="needs --addressing=schedule"
        )
        self.assert_refused("--addressing", "dhcp", naming="dhcp needs --visited-family=ipv4")
        ipv4 = ("--addressing", "dhcp", "--visited-family", "ipv4")
        self.assert_refused(*ipv4, naming="dhcp needs --attachment=wifi")
        self.assert_refused(*ipv4, "--agent", "no", naming="dhcp needs --agent=yes")
        self.assert_refused("--dhcp-collect", 1, naming="--dhcp-collect needs --addressing=dhcp")
        self.assert_refused(*ipv4, "--dhcp-collect", 11, naming="--dhcp-collect: must be from 0")
        self.assert_refused(*ipv4, "--addressing", "ra", naming="--addressing")
        self.assert_refused("--addressing", "ra", "--agent", "no", naming="needs --agent=yes")


if __name__ == "__main__":
    main(str(program("mobility")), "tshark")
