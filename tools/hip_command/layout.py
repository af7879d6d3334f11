# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""Where things are."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build"
OUT = ROOT / "out"
SCENARIOS = ROOT / "scenarios"


def build_dir(sanitize):
    """The build folder of a kind of build."""
    return BUILD / ("sanitize" if sanitize else "release")
