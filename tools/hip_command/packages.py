# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""The Debian packages that the project needs, and their installation."""

import os
import shutil

from hip_command import process
from hip_command.errors import UsageError
from hip_command.layout import ROOT

LIST = ROOT / "tools" / "packages.txt"


def read(path=LIST):
    """Returns {group: [package, ...]} of the package list."""
    groups = {}
    group = None
    for line in path.read_text(encoding="utf-8").splitlines():
        word = line.split("#")[0].strip()
        if word.startswith("["):
            group = groups.setdefault(word.strip("[]"), [])
        elif word:
            group.append(word)
    return groups


def missing(groups):
    """Returns the packages of these groups that are not installed, in the order of the list."""
    listed = read()
    wanted = [package for group in groups for package in listed[group]]
    status, text = process.capture(["dpkg-query", "-W", "-f=${Package} ${db:Status-Abbrev}\n"])
    if status != 0:
        return []  # not a Debian system: CMake names what it does not find
    installed = {line.split()[0] for line in text.splitlines() if " ii" in line}
    return [package for package in wanted if package not in installed]


def ensure(groups, install=True):
    """Makes sure that the packages of these groups are installed.

    Raises UsageError, with nothing changed, if some are missing and may not or cannot be installed.
    """
    absent = missing(groups)
    if not absent:
        return
    names = " ".join(absent)
    if not install:
        raise UsageError(f"missing Debian packages: {names}")
    as_root = [] if os.geteuid() == 0 else ["sudo"]
    if as_root and not shutil.which("sudo"):
        raise UsageError(f"neither root nor sudo, so install these Debian packages first: {names}")
    _install(as_root, absent)


def _install(as_root, absent):
    apt = as_root + ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"]
    # Never at the price of something that is on the machine already: --no-remove.
    install = apt + ["install", "-y", "--no-install-recommends", "--no-remove"]
    print(f"hip: installing {len(absent)} missing Debian packages: {' '.join(absent)}", flush=True)
    steps = (
        (apt + ["update"], process.call),
        (install + ["--download-only"] + absent, process.call),
        # Here an interrupt would leave packages half installed, so it has to wait.
        (install + absent, process.call_to_the_end),
    )
    for command, call in steps:
        print("hip: " + " ".join(command), flush=True)
        if call(command) != 0:
            raise UsageError("packages could not be installed; apt-get says why above")
    left = [package for package in absent if package in missing(read())]
    if left:
        raise UsageError(f"still missing after the installation: {' '.join(left)}")
