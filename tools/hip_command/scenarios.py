# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""The scenarios: which there are, and how one is run."""

from hip_command import build, process
from hip_command.errors import StepFailed, UsageError
from hip_command.layout import OUT, ROOT, SCENARIOS
from hip_command.sources import read_lists

REPORT = ROOT / "analysis" / "report"


def names():
    """The names of all scenarios, sorted."""
    listed = read_lists(ROOT / "sources.cmake")["HIP_SCENARIO_SOURCES"]
    return sorted({path.split("/")[1] for path in listed} - {"common"})


def describe(name):
    """The one line that scenarios/<name>/description.txt begins with."""
    try:
        text = (SCENARIOS / name / "description.txt").read_text(encoding="utf-8")
    except OSError:
        return "(no description)"
    return next((line for line in text.splitlines() if line and not line.startswith("#")), "")


def require(name):
    """Raises UsageError if there is no such scenario."""
    if name not in names():
        known = ", ".join(names()) or "none yet"
        raise UsageError(f"there is no scenario '{name}'; there are: {known}")


def run(name, options, sanitize=False, jobs=None):
    """Builds and runs a scenario, then makes its report. Returns the exit code of the scenario:

    1 if its results show a failure, which the report is to show too; more if there are none.
    """
    program = f"hip-scenario-{name}"
    folder = build.build(sanitize, [program], jobs)
    if {"--help", "-h"} & set(options):
        return process.call([folder / program, *options])

    out = out_option(options)
    if out is None:
        out = OUT / name
        options = [*options, f"--out={out}"]
    status = process.call([folder / program, *options])
    if status > 1 or status < 0:
        return status
    if process.call([REPORT, out]) != 0:
        raise StepFailed(f"the results are in {out}, but the report could not be made")
    return status


def out_option(options):
    """The value of --out DIR or --out=DIR, or None."""
    for index, option in enumerate(options):
        if option.startswith("--out="):
            return option[len("--out=") :]
        if option == "--out" and index + 1 < len(options):
            return options[index + 1]
    return None
