#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""The scenario `agent`: the load of a Forwarding Agent is what its hosts ask for, and no more."""

import math
import sys

sys.dont_write_bytecode = True

from support import ScenarioTest, execute, main, read_csv, simulate  # noqa: E402

HOSTS = (50, 200)
DELAY = 0.01  # seconds, of each of the four links to the agent and back
OPTIONS = ("--hosts", "50,200", "--data", "3000,30000", "--lifetime", 32, "--duration", 48,
           "--calls", 2, "--moves", "1,4", "--jobs", 2)
RESTART = ("--hosts", 50, "--data", 3000, "--moves", 0.1, "--lifetime", 32, "--duration", 5,
           "--restart", 5)
OF_2003 = ("--dialect", "2003")
OUTAGE = (*RESTART, "--agents", "1,2", "--outage", 30, "--calls", 4, "--jobs", 2)


class Rows:
    """The results of a folder."""

    def __init__(self, folder):
        self.rows = read_csv(folder / "results.csv")

    def value(self, hosts, metric, path="steady", data=3000, moves=None, agents=1):
        """The value of the run with so many hosts, octets of a call, moves (the fewest, unless told)
        and agents; None if there is none."""
        fewest = min(float(row["moves"]) for row in self.rows)
        wanted = (hosts, data, fewest if moves is None else moves, agents)
        names = ("hosts", "data", "moves", "agents")
        found = [float(row["value"]) for row in self.rows
                 if (row["path"], row["metric"]) == (path, metric)
                 and tuple(float(row[name]) for name in names) == wanted]
        return found[0] if found else None


class Agent(ScenarioTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.usual = simulate(cls.folder / "usual", *OPTIONS, scenario="agent")
        cls.free = simulate(cls.folder / "free", *OPTIONS, "--costs", "none", scenario="agent")
        cls.found = Rows(cls.usual)
        cls.without_costs = Rows(cls.free)

    def parameter(self, name):
        return float(self.found.rows[0][name])

    def test_leases_have_the_lifetime_that_their_code_stands_for(self):
        self.assertAlmostEqual(self.parameter("renewal_s"), 0.75 * 32, places=6)

    def test_each_host_renews_its_lease_after_three_quarters(self):
        # The renewal that follows begins when the answer has come.
        period = self.parameter("renewal_s") + 4 * DELAY
        for hosts in HOSTS:
            found = self.found.value(hosts, "registrations")
            self.assertAlmostEqual(found, hosts / period, delta=0.02 * hosts / period)

    def test_every_host_stays_registered(self):
        for hosts in HOSTS:
            self.assertEqual(self.found.value(hosts, "clients"), hosts)
            self.assertEqual(self.found.value(hosts, "refused"), 0)

    def test_each_call_costs_the_agent_one_packet_in_and_one_out(self):
        seconds = self.parameter("duration_s")
        for hosts in HOSTS:
            called = self.found.value(hosts, "called") * seconds
            relayed = self.found.value(hosts, "relayed") * seconds
            self.assertAlmostEqual(relayed, called, delta=2, msg="but those under way at an end")
            wanted = hosts * self.parameter("calls") / 60 * seconds
            self.assertAlmostEqual(called, wanted, delta=4 * math.sqrt(wanted))

    def test_a_relayed_packet_is_as_long_on_its_way_as_its_links(self):
        for hosts in HOSTS:
            for quantile in ("relay_p50", "relay_p95"):
                found = self.without_costs.value(hosts, quantile)
                self.assertAlmostEqual(found, 4 * DELAY, delta=0.0001)

    def test_a_renewal_takes_one_round_trip_and_a_first_lease_two(self):
        for hosts in HOSTS:
            renewal = self.without_costs.value(hosts, "renewal_p50")
            first = self.without_costs.value(hosts, "registration_p50", "joining")
            self.assertAlmostEqual(renewal, 4 * DELAY, delta=0.0001)
            self.assertAlmostEqual(first, 8 * DELAY, delta=0.0002)
            self.assertGreater(self.found.value(hosts, "renewal_p50"), renewal)

    def test_octets_by_purpose_make_up_all_octets(self):
        for hosts in HOSTS:
            for path in ("joining", "steady"):
                both = sum(self.found.value(hosts, f"bytes_{name}", path) for name in ("in", "out"))
                purposes = ("registration", "renewal", "move", "relay", "other")
                parts = sum(self.found.value(hosts, f"bytes_{name}", path) for name in purposes)
                self.assertAlmostEqual(parts, both, delta=1e-6 * both)

    def test_load_grows_as_the_hosts_do(self):
        few, many = HOSTS
        for metric in ("bytes_renewal", "cpu_verify", "utilization"):
            ratio = self.found.value(many, metric) / self.found.value(few, metric)
            self.assertAlmostEqual(ratio, many / few, delta=0.2 * many / few, msg=metric)

    def test_a_move_costs_the_agent_three_updates_two_of_which_it_verifies(self):
        seconds = self.parameter("duration_s")
        verify = 82.2e-6  # seconds for ecdsa-p256, in the default table
        renewals = self.found.value(HOSTS[-1], "registrations")
        for moves in (1, 4):
            moved = self.found.value(HOSTS[-1], "moved", moves=moves)
            wanted = HOSTS[-1] * moves / 60 * seconds
            self.assertAlmostEqual(moved * seconds, wanted, delta=4 * math.sqrt(wanted))
            octets = self.found.value(HOSTS[-1], "bytes_move", moves=moves)
            self.assertAlmostEqual(octets, 768 * moved, delta=0.03 * octets)
            cpu = self.found.value(HOSTS[-1], "cpu_verify", moves=moves)
            expected = 2 * verify * (moved + renewals) * seconds
            self.assertAlmostEqual(cpu, expected, delta=0.03 * expected)
            # An HMAC of SHA-384 takes 2.39 us; three each, and one for an I1.
            relayed = self.found.value(HOSTS[-1], "relayed", moves=moves)
            expected = 2.39e-6 * (3 * (moved + renewals) + relayed) * seconds
            cpu = self.found.value(HOSTS[-1], "cpu_hmac", moves=moves)
            self.assertAlmostEqual(cpu, expected, delta=0.03 * expected)
            self.assertAlmostEqual(
                self.found.value(HOSTS[-1], "registrations", moves=moves), renewals, 1
            )

    def test_the_agent_carries_no_data(self):
        few, much = (self.found.value(HOSTS[-1], "share", data=data) for data in (3000, 30000))
        self.assertLess(much, few / 7)
        self.assertEqual(self.found.value(HOSTS[-1], "bytes_other"), 0)

    def test_a_cpu_that_costs_nothing_is_never_busy(self):
        for hosts in HOSTS:
            self.assertEqual(self.without_costs.value(hosts, "utilization"), 0)

    def test_hosts_register_again_after_the_agent_has_restarted(self):
        found = Rows(simulate(self.folder / "restart", *RESTART, scenario="agent"))
        half, most, all_hosts = (found.value(50, f"back_{name}", "restart")
                                 for name in ("p50", "p95", "all"))
        self.assertEqual(found.value(50, "back", "restart"), 50)
        self.assertEqual(found.value(50, "clients", "restart"), 50)
        self.assertLess(0, half)
        self.assertLess(half, most)
        self.assertLessEqual(most, all_hosts)

    def test_a_second_agent_puts_callers_through_while_the_first_one_is_down(self):
        found = Rows(simulate(self.folder / "outage", *OUTAGE, scenario="agent"))
        alone, together = ({name: found.value(50, name, "outage", agents=agents)
                            for name in ("reached", "called", "call_p95")} for agents in (1, 2))
        self.assertGreater(alone["called"] * 30, 50)
        self.assertEqual(together["reached"], 1)
        self.assertLess(alone["reached"], 0.05)
        # The second I1 goes to the second agent, after the first wait of 1 s; then the exchange.
        self.assertAlmostEqual(together["call_p95"], 1 + 8 * DELAY, delta=0.05)
        for agents in (1, 2):
            self.assertEqual(found.value(50, "clients", "outage", agents=agents), 0)
            self.assertEqual(found.value(50, "back", "restart", agents=agents), 50)

    def test_the_same_seed_gives_the_same_octets_with_any_number_of_jobs(self):
        again = simulate(self.folder / "again", *OPTIONS[:-1], 1, scenario="agent")
        self.assert_same_files(self.usual, again)

    def test_bad_options_are_named(self):
        for option in ("--hosts=", "--hosts=9", "--hosts=100001", "--hosts=20,10", "--hosts=x",
                       "--hosts=100..10", "--data=1", "--data=5e3", "--calls=0", "--moves=-1",
                       "--moves=61", "--moves=3,2", "--moves=often", "--agents=0", "--agents=5",
                       "--agents=2,1", "--outage=5", "--lifetime=5", "--restart=61", "--costs=/nowhere"):
            done = execute(option, scenario="agent")
            self.assertEqual(done.returncode, 2, option)
            self.assertIn(option.split("=")[1] or "--hosts", done.stderr + option)
            self.assertEqual(len(done.stderr.splitlines()), 1, option)


class AgentOf2003(ScenarioTest):
    """The same with leases by FAQ and FAA."""

    HOSTS = 100
    PERIOD = 0.75 * 32 + 4 * DELAY  # seconds from one FAQ of a host that stays to the next
    MOVES = 4  # of a host in a minute
    SECONDS = 48
    FAQ_AND_FAA = 736  # octets of a renewal and of a move, with a key of dsa-1024
    SIGN, VERIFY = 119e-6, 92.5e-6  # seconds for dsa-1024, in the default table

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        folder = simulate(cls.folder / "usual", *OF_2003, "--hosts", cls.HOSTS, "--data", 3000,
                          "--lifetime", 32, "--duration", cls.SECONDS, "--calls", 2,
                          "--moves", f"0,{cls.MOVES}", scenario="agent")
        cls.found = Rows(folder)

    def value(self, metric, moves=0, path="steady"):
        return self.found.value(self.HOSTS, metric, path, moves=moves)

    def test_each_host_sends_a_faq_after_three_quarters_of_its_lease(self):
        self.assertEqual({row["dialect"] for row in self.found.rows}, {"2003"})
        expected = self.HOSTS / self.PERIOD
        self.assertAlmostEqual(self.value("registrations"), expected, delta=0.02 * expected)
        octets = self.FAQ_AND_FAA * self.value("registrations")
        self.assertAlmostEqual(self.value("bytes_renewal"), octets, delta=1e-6 * octets)
        self.assertEqual(self.value("bytes_move"), 0)

    def test_a_move_takes_the_place_of_a_renewal(self):
        rate = self.MOVES / 60
        renewals = self.HOSTS * rate / math.expm1(rate * self.PERIOD) * self.SECONDS
        found = self.value("bytes_renewal", self.MOVES) / self.FAQ_AND_FAA * self.SECONDS
        self.assertAlmostEqual(found, renewals, delta=4 * math.sqrt(renewals))
        moved = self.FAQ_AND_FAA * self.value("moved", self.MOVES)
        octets = self.value("bytes_move", self.MOVES)
        self.assertAlmostEqual(octets, moved, delta=0.03 * moved)

    def test_the_agent_signs_and_verifies_once_for_each_faq(self):
        for moves in (0, self.MOVES):
            asked = self.value("registrations", moves) * self.SECONDS
            for metric, each in (("cpu_sign", self.SIGN), ("cpu_verify", self.VERIFY)):
                self.assertAlmostEqual(self.value(metric, moves), each * asked, delta=2 * each)

    def test_a_renewal_takes_one_round_trip_and_a_first_lease_two(self):
        self.assertAlmostEqual(self.value("renewal_p50"), 4 * DELAY, delta=0.001)
        first = self.value("registration_p50", path="joining")
        self.assertAlmostEqual(first, 8 * DELAY, delta=0.002)

    def test_a_call_gets_through_and_costs_the_agent_an_i1_and_an_ac(self):
        self.assertEqual(self.value("reached"), 1)
        # A host that moves within the base exchange may not be found before its caller gives up.
        self.assertGreater(self.value("reached", self.MOVES), 0.97)
        called = self.value("called")
        self.assertGreater(called * self.SECONDS, 50)
        under_way = 2 / self.SECONDS
        self.assertAlmostEqual(self.value("relayed"), 2 * called, delta=2 * under_way)
        self.assertAlmostEqual(self.value("bytes_relay"), 400 * called, delta=400 * under_way)
        for metric in ("refused", "bytes_other", "bytes_esp"):
            self.assertEqual(self.value(metric), 0, metric)

    def test_hosts_have_their_leases_again_within_three_quarters_of_one(self):
        found = Rows(simulate(self.folder / "restart", *OF_2003, *RESTART, scenario="agent"))
        self.assertEqual(found.value(50, "back", "restart"), 50)
        self.assertAlmostEqual(found.value(50, "back_p50", "restart"), self.PERIOD / 2, delta=2)
        latest = found.value(50, "back_all", "restart")
        self.assertAlmostEqual(latest, self.PERIOD, delta=1)

    def test_an_agent_that_is_down_sends_nothing(self):
        options = (*RESTART, "--outage", 10, "--calls", 4, "--agents", "1,2")
        found = Rows(simulate(self.folder / "outage", *OF_2003, *options, scenario="agent"))
        for agents in (1, 2):
            self.assertEqual(found.value(50, "packets_out", "outage", agents=agents), 0)
            self.assertEqual(found.value(50, "back", "restart", agents=agents), 50)
        self.assertGreater(found.value(50, "packets_in", "outage", agents=2), 0)
        self.assertEqual(found.value(50, "reached", "outage", agents=2), 1)

    def test_what_the_dialect_has_not_is_refused(self):
        for options, name in (((*OF_2003, "--key", "ecdsa-p256"), "--key"),
                              ((*OF_2003, "--group", "p256"), "--group"),
                              (("--key", "dsa-1024"), "--key"),
                              (("--dialect", "1999"), "--dialect")):
            done = execute(*options, scenario="agent")
            self.assertEqual(done.returncode, 2, options)
            self.assertIn(name, done.stderr)
            self.assertEqual(len(done.stderr.splitlines()), 1, options)


if __name__ == "__main__":
    main()
