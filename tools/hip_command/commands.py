# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""One function for each subcommand: takes its options, returns the exit code."""

from hip_command import build as builder
from hip_command import measure, packages, scenarios, testing


def do_setup(options):
    """./hip setup"""
    packages.ensure(packages.read(), options.install)
    print("hip: everything that the project needs is installed")
    return 0


def do_build(options):
    """./hip build"""
    packages.ensure(["build", "test"], options.install)
    builder.build(options.sanitize, jobs=options.jobs)
    return 0


def do_test(options):
    """./hip test"""
    packages.ensure(["build", "run", "test"], options.install)
    return testing.test(options)


def do_run(options):
    """./hip run SCENARIO"""
    scenarios.require(options.scenario)
    packages.ensure(["build", "run"], options.install)
    return scenarios.run(options.scenario, options.rest, options.sanitize, options.jobs)


def do_list(_options):
    """./hip list"""
    names = scenarios.names()
    width = max((len(name) for name in names), default=0)
    for name in names:
        print(f"{name:{width}}  {scenarios.describe(name)}")
    return 0


def do_clean(options):
    """./hip clean"""
    builder.clean(options.all)
    return 0


def do_calibrate(options):
    """./hip calibrate"""
    packages.ensure(["build"], options.install)
    return measure.calibrate(options.rest, options.jobs)


def do_bench(options):
    """./hip bench"""
    packages.ensure(["build", "test"], options.install)
    return measure.bench(options.filter, options.jobs)
