# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""Runs ./hip, on this machine or on one that pretends to lack something."""

import importlib.machinery
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

sys.dont_write_bytecode = True
sys.path.insert(0, str(ROOT / "tools"))


def hip(*arguments, path=None):
    """Runs ./hip with these arguments; path goes before the machine's own programs.

    Returns (exit code, output, errors).
    """
    environment = dict(os.environ)
    if path is not None:
        environment["PATH"] = f"{path}:{environment['PATH']}"
    done = subprocess.run(
        [str(ROOT / "hip"), *arguments],
        env=environment,
        check=False,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=60,
    )
    return done.returncode, done.stdout, done.stderr


def write_program(folder, name, text):
    """Puts an executable shell script into a folder."""
    program = Path(folder) / name
    program.write_text("#!/bin/sh\n" + text, encoding="utf-8")
    program.chmod(0o755)


def load_tool(name):
    """Imports an executable of tools/ that has no .py in its name."""
    loader = importlib.machinery.SourceFileLoader(name.replace("-", "_"), str(ROOT / "tools" / name))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(loader.name, loader))
    loader.exec_module(module)
    return module
