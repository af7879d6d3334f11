# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""What ./hip answers to right and wrong command lines."""

import unittest

from support import hip

COMMANDS = ("setup", "build", "test", "run", "list", "clean", "calibrate", "bench")


class Arguments(unittest.TestCase):
    """Wrong requests end with one line and exit code 2, before anything is done."""

    def assert_refused(self, *arguments, naming):
        """The command refuses these arguments with a line that has the word in it."""
        status, output, errors = hip(*arguments)
        self.assertEqual(status, 2, errors)
        self.assertEqual(output, "")
        self.assertEqual(errors.count("\n"), 1, errors)
        self.assertTrue(errors.startswith("hip: "), errors)
        self.assertIn(naming, errors)

    def test_no_command_is_refused(self):
        self.assert_refused(naming="COMMAND")

    def test_an_unknown_command_is_named(self):
        self.assert_refused("fly", naming="'fly'")

    def test_every_command_names_an_unknown_option(self):
        for command in COMMANDS:
            if command == "calibrate":
                continue  # hands it on to the calibration program
            with self.subTest(command):
                self.assert_refused(command, "--bogus", "proxy", naming="--bogus")

    def test_options_are_not_abbreviated(self):
        self.assert_refused("test", "--sani", naming="--sani")

    def test_jobs_must_be_a_positive_number(self):
        for text in ("0", "-1", "two", "1.5", ""):
            with self.subTest(text):
                self.assert_refused("build", f"--jobs={text}", naming=f"'{text}'")

    def test_run_needs_a_scenario(self):
        self.assert_refused("run", naming="SCENARIO")

    def test_an_unknown_scenario_is_named(self):
        self.assert_refused("run", "no-such-scenario", naming="'no-such-scenario'")

    def test_a_path_is_no_scenario(self):
        self.assert_refused("run", "../scenarios", naming="'../scenarios'")


class Help(unittest.TestCase):
    """Help goes to the standard output and is no failure."""

    def test_every_command_has_help(self):
        for arguments in [(), *((command,) for command in COMMANDS)]:
            with self.subTest(arguments):
                status, output, errors = hip(*arguments, "--help")
                self.assertEqual((status, errors), (0, ""))
                self.assertTrue(output.startswith("usage: ./hip"), output)

    def test_the_first_help_names_every_command(self):
        _, output, _ = hip("--help")
        for command in COMMANDS:
            self.assertIn(f"    {command} ", output.replace("\n", " \n"))


class List(unittest.TestCase):
    """./hip list"""

    def test_every_scenario_has_a_description(self):
        status, output, _ = hip("list")
        self.assertEqual(status, 0)
        for line in output.splitlines():
            self.assertRegex(line, r"^[a-z0-9-]+ +\S.*")
            self.assertNotIn("(no description)", line)


if __name__ == "__main__":
    unittest.main()
