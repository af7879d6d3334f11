# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""The checks find what they look for: each is shown a fault and its sound neighbour."""

import tempfile
import unittest
from pathlib import Path

from support import load_tool

from hip_command.sources import read_lists

layers = load_tool("check-layers")
readme = load_tool("check-readme")
spdx = load_tool("check-spdx")
twins = load_tool("check-twins")


class Layers(unittest.TestCase):
    """Who includes whom."""

    def test_a_layer_uses_itself_and_those_below(self):
        for name, included in (
            ("model/hip-host.cc", "model/hip-device.h"),
            ("model/hip-host.cc", "core/wire/hip-packet.h"),
            ("helper/hip-helper.cc", "model/hip-host.h"),
            ("core/esp/beet.cc", "core/wire/ip-packet.h"),
            ("test/core/wire/tlv-test.cc", "model/hip-host.h"),
        ):
            self.assertIsNone(layers.check_include(name, '"', included), (name, included))

    def test_a_layer_does_not_use_one_above(self):
        for name, included in (
            ("core/wire/tlv.cc", "model/hip-host.h"),
            ("core/wire/tlv.cc", "core/crypto/hash.h"),
            ("core/esp/beet.cc", "core/association/endpoint.h"),
            ("model/hip-host.cc", "helper/hip-helper.h"),
            ("helper/hip-helper.cc", "scenarios/common/probe.h"),
            ("core/wire/tlv.cc", "ns3/packet.h"),
        ):
            self.assertIsNotNone(layers.check_include(name, '"', included), (name, included))

    def test_the_core_includes_no_ns3_in_any_spelling(self):
        self.assertIsNotNone(layers.check_include("core/wire/tlv.cc", "<", "ns3/packet.h"))

    def test_what_the_core_must_not_call_is_known_by_name(self):
        for symbol in (
            "socket",
            "clock_gettime",
            "time",
            "rand",
            "std::random_device::_M_getval()",
            "std::chrono::_V2::steady_clock::now()",
            "std::cout",
            "fopen64",
            "printf",
            "ns3::Simulator::Now()",
            "typeinfo for ns3::Object",
            "std::basic_ifstream<char, std::char_traits<char> >::basic_ifstream()",
        ):
            self.assertIsNotNone(layers.FORBIDDEN.match(symbol), symbol)

    def test_what_only_sounds_alike_is_allowed(self):
        for symbol in (
            "hip::Association::time()",
            "random_index",
            "hip::SeededRandom::Fill(boost::span<unsigned char>)",
            "snprintf",
            "memcpy",
            "EVP_EncryptUpdate",
            "ldns_wire2pkt",
        ):
            self.assertIsNone(layers.FORBIDDEN.match(symbol), symbol)


class Lists(unittest.TestCase):
    """sources.cmake, as everything but CMake reads it."""

    def test_comments_and_empty_lists(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "sources.cmake"
            path.write_text("# set(NO\n#  no.cc)\nset(A\n  a.cc # why\n  b/c.cc\n)\nset(B\n)\n")
            self.assertEqual(read_lists(path), {"A": ["a.cc", "b/c.cc"], "B": []})

    def test_the_twin_of_a_source(self):
        self.assertEqual(twins.twin_of("core/wire/tlv.cc"), "test/core/wire/tlv-test.cc")


class Readme(unittest.TestCase):
    """The commands of a README."""

    def test_only_sh_blocks_hold_commands(self):
        text = "```sh\n./hip list  # all\na \\\n  b\n\n```\n```text\nno\n```\n"
        self.assertEqual(readme.commands(text), ["./hip list", "a    b"])

    def test_a_failing_command_is_reported(self):
        self.assertIn("exit code 3", readme.check("exit 3"))
        self.assertIn("--no-such-option", readme.check("./hip test --no-such-option"))
        self.assertIn("no such program", readme.check("tools/try-in-ns3-tree-or-not"))

    def test_a_sound_command_is_not(self):
        self.assertIsNone(readme.check("true"))
        self.assertIsNone(readme.check("./hip test --fast"))


class Spdx(unittest.TestCase):
    """Which files must name their licence."""

    def test_sources_are_known_by_name_or_first_line(self):
        with tempfile.TemporaryDirectory() as folder:
            for name, text, expected in (
                ("a.cc", "int a;\n", True),
                ("CMakeLists.txt", "", True),
                ("tool", "#!/bin/sh\n", True),
                ("notes.md", "text\n", False),
                ("key.pem", "-----\n", False),
            ):
                path = Path(folder) / name
                path.write_text(text)
                self.assertEqual(spdx.is_source(path), expected, name)


if __name__ == "__main__":
    unittest.main()
