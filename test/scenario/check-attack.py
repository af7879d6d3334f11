#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""The scenario `attack`: no false address gets more than RFC 8046 allows, and nobody else is harmed."""

import hashlib
import sys

sys.dont_write_bytecode = True

import captures  # noqa: E402
from support import ScenarioTest, main, read_csv, simulate  # noqa: E402

BYTES = 25000000
DURATION = 12
SHORT = ("--costs", "none", "--bytes", BYTES, "--copies", 2)
FREE = (*SHORT, "--duration", DURATION)
ATTACKER, VICTIM = "3ffe:100:3::1", "3ffe:600::1"
STRICT_VICTIM, FORGED_VICTIM, OBSERVER = "3ffe:600::2", "3ffe:600::3", "3ffe:610::1"
CLAIMS = ("third-party", "third-party-strict", "unroutable", "no-host")
OF_2003 = (*SHORT, "--duration", 8, "--dialect", "2003")
HIP_OF_2003 = 99  # protocol number
AC_OCTETS = 40 + 80  # with its IPv6 header; an ACR has as many
# RFC 8046, section 5.6.2.
AGING_INTERVAL, AGING_FACTOR = 5, 7 / 8


def run_attack(folder, *options):
    """Runs the scenario; it must succeed. Returns the folder."""
    return simulate(folder, *options, scenario="attack")


def read_metrics(folder):
    """The values of results.csv without a time, by path and metric."""
    rows = read_csv(folder / "results.csv")
    return {(r["path"], r["metric"]): float(r["value"]) for r in rows if not r["time_s"]}


def read_sizes(capture, display_filter):
    """Time and octets of each IPv6 packet that passes a filter."""
    names = ["frame.time_epoch", "ipv6.plen"]
    return [(float(time), int(length.split(",")[0]) + 40)
            for time, length in captures.fields(capture, display_filter, names)]


def allowed(sizes, told, until):
    """The most that may go to an unverified address: what came before has aged, the rest counts."""
    return sum(
        octets * AGING_FACTOR ** (max(0, told - time) // AGING_INTERVAL)
        for time, octets in sizes if time <= until
    )


def read_drops(metrics, path):
    """How many packets were refused, by reason."""
    return {metric.removeprefix("drops."): count
            for (of, metric), count in metrics.items()
            if of == path and metric.startswith("drops.")}


class Attack(ScenarioTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.free = run_attack(cls.folder / "free", *FREE)
        cls.metrics = read_metrics(cls.free)
        cls.events = read_csv(cls.free / "events.csv")

    def told(self, kind):
        """When the first false address of a kind was told."""
        times = [float(row["time_s"]) for row in self.events
                 if row["event"] == "false-address" and f"kind={kind} " in row["detail"]]
        return min(times)

    def sent(self):
        """What the server got from the attacker, on both of its links."""
        mine = f"(ipv6.src == {ATTACKER} || ipv6.src == {VICTIM}) && (esp || hip)"
        names = ("hip-host.pcap", "hip-host-link-2.pcap")
        return sorted(size for name in names for size in read_sizes(self.free / name, mine))

    def test_a_victim_gets_what_its_attacker_has_sent_and_no_more(self):
        told = self.told("third-party")
        sent = self.sent()
        came = read_sizes(self.free / "victim.pcap", f"ipv6.dst == {VICTIM} && esp")
        self.assertGreater(len(came), 100)
        total = 0
        for time, octets in came:
            total += octets
            self.assertLessEqual(total, allowed(sent, told, time), time)
        self.assertGreater(total, 0.95 * allowed(sent, told, told + DURATION), "it is used up")
        self.assertEqual(total, self.metrics["third-party", "diverted_bytes"])
        self.assertLess(total, 0.2 * self.metrics["third-party", "stream_bytes"])

    def test_the_limit_is_that_of_the_capture(self):
        told = self.told("third-party")
        sent = self.sent()
        expected = allowed(sent, told, told + DURATION)
        self.assertAlmostEqual(self.metrics["third-party", "limit_bytes"], expected, delta=1)

    def test_without_credit_a_victim_gets_only_the_check(self):
        capture = self.free / "victim.pcap"
        self.assertEqual(captures.count(capture, f"ipv6.dst == {STRICT_VICTIM} && esp"), 0)
        checks = read_sizes(capture, f"ipv6.dst == {STRICT_VICTIM} && hip")
        self.assertEqual(self.metrics["third-party-strict", "diverted_bytes"], 0)
        self.assertEqual(
            sum(octets for _, octets in checks),
            self.metrics["third-party-strict", "check_bytes"],
        )
        # The check and its repetitions after 1, 2 and 4 s, and an answer to each of the attacker's.
        self.assertEqual(len(checks), 4 + 3)

    def test_an_unroutable_address_gets_no_more_either(self):
        found = self.metrics["unroutable", "diverted_bytes"]
        self.assertGreater(found, 0)
        self.assertLessEqual(found, self.metrics["unroutable", "limit_bytes"])

    def test_addresses_of_no_host_get_nothing(self):
        for metric in ("diverted_bytes", "check_bytes"):
            self.assertEqual(self.metrics["no-host", metric], 0, metric)
        self.assertGreaterEqual(self.metrics["", "drops.bad-parameter"], 3)

    def test_no_false_address_is_ever_verified(self):
        for kind in CLAIMS:
            self.assertEqual(self.metrics[kind, "verified"], 0, kind)

    def test_replayed_updates_change_nothing(self):
        self.assertEqual(self.metrics["replayed", "injected"], 6 * 2 * 2, "6 UPDATEs of two moves")
        self.assertEqual(self.metrics["replayed", "locator_changes"], 0)
        self.assertEqual(captures.count(self.free / "observer.pcap", f"ipv6.dst == {OBSERVER}"), 0)

    def test_forged_updates_are_counted_and_change_nothing(self):
        # Two recorded LOCATOR_SETs, each forged in five ways, twice.
        expected = {"bad-checksum": 4, "bad-mac": 12, "no-association": 4}
        self.assertEqual(read_drops(self.metrics, "forged"), expected)
        self.assertEqual(self.metrics["forged", "injected"], sum(expected.values()))
        self.assertEqual(self.metrics["forged", "locator_changes"], 0)
        self.assertEqual(
            captures.count(self.free / "victim.pcap", f"ipv6.dst == {FORGED_VICTIM}"), 0
        )

    def test_the_honest_download_is_unharmed(self):
        (transfer,) = read_csv(self.free / "transfers.csv")
        self.assertEqual(int(transfer["octets"]), BYTES)
        self.assertEqual(
            transfer["sha256"], hashlib.sha256(captures.byte_pattern(BYTES)).hexdigest()
        )
        self.assertEqual(self.metrics["", "base_exchanges"], 1)

    def test_only_forged_packets_are_wrong(self):
        names = ["frame.number", "_ws.malformed", "hip.checksum.status"]
        seen = 0
        for name in ("proxy-wan.pcap", "hip-host.pcap", "victim.pcap", "observer.pcap"):
            found = captures.fields(self.free / name, "hip", names)
            seen += len(found)
            self.assertEqual([row[0] for row in found if row[1]], [], name)
            bad = [row[0] for row in found if row[2] == "0"]
            forged = 0 if name in ("victim.pcap", "hip-host.pcap") else 4
            self.assertEqual(len(bad), forged, name)
        self.assertGreater(seen, 100)

    def test_the_same_seed_gives_the_same_octets(self):
        again = run_attack(self.folder / "again", *FREE)
        self.assert_same_files(self.free, again)


class AttackOf2003(ScenarioTest):
    """The same with REA, AC and ACR, and without credit."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.free = run_attack(cls.folder / "free", *OF_2003)
        cls.metrics = read_metrics(cls.free)

    def count_at_victim(self, address, protocol):
        return captures.count(
            self.free / "victim.pcap", f"ipv6.dst == {address} && ipv6.nxt == {protocol}"
        )

    def test_a_victim_gets_the_checks_and_no_data(self):
        for kind, victim in (("third-party", VICTIM), ("third-party-strict", STRICT_VICTIM)):
            with self.subTest(kind):
                self.assertEqual(self.count_at_victim(victim, captures.NEXT_HEADER_ESP), 0)
                # As with HIPv2: four checks, and an answer to each repetition of the REA.
                checks = self.count_at_victim(victim, HIP_OF_2003)
                self.assertEqual(checks, 4 + 3)
                self.assertEqual(self.metrics[kind, "check_bytes"], checks * AC_OCTETS)
                self.assertGreater(self.metrics[kind, "stream_bytes"], 1e6)

    def test_no_false_address_gets_data_nor_is_verified(self):
        for kind in CLAIMS:
            for metric in ("diverted_bytes", "limit_bytes", "verified"):
                self.assertEqual(self.metrics[kind, metric], 0, f"{kind} {metric}")
        self.assertEqual(self.metrics["no-host", "check_bytes"], 0)
        self.assertGreaterEqual(self.metrics["", "drops.bad-parameter"], 3)

    def test_the_curve_of_the_limit_is_there_and_zero(self):
        values = {row["value"] for row in read_csv(self.free / "results.csv")
                  if row["metric"] == "limit"}
        self.assertEqual(values, {"0"})

    def test_replayed_packets_move_nobody(self):
        self.assertEqual(self.metrics["replayed", "injected"], 6 * 2 * 2, "2 of REA, AC and ACR")
        self.assertEqual(self.metrics["replayed", "locator_changes"], 0)
        # The REA of the first move is too old; that of the second one is answered to its sender.
        self.assertEqual(read_drops(self.metrics, "replayed"), {"bad-update-id": 4})

    def test_a_replayed_check_draws_one_answer_as_long_as_itself(self):
        came = captures.fields(
            self.free / "observer.pcap", f"ipv6.dst == {OBSERVER}", ["ipv6.nxt", "ipv6.plen"]
        )
        self.assertEqual(came, [[str(HIP_OF_2003), str(AC_OCTETS - 40)]] * 4, "2 AC, twice")
        self.assertEqual(self.metrics["replayed", "diverted_bytes"], 4 * AC_OCTETS)

    def test_forged_packets_are_counted_and_change_nothing(self):
        # Two REAs, each forged in five ways, and two ACs and ACRs in four, twice.
        expected = {"bad-checksum": 12, "bad-mac": 12 + 16, "no-association": 12}
        self.assertEqual(read_drops(self.metrics, "forged"), expected)
        self.assertEqual(self.metrics["forged", "injected"], sum(expected.values()))
        self.assertEqual(self.metrics["forged", "locator_changes"], 0)
        self.assertEqual(self.metrics["forged", "diverted_bytes"], 0)
        self.assertEqual(self.count_at_victim(FORGED_VICTIM, HIP_OF_2003), 0)

    def test_the_honest_download_is_unharmed(self):
        (transfer,) = read_csv(self.free / "transfers.csv")
        self.assertEqual(int(transfer["octets"]), BYTES)
        self.assertEqual(
            transfer["sha256"], hashlib.sha256(captures.byte_pattern(BYTES)).hexdigest()
        )
        self.assertEqual(self.metrics["", "base_exchanges"], 1)


if __name__ == "__main__":
    main("tshark")
