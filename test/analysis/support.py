# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""What the tests of analysis/ share. All of them: python3 -m unittest discover -s test/analysis"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "test" / "data"
SAMPLE = DATA / "run-proxy"
MOBILITY = DATA / "run-mobility"

sys.path.insert(0, str(ROOT / "analysis"))
