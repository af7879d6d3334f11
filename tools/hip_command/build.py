# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""Configures and compiles, with ninja and ccache if they are there."""

import contextlib
import fcntl
import os
import shutil
import sys
from pathlib import Path

from hip_command import process
from hip_command.errors import StepFailed
from hip_command.layout import BUILD, ROOT, build_dir

LOG = "configure.log"
DPKG = Path("/var/lib/dpkg/status")


def build(sanitize=False, targets=(), jobs=None):
    """Brings the build folder up to date, all of it or these targets. Raises StepFailed."""
    folder = build_dir(sanitize)
    with _only_one(folder):
        _build(folder, sanitize, targets, jobs)
    return folder


def _build(folder, sanitize, targets, jobs):
    if not _is_configured(folder):
        _configure(folder, sanitize)
    command = ["cmake", "--build", folder, "--parallel", jobs or cpus()]
    if targets:
        command += ["--target", *targets]
    if (folder / "build.ninja").exists() and not sys.stdout.isatty():
        command += ["--", "--quiet"]  # its progress is for a terminal
    process.run(command, f"the build in {folder.relative_to(ROOT)}")


@contextlib.contextmanager
def _only_one(folder):
    """Lets one ./hip at a time build in a folder; another one waits."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print(f"hip: another ./hip builds in {folder.relative_to(ROOT)}, waiting", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def cpus():
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0))


def clean(also_results):
    """Removes the build folders and, if asked, the results of runs."""
    for folder in (BUILD, ROOT / "out") if also_results else (BUILD,):
        if folder.exists():
            print(f"hip: removing {folder.relative_to(ROOT)}/")
            shutil.rmtree(folder)


def _is_configured(folder):
    """Whether CMake has run here since packages were last installed, removed or upgraded."""
    made = [folder / name for name in ("build.ninja", "Makefile") if (folder / name).exists()]
    if not made or not (folder / LOG).exists():
        return False
    return not DPKG.exists() or DPKG.stat().st_mtime < (folder / LOG).stat().st_mtime


def _configure(folder, sanitize):
    generator = "Ninja" if shutil.which("ninja") else "Unix Makefiles"
    kind = "Debug" if sanitize else "Release"
    print(f"hip: configuring {folder.relative_to(ROOT)} ({generator})", flush=True)
    status, text = process.capture(
        ["cmake", "-S", ROOT, "-B", folder, "-G", generator, f"-DCMAKE_BUILD_TYPE={kind}"]
        + [f"-DHIP_SANITIZE={'ON' if sanitize else 'OFF'}"]
    )
    if status != 0:
        print(text, end="", file=sys.stderr)
        raise StepFailed(f"cmake could not configure {folder.relative_to(ROOT)}")
    (folder / LOG).write_text(text, encoding="utf-8")
