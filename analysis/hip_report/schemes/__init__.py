# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""The schemes of all scenarios. A new scenario adds a module with its SCHEME."""

from hip_report.schemes import (
    agent,
    attack,
    crossing,
    mobility,
    multihoming,
    proxy,
    random,
    reachability,
)

SCHEMES = {
    "proxy": proxy.SCHEME,
    "mobility": mobility.SCHEME,
    "attack": attack.SCHEME,
    "crossing": crossing.SCHEME,
    "agent": agent.SCHEME,
    "multihoming": multihoming.SCHEME,
    "random": random.SCHEME,
    "reachability": reachability.SCHEME,
}
