#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""tshark and Python's hmac judge the captures of whole runs, with the keys that the runs log."""

import hmac
import struct
import sys

sys.dont_write_bytecode = True

import captures  # noqa: E402
from support import PROXY, ScenarioTest, main, simulate  # noqa: E402

BYTES = 60000
RUNS = {
    "default": (),
    "legacy-ipv4": ("--legacy", "ipv4"),
    "cbc-256-rsa": ("--suite", "aes-256-cbc-sha256", "--key", "rsa-2048"),
    "cbc-128": ("--suite", "aes-128-cbc-sha256", "--group", "p384"),
    "udp": ("--transport", "udp"),
}
FILES = ("legacy-lan.pcap", "proxy-wan.pcap", "agent.pcap", "hip-host.pcap", "dns.pcap")
CHECKED = ("ip", "udp", "tcp", "icmp", "icmpv6", "hip")
GOOD = "1"  # tshark's value of *.checksum.status
SAMPLE = 30


class Captures(ScenarioTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.runs = {
            name: simulate(cls.folder / name, "--bytes", BYTES, *options)
            for name, options in RUNS.items()
        }

    def for_each_run(self, check):
        """Calls check(run) for every run."""
        for name, run in self.runs.items():
            with self.subTest(run=name):
                check(run)

    def test_no_packet_is_malformed(self):
        def check(run):
            keys = captures.decryption(run)
            for name in FILES:
                names = ["frame.number", "_ws.malformed"]
                found = captures.fields(run / name, "frame", names, *keys)
                self.assertGreater(len(found), 0, name)
                self.assertEqual([number for number, malformed in found if malformed], [], name)

        self.for_each_run(check)

    def test_checksums_are_good(self):
        judge = [o for name in ("ip", "udp", "tcp") for o in ("-o", f"{name}.check_checksum:TRUE")]
        def check(run):
            judged = dict.fromkeys(CHECKED, 0)
            names = [f"{protocol}.checksum.status" for protocol in CHECKED]
            for name in FILES:
                for number, *found in captures.fields(
                    run / name, "frame", ["frame.number", *names], *judge
                ):
                    for protocol, status in zip(CHECKED, found):
                        # A packet that an ICMP error quotes counts too: "1,1".
                        good = set(filter(None, status.split(","))) <= {GOOD}
                        self.assertTrue(good, f"{name}:{number}: {protocol} checksum")
                        judged[protocol] += status != ""
            for protocol in ("udp", "icmpv6", "hip"):
                self.assertGreater(judged[protocol], 0, protocol)

        self.for_each_run(check)

    def test_all_esp_is_decrypted(self):
        def check(run):
            keys = captures.decryption(run)
            for name in ("proxy-wan.pcap", "hip-host.pcap"):
                ports = ["tcp.srcport", "udp.srcport"]
                found = captures.fields(run / name, "esp", ["frame.number", *ports], *keys)
                self.assertGreater(len(found), 2 * 40, name)
                self.assertEqual([number for number, *shown in found if not any(shown)], [], name)

        self.for_each_run(check)

    def test_checksums_inside_esp_are_over_hits(self):
        def check(run):
            keys = captures.decryption(run)
            hits = self.hits_by_spi(run)
            protocol = "udp" if run == self.runs["udp"] else "tcp"
            number = captures.NEXT_HEADER_UDP if protocol == "udp" else captures.NEXT_HEADER_TCP
            capture = run / "proxy-wan.pcap"
            checked = set()
            for spi in hits:
                numbers = captures.fields(capture, f"esp.spi == {spi}", ["frame.number"])
                last = int(numbers[:SAMPLE][-1][0]) if numbers else 0
                sample = f"esp.spi == {spi} && frame.number <= {last}"
                for found, octets in captures.inner_segments(capture, protocol, sample, *keys):
                    self.assertEqual(captures.checksum_over(*hits[found], number, octets), 0)
                    checked.add(found)
            self.assertEqual(len(checked), 2, "both directions")

        self.for_each_run(check)

    def hits_by_spi(self, run):
        """Source and destination HIT of each SA between proxy and HIP host."""
        proxied = captures.read_associations(run)[-1]
        both = (proxied.initiator, proxied.responder)
        return {
            spi: both if sa.source == PROXY else both[::-1]
            for spi, sa in captures.read_sas(run).items()
            if PROXY in (sa.source, sa.destination)
        }

    def test_a_followed_stream_is_the_known_pattern(self):
        expected = captures.byte_pattern(BYTES)
        def check(run):
            if run == self.runs["udp"]:
                return
            for display_filter, options, name in (
                ("esp && tcp", captures.decryption(run), "proxy-wan.pcap"),
                ("tcp.port == 40000", (), "legacy-lan.pcap"),
            ):
                found = captures.fields(run / name, display_filter, ["tcp.stream"], *options)
                streams = sorted({int(row[0]) for row in found})
                self.assertEqual(len(streams), 2, "one stream of each legacy host")
                for stream in streams:
                    request, answer = captures.follow_tcp(run / name, stream, *options)
                    self.assertEqual(request, struct.pack(">Q", BYTES), name)
                    self.assertEqual(len(answer), BYTES, name)
                    self.assertTrue(answer == expected, f"{name}: other octets than the pattern")

        self.for_each_run(check)

    def test_icvs_of_esp_are_right(self):
        for name in ("cbc-128", "cbc-256-rsa"):
            with self.subTest(run=name):
                run = self.runs[name]
                sas = captures.read_sas(run)
                checked = 0
                for protocol, packet in captures.read_packets(run / "proxy-wan.pcap"):
                    if protocol != captures.NEXT_HEADER_ESP or checked == SAMPLE:
                        continue
                    sa = sas[struct.unpack_from(">I", packet)[0]]
                    # HMAC-SHA-256-128 over SPI, number, IV, ciphertext, and the number's high half.
                    expected = hmac.new(sa.mac_key, packet[:-16] + bytes(4), "sha256").digest()[:16]
                    self.assertEqual(packet[-16:], expected)
                    checked += 1
                self.assertEqual(checked, SAMPLE)

    def test_hip_mac_of_i2_follows_from_the_logged_secret(self):
        def check(run):
            association = captures.read_associations(run)[-1]
            i2 = [
                packet for protocol, packet in captures.read_packets(run / "proxy-wan.pcap")
                if protocol == captures.NEXT_HEADER_HIP and packet[2] == captures.HIP_I2
            ]
            self.assertEqual(len(i2), 1)
            self.assertEqual(i2[0][8:24], association.initiator.packed)
            self.assertEqual(i2[0][24:40], association.responder.packed)
            found = {kind: (place, value) for kind, place, value in captures.hip_parameters(i2[0])}
            cipher = struct.unpack(">H", found[captures.PARAMETER_CIPHER][1])[0]
            key = captures.initiator_mac_key(association, cipher)
            place, mac = found[captures.PARAMETER_MAC]
            self.assertEqual(
                mac, captures.hip_mac(i2[0], place, key, captures.hash_of(association))
            )

        self.for_each_run(check)

    def test_the_legacy_hosts_see_no_hip(self):
        def check(run):
            self.assertEqual(captures.count(run / "legacy-lan.pcap", "hip || esp"), 0)

        self.for_each_run(check)


if __name__ == "__main__":
    main("tshark")
