# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""What ./hip does about Debian packages, with a dpkg-query and an apt-get that only pretend."""

import tempfile
import unittest
from pathlib import Path

from support import hip, write_program

from hip_command import packages

INSTALLED = packages.read()


class Packages(unittest.TestCase):
    """The machine of these tests has the listed packages, without those in self.absent."""

    absent = ("mscgen", "ninja-build")

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.log = self.folder / "apt.log"
        self.state = self.folder / "dpkg.txt"
        names = [name for group in INSTALLED.values() for name in group]
        self.state.write_text(
            "".join(f"{name} ii \n" for name in names if name not in self.absent)
            + "".join(f"{name} rc \n" for name in self.absent)
        )
        write_program(self.folder, "dpkg-query", f"cat {self.state}\n")
        write_program(self.folder, "sudo", 'exec "$@"\n')
        self.apt("exit 0")

    def apt(self, ending):
        """Makes an apt-get that writes down its arguments, then does this."""
        write_program(self.folder, "apt-get", f'echo "$@" >> {self.log}\n{ending}\n')

    def test_no_install_names_the_missing_ones_and_touches_nothing(self):
        for command in (["setup"], ["test"]):
            with self.subTest(command):
                status, output, errors = hip(*command, "--no-install", path=self.folder)
                self.assertEqual((status, output), (2, ""))
                self.assertEqual(errors, "hip: missing Debian packages: ninja-build mscgen\n")
                self.assertFalse(self.log.exists())

    def test_build_asks_only_for_what_it_needs(self):
        _, _, errors = hip("build", "--no-install", path=self.folder)
        self.assertEqual(errors, "hip: missing Debian packages: ninja-build\n")

    def test_setup_installs_just_the_missing_ones_and_says_so(self):
        installed = self.state.read_text().replace(" rc ", " ii ")
        self.apt(f"case $* in *--download-only*) ;; *mscgen*) echo '{installed}' > {self.state};; esac")
        status, output, errors = hip("setup", path=self.folder)
        self.assertEqual((status, errors), (0, ""))
        self.assertIn("installing 2 missing Debian packages: ninja-build mscgen", output)
        steps = self.log.read_text().splitlines()
        self.assertEqual(len(steps), 3)
        self.assertIn("update", steps[0])
        self.assertTrue(steps[1].endswith("--download-only ninja-build mscgen"), steps[1])
        self.assertTrue(steps[2].endswith("--no-remove ninja-build mscgen"), steps[2])

    def test_a_failed_download_installs_nothing(self):
        self.apt("case $* in *--download-only*) exit 100;; esac")
        status, _, errors = hip("setup", path=self.folder)
        self.assertEqual(status, 2)
        self.assertEqual(errors.count("\n"), 1, errors)
        self.assertEqual(len(self.log.read_text().splitlines()), 2)

    def test_an_installation_that_changed_nothing_is_noticed(self):
        status, _, errors = hip("setup", path=self.folder)
        self.assertEqual(status, 2)
        self.assertIn("still missing after the installation: ninja-build mscgen", errors)

    def test_nothing_is_installed_when_nothing_is_missing(self):
        self.state.write_text(self.state.read_text().replace(" rc ", " ii "))
        status, output, _ = hip("setup", path=self.folder)
        self.assertEqual(status, 0)
        self.assertIn("everything that the project needs is installed", output)
        self.assertFalse(self.log.exists())


if __name__ == "__main__":
    unittest.main()
