# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""The load of a Forwarding Agent: means over the runs with the same hosts and octets of a call."""

from hip_report.confidence import estimate

# Of the phase in which all hosts are registered, in the order of columns.
SHOWN = (
    "registrations",
    "relayed",
    "bytes_in",
    "bytes_out",
    "bytes_renewal",
    "bytes_move",
    "bytes_relay",
    "data_bytes",
    "share",
    "utilization",
)
STEADY = "steady"
JOINING = "joining"
COLUMNS = ("hosts", "data", *SHOWN, "joining_registrations", "joining_utilization")


def cells(results):
    """Returns [((hosts, octets of a call), [run, ...]), ...] in the order of both."""
    found = {}
    for run in results.runs:
        row = results.parameters_of[run]
        found.setdefault((float(row["hosts"]), float(row["data"])), []).append(run)
    return sorted(found.items())


def rows(results):
    """Rows of plot-data/load.csv: every number of hosts with the least octets of a call."""
    found = _all_rows(results)
    smallest = min((row[1] for row in found), default=0)
    return [row for row in found if row[1] == smallest]


def share_rows(results):
    """Rows of plot-data/share.csv: every volume with that number of hosts that has the most."""
    found = _all_rows(results)
    counts = [row[0] for row in found]
    chosen = max(counts, key=lambda hosts: (counts.count(hosts), hosts), default=0)
    return [row for row in found if row[0] == chosen]


def _all_rows(results):
    found = []
    for (hosts, data), runs in cells(results):
        values = [mean(results, name, STEADY, runs) for name in SHOWN]
        values += [mean(results, name, JOINING, runs) for name in ("registrations", "utilization")]
        if any(value != "" for value in values):
            found.append((hosts, data, *values))
    return found


def mean(results, name, path, runs):
    """The mean over those of the runs that have a value; empty if none has."""
    values = results.of(name, path)
    present = [values[run] for run in runs if run in values]
    return float(f"{estimate(present).mean:.9g}") if present else ""
