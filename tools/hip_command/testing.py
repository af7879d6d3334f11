# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""./hip test: the build, the tests, the checks, and the table of what came out."""

import time

from hip_command import build, ctest, process
from hip_command.errors import StepFailed, UsageError
from hip_command.layout import ROOT, build_dir
from hip_command.results import Row, format_table

# (name, command, takes long, needs the build), in the order in which they run.
CHECKS = (
    ("format", ["tools/format", "--check"], False, False),
    ("layers", ["tools/check-layers"], False, True),
    ("twins", ["tools/check-twins"], False, False),
    ("spdx", ["tools/check-spdx"], False, False),
    ("coverage", ["tools/check-coverage"], False, False),
    ("command", ["python3", "-m", "unittest", "discover", "-s", "test/command"], False, False),
    ("standards", ["cmake", "--build", "build/release", "--target", "hip-core-header-standards"], True, True),
    ("waf", ["tools/waf", "configure", "build", "test"], True, False),
    ("readme", ["tools/check-readme"], True, True),
)


def test(options):
    """Runs what the options ask for and prints the table. Returns the exit code."""
    rows = _build_and_test(options)
    # The checks look at the sources or at the release build: once is enough.
    if not options.sanitize:
        built = rows[0].failed == 0
        rows += [_check(check, built) for check in CHECKS if _is_wanted(check, options)]
    if options.filter is not None and not any(row.name != "build" for row in rows):
        raise UsageError(f"no test or check has '{options.filter}' in its name")
    print("\n" + format_table(rows))
    return 1 if any(row.failed for row in rows) else 0


def _build_and_test(options):
    jobs = options.jobs or build.cpus()
    start = time.monotonic()
    _headline("build")
    try:
        build.build(options.sanitize, jobs=jobs)
    except StepFailed as error:
        print(f"hip: {error}")
        return [Row("build", failed=1, seconds=time.monotonic() - start)]
    rows = [Row("build", passed=1, seconds=time.monotonic() - start)]
    _headline("tests")
    return rows + ctest.run(build_dir(options.sanitize), jobs, options.filter, options.fast)


def _is_wanted(check, options):
    name, _, slow, _ = check
    return not (options.fast and slow) and (options.filter is None or options.filter in name)


def _check(check, built):
    """Runs a check; prints what it says only if it fails."""
    name, command, _, needs_build = check
    _headline(name)
    if needs_build and not built:
        print("not run, because the build failed")
        return Row(name, skipped=1)
    start = time.monotonic()
    status, text = process.capture(command, {"PYTHONPATH": str(ROOT / "tools")}, ROOT)
    row = Row(name, seconds=time.monotonic() - start)
    if status == 0:
        row.passed = 1
    else:
        row.failed = 1
        print(text, end="")
    return row


def _headline(name):
    print(f"== {name}", flush=True)
