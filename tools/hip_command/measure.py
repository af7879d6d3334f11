# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""Measurements on a real machine: the cost table of cryptography, the benchmarks."""

from pathlib import PurePath

from hip_command import build, process
from hip_command.errors import UsageError
from hip_command.layout import ROOT
from hip_command.sources import read_lists


def calibrate(options, jobs):
    """Builds and runs hip-calibrate. Returns its exit code."""
    if not read_lists(ROOT / "sources.cmake")["HIP_CALIBRATE_SOURCES"]:
        raise UsageError("this version has no calibration program")
    folder = build.build(targets=["hip-calibrate"], jobs=jobs)
    return process.call([folder / "hip-calibrate", *options])


def bench(name_part, jobs):
    """Builds and runs the benchmarks whose name contains name_part. Returns the worst exit code."""
    lists = read_lists(ROOT / "sources.cmake")
    programs = [f"hip-bench-{PurePath(path).stem}" for path in lists["HIP_MODEL_BENCHMARKS"]]
    if name_part is not None:
        programs = [program for program in programs if name_part in program]
    core = ["hip-core-bench"] if lists["HIP_CORE_BENCHMARKS"] else []
    if not core + programs:
        raise UsageError("there is no such benchmark")
    folder = build.build(targets=core + programs, jobs=jobs)
    status = 0
    for program in core:
        options = [f"--benchmark_filter={name_part}"] if name_part is not None else []
        status = max(status, process.call([folder / program, *options]))
    for program in programs:
        status = max(status, process.call([folder / program]))
    return status
