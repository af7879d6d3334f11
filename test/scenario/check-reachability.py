#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""The scenario `reachability`: how long peers wait is what TTL and retransmission make of it."""

import math
import statistics
import sys

sys.dont_write_bytecode = True

import captures  # noqa: E402
from support import ScenarioTest, execute, main, read_csv, simulate  # noqa: E402

HOSTS = 25
TTLS = (3, 30)
WINDOW = 5.0
QUICK = ("--costs", "none", "--crypto", "modelled", "--keylog", "no", "--pcap", "no")
RACE = (*QUICK, "--hosts", HOSTS, "--ttls", "3,30", "--window", WINDOW, "--runs", 2, "--jobs", 2)
OTHERS_PAUSE = 0.1  # seconds after which others ask again for a record that has ended
# When I1s are sent, from the first one on; the last is what follows a failure, with the datagrams
# of a peer 1.1 s apart. And when the proxy has asked DNS for the address that each goes to.
TRIES = (0, 1, 3, 7, 15, 31, 47, 63, 89.1)
LOOKUPS = (0, *(at - 0.5 for at in TRIES[1:8]), 78.5)
LOOKUP = 0.1  # seconds that the first lookup takes at the most; so much is a time off


def stale(ttl, more):
    """The share of peers whose resolver has the old address for longer than so many seconds.

    It ends at any time from 0 to the TTL after the move; peers come at any time in the window.
    """
    area = max(ttl - more, 0) ** 2 - max(ttl - WINDOW - more, 0) ** 2
    return area / (2 * ttl * WINDOW)


def expected_wait(ttl):
    """The mean time until the I1 that goes to the new address; see doc/validation.md."""
    steps = zip(TRIES, TRIES[1:], LOOKUPS)
    return sum((after - before) * stale(ttl, lookup) for before, after, lookup in steps)


class Reachability(ScenarioTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.race = simulate(cls.folder / "race", *RACE, scenario="reachability")
        cls.rows = read_csv(cls.race / "results.csv")

    def contacts(self, path, ttl):
        """For each contact what was measured, by metric, and its arrival after the move."""
        found = {}
        for row in self.rows:
            if row["path"] == path and int(row["ttl_s"]) == ttl and row["time_s"]:
                contact = found.setdefault((row["run"], row["time_s"]), {})
                contact["arrival"] = float(row["time_s"])
                contact[row["metric"]] = float(row["value"])
        self.assertEqual(len(found), 2 * HOSTS)
        return list(found.values())

    def value(self, path, ttl, metric):
        """The mean of a metric of whole runs."""
        return statistics.mean(float(row["value"]) for row in self.rows if not row["time_s"] and
                               (row["path"], row["metric"], row["ttl_s"]) == (path, metric, str(ttl)))

    def test_by_the_agent_no_peer_waits_for_a_retransmission(self):
        for contact in self.contacts("agent", 3600):
            if contact["arrival"] > contact["known"]:
                self.assertLess(contact["wait"], 0.5, contact)

    def test_agent_and_dns_know_the_new_address_at_once(self):
        for contact in (*self.contacts("agent", 3600), *self.contacts("dns", 3)):
            self.assertLess(contact["known"], 0.1, contact)
            self.assertGreater(contact["known"], 0.001, contact)

    def test_each_peer_is_answered_by_the_first_i1_after_the_old_record_has_ended(self):
        waits = [c["wait"] for ttl in TTLS for c in self.contacts("dns", ttl)
                 if c["cached"] < c["arrival"]]
        base = statistics.median(waits)
        self.assertLess(max(waits), base + LOOKUP)
        judged = 0
        for ttl in TTLS:
            for contact in self.contacts("dns", ttl):
                rest = contact["cached"] - contact["arrival"]
                if any(abs(rest - lookup) < LOOKUP for lookup in LOOKUPS):
                    continue  # the old record ends just when it is asked for
                judged += 1
                number = next(i for i, lookup in enumerate(LOOKUPS) if lookup >= rest)
                found = contact["wait"] - base
                self.assertLess(abs(found - TRIES[number]), LOOKUP, contact)
        self.assertGreater(judged, 60)

    def test_the_mean_wait_is_that_of_the_formula(self):
        for ttl in TTLS:
            waits = [contact["wait"] for contact in self.contacts("dns", ttl)]
            base = min(waits)
            error = statistics.stdev(waits) / math.sqrt(len(waits))
            expected = base + expected_wait(ttl)
            self.assertLess(abs(statistics.mean(waits) - expected), 3 * error + LOOKUP, ttl)

    def test_a_name_that_others_ask_for_costs_one_query_in_each_ttl(self):
        for ttl in TTLS:
            messages = self.value("dns", ttl, "dns_messages")
            expected = 2 / (ttl + OTHERS_PAUSE)  # query and answer
            self.assertLess(abs(messages / expected - 1), 0.1, ttl)
        self.assertLess(self.value("agent", 3600, "dns_messages"), 0.001)

    def test_a_move_costs_one_signed_update(self):
        self.assertEqual(self.value("dns", 3, "dns_move_messages"), 2)
        self.assertEqual(self.value("agent", 3600, "dns_move_messages"), 0)
        self.assertEqual(self.value("agent", 3600, "agent_move_messages"), 3)

    def test_updates_are_what_others_take_them_for(self):
        run = simulate(self.folder / "one", "--hosts", 1, "--by", "dns", "--ttls", 1,
                       scenario="reachability")
        for name in ("hip-host.pcap", "hip-host-link-2.pcap"):
            found = captures.fields(run / name, "dns.flags.opcode == 5",
                                    ["dns.flags.response", "dns.flags.rcode", "dns.qry.name",
                                     "_ws.malformed"])
            self.assertEqual(len(found), 2, name)
            for _, rcode, zone, malformed in found:
                self.assertEqual(zone, "foo.com", name)
                self.assertEqual(malformed, "", name)
                self.assertIn(rcode, ("", "0"), name)

    def test_the_same_seed_gives_the_same_octets_with_any_number_of_jobs(self):
        few = (*QUICK, "--hosts", 2, "--ttls", 1)
        one = simulate(self.folder / "jobs1", *few, "--jobs", 1, scenario="reachability")
        two = simulate(self.folder / "jobs2", *few, "--jobs", 2, scenario="reachability")
        self.assert_same_files(one, two)

    def test_bad_values_are_named(self):
        for option, text in (("ttls", ""), ("ttls", "0"), ("ttls", "1.5"), ("ttls", "3,3"),
                             ("ttls", "5,x"), ("ttls", "3601"), ("ttls", "nan"), ("hosts", "0"),
                             ("hosts", "101"), ("window", "0"), ("window", "x"), ("retry", "0.01"),
                             ("by", "post"), ("visited-city", "Atlantis")):
            done = execute(f"--{option}={text}", "--out", self.folder / "bad",
                           scenario="reachability")
            self.assertEqual(done.returncode, 2, (option, text))
            self.assertEqual(len(done.stderr.splitlines()), 1, (option, text))
            if option != "visited-city":
                self.assertIn(f"--{option}", done.stderr, (option, text))


if __name__ == "__main__":
    main("tshark")
