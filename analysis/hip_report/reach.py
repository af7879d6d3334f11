# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""What the scenario reachability gives: waits of peers, by agent and by DNS with each TTL."""

import math

COLUMNS = ("path", "ttl_s", "mean_s", "median_s", "low_s", "high_s", "peers")
CDF_COLUMNS = ("curve", "wait_s", "share")
LOAD_COLUMNS = ("ttl", "messages", "bytes", "move", "contact")
LOW, HIGH = 0.05, 0.95  # the quantiles between which nine of ten peers are


def waits(results):
    """Returns {(path, ttl in seconds): waits in rising order}: the agent first, then by TTL."""
    found = {}
    for path in ("agent", "dns"):
        for _, values in results.series("wait", path):
            for run, value in values.items():
                found.setdefault((path, _ttl(results, run)), []).append(value)
    return {key: sorted(found[key]) for key in sorted(found)}


def quantile(values, share):
    """The smallest of the values, in rising order, that so large a share does not exceed."""
    return values[max(0, math.ceil(share * len(values)) - 1)]


def rows(results):
    """Rows of plot-data/reach.csv: how long peers wait, one row for the agent and each TTL."""
    found = []
    for (path, ttl), values in waits(results).items():
        mean = sum(values) / len(values)
        times = (mean, *(quantile(values, share) for share in (0.5, LOW, HIGH)))
        found.append((path, ttl, *map(_rounded, times), len(values)))
    return found


def cdf_rows(results):
    """Rows of plot-data/waits.csv: the distribution of waits, one curve for each row of above."""
    found = []
    for (path, ttl), values in waits(results).items():
        curve = "agent" if path == "agent" else f"TTL {ttl:g} s"
        for number, value in enumerate(values, 1):
            found.append((curve, _rounded(value), _rounded(number / len(values))))
    return found


def load_rows(results):
    """What a host costs its servers: one row for each TTL, and one for the agent with its DNS.

    Messages and octets in a second before the move, then octets of one move and of one contact.
    """
    found = []
    for path, ttl in waits(results):
        servers = ("agent", "dns") if path == "agent" else ("dns",)
        sums = [
            sum(_mean(results, server + metric, path, ttl) for server in servers)
            for metric in ("_messages", "_bytes", "_move_bytes", "_contact_bytes")
        ]
        found.append(("agent" if path == "agent" else f"{ttl:g} s", *map(_rounded, sums)))
    return found


def answer(results):
    """The answer to "DNS is too slow" in one or two sentences; empty without both ways."""
    found = {(row[0], row[1]): row for row in rows(results)}
    agents = [row for (path, _), row in found.items() if path == "agent"]
    by_dns = [row for (path, _), row in found.items() if path == "dns"]
    if not agents or not by_dns:
        return ""
    load = {row[0]: row for row in load_rows(results)}
    window = float(results.parameters["window_s"][0])
    shown = sorted({by_dns[0], by_dns[len(by_dns) // 2], by_dns[-1]}, key=lambda row: row[1])
    times = [f"{row[2]:.3g} s ({row[5]:.3g} s) with a TTL of {row[1]:g} s" for row in shown]
    said = " and ".join([", ".join(times[:-1]), times[-1]] if times[1:] else times)
    _, messages, octets, *_ = load[f"{by_dns[0][1]:g} s"]
    return (
        f"A peer that comes within {window:g} s after a move has an answer through the Forwarding "
        f"Agent {agents[0][2]:.3g} s after its first try on average, and 95 % of all peers within "
        f"{agents[0][5]:.3g} s; by DNS update it is {said}. DNS is not too slow to be told, but "
        "caches keep what it said before; the smallest of these TTLs makes up for that with "
        f"{messages:.2g} messages ({octets:.3g} octets) in each second at the DNS server for a "
        "popular name and one resolver, whether its host moves or not, where agent and DNS together "
        f"have {load['agent'][1]:.2g} ({load['agent'][2]:.2g} octets)."
    )


def _ttl(results, run):
    return float(results.parameters_of[run]["ttl_s"])


def _mean(results, metric, path, ttl):
    values = results.of(metric, path)
    of_ttl = [value for run, value in values.items() if _ttl(results, run) == ttl]
    return sum(of_ttl) / len(of_ttl) if of_ttl else 0.0


def _rounded(value):
    return float(f"{value:.9g}")
