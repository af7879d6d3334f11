#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""Bad input, full disks and interrupts end with one line that says why, and nothing is written."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

sys.dont_write_bytecode = True

from support import (  # noqa: E402
    ROOT,
    ScenarioTest,
    execute,
    main,
    program as find_program,
    read_files,
    simulate,
)

QUICK = ("--bytes", 2000, "--pcap", "no")

# What is wrong, and what the line has to say about it.
BAD_OPTIONS = (
    (("--fast",), "--fast"),
    (("--fast=1",), "--fast"),
    (("fast",), "argument"),
    (("--out",), "--out"),
    (("--legacy-hosts=1",), "--legacy-hosts"),
    (("--legacy-hosts=201",), "--legacy-hosts"),
    (("--legacy-hosts=two",), "--legacy-hosts"),
    (("--legacy-hosts=-4294967294",), "--legacy-hosts"),
    (("--hip-hosts=0",), "--hip-hosts"),
    (("--hip-hosts=101",), "--hip-hosts"),
    (("--transport=sctp",), "--transport"),
    (("--bytes=0",), "--bytes"),
    (("--bytes=1e6",), "--bytes"),
    (("--bytes=-1",), "--bytes"),
    (("--bytes=99999999999999999999999",), "--bytes"),
    (("--suite=rot13",), "--suite"),
    (("--dialect=1999",), "--dialect"),
    (("--key=dsa",), "--key"),
    (("--group=p224",), "--group"),
    (("--puzzle=21",), "--puzzle"),
    (("--puzzle=hard",), "--puzzle"),
    (("--agent=maybe",), "--agent"),
    (("--legacy=ipx",), "--legacy"),
    (("--substitutes=perhaps",), "--substitutes"),
    (("--substitutes=no",), "--agent=no"),
    (("--crypto=none",), "--crypto"),
    (("--loss=0.31",), "--loss: must be from 0 to 0.3\n"),
    (("--duplicate=0.31",), "--duplicate"),
    (("--reorder=-0.1",), "--reorder"),
    (("--loss=-0.1",), "--loss"),
    (("--loss=nan",), "--loss"),
    (("--loss=some",), "--loss"),
    (("--seed=0",), "--seed"),
    (("--seed=-5",), "--seed"),
    (("--seed=4294967295",), "--seed"),
    (("--seed=4294967000",), "--seed"),
    (("--runs=0",), "--runs"),
    (("--runs=1001",), "--runs"),
    (("--jobs=0",), "--jobs"),
    (("--jobs=many",), "--jobs"),
    (("--legacy-city=Atlantis",), "'Atlantis'"),
    (("--hip-city=Atlantis",), "'Atlantis'"),
    (("--agent-city=Atlantis",), "'Atlantis'"),
    (("--keylog=later",), "--keylog"),
    (("--pcap=some",), "--pcap"),
    (("--seed=1", "--seed=2"), "--seed"),
)


class BadInput(ScenarioTest):
    def setUp(self):
        self.here = Path(tempfile.mkdtemp(dir=self.folder))
        self.out = self.here / "out"

    def assert_refused(self, done, text):
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
        self.assertIn(text, done.stderr)

    def refuse(self, *options, text, out=None):
        """The program refuses the options and leaves its folder as it is."""
        before = sorted(path for path in self.here.rglob("*"))
        where = () if "--out" in options else ("--out", out or self.out)
        self.assert_refused(execute(*where, *options), text)
        self.assertEqual(sorted(path for path in self.here.rglob("*")), before)

    def write(self, name, text):
        path = self.here / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def test_help_goes_to_standard_output(self):
        done = execute("--help")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn("--topology", done.stdout)

    def test_options(self):
        for options, text in BAD_OPTIONS:
            with self.subTest(options=options):
                self.refuse(*options, text=text)

    def test_missing_files(self):
        none = self.here / "none"
        for option, text in (
            ("--topology", f"{none}"),
            ("--zones", f"{none}/root.zone"),
            ("--keys", f"{none}/proxy.pem"),
            ("--costs", f"{none}"),
        ):
            with self.subTest(option=option):
                self.refuse(*QUICK, option, none, text=text)

    def test_broken_topology(self):
        whole = (ROOT / "data/topologies/Geant2012.graphml").read_text(encoding="utf-8")
        lines = whole.splitlines(keepends=True)
        half = self.write("half.graphml", "".join(lines[:40]))
        self.refuse(*QUICK, "--topology", half, text=f"{half}:41: ")
        lines[30] = "  <nonsense\n"
        torn = self.write("torn.graphml", "".join(lines))
        self.refuse(*QUICK, "--topology", torn, text=f"{torn}:31: ")
        empty = self.write("empty.graphml", "")
        self.refuse(*QUICK, "--topology", empty, text=f"{empty}: ")
        self.refuse(*QUICK, "--topology", self.here, text=f"{self.here}: ")

    def test_broken_zone(self):
        run = simulate(self.folder / "with-zones", *QUICK)
        for name in ("root", "com", "foo.com"):
            with self.subTest(zone=name):
                zones = self.here / name
                shutil.copytree(run / "zones", zones)
                broken = zones / f"{name}.zone"
                lines = broken.read_text(encoding="utf-8").splitlines()
                broken.write_text("\n".join([*lines[:3], "x 60 IN AAAA 3ffe::zz"]) + "\n")
                self.refuse(*QUICK, "--zones", zones, text=f"{broken}:4: ")
                broken.unlink()
                self.refuse(*QUICK, "--zones", zones, text=f"{broken}: ")

    def test_broken_key(self):
        for content in ("", "no key\n", "-----BEGIN PRIVATE KEY-----\nAAAA\n"):
            with self.subTest(content=content):
                pem = self.write("keys/proxy.pem", content)
                self.refuse(*QUICK, "--keys", pem.parent, text=f"{pem}: ")

    def test_folders_instead_of_files(self):
        for option in ("--costs", "--topology"):
            with self.subTest(option=option):
                self.refuse(*QUICK, option, self.here, text=f"{self.here}: ")
        (self.here / "proxy.pem").mkdir()
        text = f"{self.here / 'proxy.pem'}: cannot be read"
        self.refuse(*QUICK, "--keys", self.here, text=text)

    def test_broken_cost_table(self):
        head = "operation,algorithm,nanoseconds\n"
        for content, place in (
            ("", ""),
            ("a,b,c\n", ":1"),
            (head + "sign,ecdsa-p256,fast\n", ":2"),
            (head + "sign,rot13,5\n", ":2"),
            (head + "sign,ecdsa-p256,-5\n", ":2"),
            (head + "sign,ecdsa-p256,5\nthink,ecdsa-p256,5\n", ":3"),
            (head + "sign,ecdsa-p256,5\nsign,ecdsa-p256,6\n", ":3"),
        ):
            with self.subTest(content=content):
                table = self.write("costs.csv", content)
                self.refuse(*QUICK, "--costs", table, text=f"{table}{place}: ")

    def test_places_that_cannot_be_written(self):
        file = self.write("file", "mine\n")
        foreign = self.write("foreign/letter", "mine\n")
        for out in (file, file / "below", foreign.parent, Path("/proc/x")):
            with self.subTest(out=out):
                self.refuse(*QUICK, text=f"{out}: ", out=out)
        self.assertEqual((file.read_text(), foreign.read_text()), ("mine\n", "mine\n"))

    def test_a_failed_run_leaves_earlier_results_alone(self):
        run = simulate(self.out, *QUICK)
        before = read_files(run)
        self.refuse(*QUICK, "--topology", self.here / "none", text="none")
        self.assertEqual(read_files(run), before)

    def test_an_interrupt_leaves_nothing(self):
        for number, code in ((signal.SIGINT, 128 + 2), (signal.SIGTERM, 128 + 15)):
            with self.subTest(signal=number):
                command = [str(find_program("proxy")), "--bytes", "2000000000", "--out", str(self.out)]
                with subprocess.Popen(
                    command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
                ) as program:
                    self.wait_for_files(program)
                    program.send_signal(number)
                    _, errors = program.communicate(timeout=60)
                self.assertEqual(program.returncode, code, errors)
                self.assertLessEqual(len(errors.splitlines()), 1)
                self.assertEqual(list(self.here.iterdir()), [])

    def wait_for_files(self, program):
        """Until the run has begun to write."""
        end = time.monotonic() + 60
        while not any(self.here.rglob("*.pcap")):
            self.assertIsNone(program.poll(), "the run has ended by itself")
            self.assertLess(time.monotonic(), end, "the run writes nothing")
            time.sleep(0.05)


@unittest.skipUnless(os.geteuid() == 0, "only root can mount a small file system")
class FullDisk(ScenarioTest):
    OPTIONS = ("--bytes", 20000)

    def setUp(self):
        self.disk = self.folder / "disk"
        self.disk.mkdir(exist_ok=True)

    def mount(self, kilobytes):
        """Mounts a file system of this size, if this machine allows it."""
        command = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "none", str(self.disk)]
        if subprocess.run(command, capture_output=True, check=False).returncode != 0:
            self.skipTest("no file system can be mounted here")

    def test_all_or_nothing(self):
        whole = simulate(self.folder / "whole", *self.OPTIONS)
        files = read_files(whole)
        needed = sum((len(content) + 4095) // 4096 * 4 for content in files.values())
        outcomes = set()
        # Of several sizes, so that another file is the one without room.
        for kilobytes in (4, *range(needed - 60, needed + 64, 12)):
            with self.subTest(kilobytes=kilobytes):
                self.mount(kilobytes)
                try:
                    done = execute("--out", self.disk / "out", *self.OPTIONS)
                    outcomes.add(done.returncode)
                    if done.returncode == 0:
                        self.assertEqual(read_files(self.disk / "out"), files)
                    else:
                        self.assertEqual(done.returncode, 2)
                        self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
                        self.assertNotIn(".part", done.stderr)
                        self.assertIn(f"{self.disk / 'out'}", done.stderr)
                        self.assertEqual(list(self.disk.iterdir()), [])
                finally:
                    subprocess.run(["umount", str(self.disk)], check=True)
        self.assertEqual(outcomes, {0, 2})


if __name__ == "__main__":
    main()
