# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""Captures of a run, as tshark shows them and as octets; and the keys to judge them by."""

import csv
import hashlib
import hmac
import ipaddress
import json
import os
import struct
import subprocess
from collections import namedtuple

NEXT_HEADER_TCP, NEXT_HEADER_UDP, NEXT_HEADER_ESP, NEXT_HEADER_HIP = 6, 17, 50, 139
LINK_HEADERS = {1: 14, 9: 2}  # link type of a pcap file: octets before the IP header

HIP_I1, HIP_R1, HIP_I2, HIP_R2 = 1, 2, 3, 4
PARAMETER_CIPHER, PARAMETER_MAC = 579, 61505
CIPHER_KEY_LENGTHS = {1: 0, 2: 16, 4: 32}
HIT_SUITE_HASHES = {1: "sha256", 2: "sha384"}

Association = namedtuple("Association", "initiator responder group i j kij")
Sa = namedtuple("Sa", "source destination spi cipher key mac mac_key")


def read_associations(folder):
    """The lines of keylog.txt."""
    found = []
    for line in (folder / "keylog.txt").read_text().splitlines():
        tag, *fields = line.split()
        assert tag == "HIP2", line
        hit_i, hit_r, group, *secrets = fields
        hits = [ipaddress.IPv6Address(bytes.fromhex(hit)) for hit in (hit_i, hit_r)]
        found.append(Association(*hits, int(group), *map(bytes.fromhex, secrets)))
    return found


def read_sas(folder):
    """The rows of esp_sa by their SPI."""
    found = {}
    with open(folder / "esp_sa", newline="", encoding="utf-8") as file:
        for _, source, destination, spi, cipher, key, mac, mac_key in csv.reader(file):
            keys = [bytes.fromhex(text.removeprefix("0x")) for text in (key, mac_key)]
            number = int(spi, 16)
            found[number] = Sa(source, destination, number, cipher, keys[0], mac, keys[1])
    return found


def decryption(folder):
    """The options that let tshark decrypt the ESP of a run."""
    options = ["-o", "esp.enable_encryption_decode:TRUE"]
    for row in (folder / "esp_sa").read_text().splitlines():
        options += ["-o", f"uat:esp_sa:{row}"]
    return options


def tshark(capture, *options):
    """What tshark prints about a capture, free of what a user has configured."""
    home = str(capture.parent)
    done = subprocess.run(
        ["tshark", "-n", "-r", str(capture), *options],
        capture_output=True,
        text=True,
        env={**os.environ, "HOME": home, "WIRESHARK_CONFIG_DIR": f"{home}/none"},
        check=False,
    )
    if done.returncode != 0:
        raise AssertionError(f"tshark {capture}: {done.stderr}")
    return done.stdout


def fields(capture, display_filter, names, *options):
    """The fields of each packet that passes a filter, as lists of texts."""
    wanted = [option for name in names for option in ("-e", name)]
    shown = tshark(capture, "-Y", display_filter, "-T", "fields", *wanted, *options)
    return [line.split("\t") for line in shown.splitlines()]


def count(capture, display_filter, *options):
    """How many packets pass a filter."""
    return len(fields(capture, display_filter, ["frame.number"], *options))


def follow_tcp(capture, stream, *options):
    """What both sides of a TCP stream send: of the one that opened it, and of the other one."""
    shown = tshark(capture, "-q", "-z", f"follow,tcp,raw,{stream}", *options)
    sides = {False: [], True: []}
    for line in shown.splitlines():
        text = line.strip()
        if text and set(text) <= set("0123456789abcdef"):
            sides[line.startswith("\t")].append(bytes.fromhex(text))
    return b"".join(sides[False]), b"".join(sides[True])


def inner_segments(capture, protocol, display_filter, *options):
    """SPI and octets of the TCP or UDP inside ESP packets, as tshark decrypts them."""
    shown = tshark(
        capture, "-Y", f"esp && {protocol} && ({display_filter})",
        "-T", "json", "-x", "-j", f"esp {protocol} data", *options,
    )
    for packet in json.loads(shown):
        layers = packet["_source"]["layers"]
        octets = bytes.fromhex(layers[f"{protocol}_raw"][0])
        payload = layers[protocol].get(f"{protocol}.payload_raw")
        if payload is None:
            payload = layers.get("data_raw")
        if payload is not None:
            octets += bytes.fromhex(payload[0])
        yield int(layers["esp"]["esp.spi"], 16), octets


def read_packets(capture, version=6):
    """The packets of one IP version in a pcap file: protocol number and payload."""
    data = capture.read_bytes()
    magic, link_type = struct.unpack_from("<I", data)[0], struct.unpack_from("<I", data, 20)[0]
    assert magic in (0xA1B2C3D4, 0xA1B23C4D), hex(magic)
    place = 24
    while place < len(data):
        length, wire_length = struct.unpack_from("<II", data, place + 8)
        assert length == wire_length
        packet = data[place + 16 + LINK_HEADERS[link_type] : place + 16 + length]
        place += 16 + length
        if packet[0] >> 4 != version:
            continue
        if version == 6:
            payload_length = struct.unpack_from(">H", packet, 4)[0]
            yield packet[6], packet[40 : 40 + payload_length]
        else:
            header, total = 4 * (packet[0] & 0xF), struct.unpack_from(">H", packet, 2)[0]
            yield packet[9], packet[header:total]


def checksum(octets):
    """The Internet checksum (RFC 1071): 0 over octets that hold a right one."""
    octets += b"\0" * (len(octets) % 2)
    total = sum(struct.unpack(f">{len(octets) // 2}H", octets))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return total ^ 0xFFFF


def checksum_over(source, destination, protocol, octets):
    """The same with the pseudo-header of IPv6 (RFC 8200, section 8.1)."""
    pseudo = source.packed + destination.packed + struct.pack(">II", len(octets), protocol)
    return checksum(pseudo + octets)


def byte_pattern(length):
    """The known octets that servers send: scenarios/common/byte-pattern.h."""
    mixed = (position * 2654435761 & 0xFFFFFFFF for position in range(length))
    return bytes((word ^ word >> 15) >> 8 & 0xFF for word in mixed)


def hip_parameters(packet):
    """Type, offset and content of each parameter of a HIP packet (RFC 7401, section 5.2.1)."""
    place = 40
    while place < len(packet):
        kind, length = struct.unpack_from(">HH", packet, place)
        yield kind, place, packet[place + 4 : place + 4 + length]
        place += 11 + length - (length + 3) % 8


def key_material(association, length):
    """RFC 7401, section 6.5: HKDF with the hash of the Responder's HIT suite."""
    name = hash_of(association)
    secret = hmac.new(association.i + association.j, association.kij, name).digest()
    info = b"".join(sorted(hit.packed for hit in (association.initiator, association.responder)))
    found = block = b""
    while len(found) < length:
        number = len(found) // len(secret) + 1
        block = hmac.new(secret, block + info + bytes([number]), name).digest()
        found += block
    return found[:length]


def hash_of(association):
    """RHASH: the suite is in the last four of the first 32 bits of the Responder's HIT."""
    return HIT_SUITE_HASHES[association.responder.packed[3] & 0xF]


def initiator_mac_key(association, cipher):
    """The key of the Initiator's HIP_MACs: gl if its HIT is the larger one, else lg."""
    mac, encryption = hashlib.new(hash_of(association)).digest_size, CIPHER_KEY_LENGTHS[cipher]
    keys = key_material(association, 2 * (mac + encryption))
    start = encryption if association.initiator > association.responder else 2 * encryption + mac
    return keys[start : start + mac]


def hip_mac(packet, place, key, name):
    """What HIP_MAC at a place of a packet must hold (RFC 7401, section 6.4.1)."""
    covered = bytearray(packet[:place])
    covered[1] = place // 8 - 1
    covered[4:6] = bytes(2)
    return hmac.new(key, covered, name).digest()
