# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""The command line of ./hip."""

import argparse

from hip_command.errors import UsageError


class OneLineParser(argparse.ArgumentParser):
    """A parser whose complaint is one line."""

    def error(self, message):
        raise UsageError(f"{message} ({self.prog} --help tells more)")


def parse(arguments):
    """Returns the options, with the name of the subcommand in .command.

    What ./hip itself does not know is left in .rest for a program behind it. Raises UsageError.
    """
    parser = _make_parser()
    options, unknown = parser.parse_known_args(arguments)
    if options.command == "calibrate":
        options.rest = unknown
    elif unknown:
        parser.error(f"unrecognized arguments: {' '.join(unknown)}")
    return options


def _make_parser():
    parser = OneLineParser(
        prog="./hip",
        description="Builds, tests and runs the simulator of the Host Identity Protocol.",
        epilog="Every command has its own --help.",
        allow_abbrev=False,
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)

    def add(name, text, *, builds=True):
        command = commands.add_parser(
            name, help=text, description=text[0].upper() + text[1:] + ".", allow_abbrev=False
        )
        if builds:
            _add_build_options(command)
        return command

    setup = add("setup", "install the Debian packages that are missing", builds=False)
    _add_no_install(setup)

    compile_ = add("build", "compile everything")
    _add_sanitize(compile_)

    test = add("test", "build, run all tests and checks, and sum them up")
    _add_sanitize(test)
    test.add_argument(
        "--filter", metavar="X", help="only the tests and checks whose name contains X"
    )
    test.add_argument(
        "--fast", action="store_true", help="leave out what takes long: whole runs, other builds"
    )

    run = add("run", "run a scenario and make its report")
    _add_sanitize(run)
    run.add_argument("scenario", metavar="SCENARIO", help="a name that ./hip list shows")
    run.add_argument(
        "rest",
        nargs=argparse.REMAINDER,
        metavar="OPTION",
        help="options of the scenario; ./hip run SCENARIO --help shows them",
    )

    add("list", "list the scenarios", builds=False)

    clean = add("clean", "remove the build folders", builds=False)
    clean.add_argument("--all", action="store_true", help="the results in out/ as well")

    add("calibrate", "measure what cryptography costs on this machine; other options go to it")

    bench = add("bench", "measure the speed of the packet path")
    bench.add_argument("--filter", metavar="X", help="only benchmarks whose name contains X")
    return parser


def _add_build_options(parser):
    _add_no_install(parser)
    parser.add_argument(
        "-j", "--jobs", type=_count, metavar="N", help="how many compilers at a time"
    )


def _add_no_install(parser):
    parser.add_argument(
        "--no-install",
        dest="install",
        action="store_false",
        help="install nothing: if a package is missing, name it and exit with 2",
    )


def _add_sanitize(parser):
    parser.add_argument(
        "--sanitize",
        action="store_true",
        help="use the build with AddressSanitizer and UndefinedBehaviorSanitizer",
    )


def _count(text):
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is not a number from 1 up")
    return int(text)
