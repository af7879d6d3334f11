# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""The load of a Forwarding Agent: means over the runs with the same hosts, calls and moves."""

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
CELL = ("hosts", "data", "moves", "agents")
STEADY = "steady"
JOINING = "joining"
COLUMNS = (*CELL, *SHOWN, "joining_registrations", "joining_utilization")


def cells(results):
    """Returns [((hosts, octets of a call, moves, agents), [run, ...]), ...] in their order."""
    found = {}
    for run in results.runs:
        row = results.parameters_of[run]
        cell = tuple(float(row[name]) for name in CELL)
        found.setdefault(cell, []).append(run)
    return sorted(found.items())


def rows(results):
    """Rows of plot-data/load.csv: every number of hosts with the least octets and moves."""
    return _least(_all_rows(results), 1, 2, 3)


def share_rows(results):
    """Rows of plot-data/share.csv: every volume with that number of hosts that has the most."""
    return _most_hosts(_least(_all_rows(results), 2, 3))


def moving_rows(results):
    """Rows of plot-data/moving.csv: every move rate, likewise; none unless there are several."""
    found = _most_hosts(_least(_all_rows(results), 1, 3))
    return found if len(found) > 1 else []


def _least(rows, *columns):
    """Those of the rows that have the smallest value in each of these columns."""
    for column in columns:
        smallest = min((row[column] for row in rows), default=0)
        rows = [row for row in rows if row[column] == smallest]
    return rows


def _most_hosts(rows):
    """Those of the rows with that number of hosts that has the most rows."""
    counts = [row[0] for row in rows]
    chosen = max(counts, key=lambda hosts: (counts.count(hosts), hosts), default=0)
    return [row for row in rows if row[0] == chosen]


def _all_rows(results):
    found = []
    for cell, runs in cells(results):
        values = [mean(results, name, STEADY, runs) for name in SHOWN]
        values += [mean(results, name, JOINING, runs) for name in ("registrations", "utilization")]
        if any(value != "" for value in values):
            found.append((*cell, *values))
    return found


def mean(results, name, path, runs):
    """The mean over those of the runs that have a value; empty if none has."""
    values = results.of(name, path)
    present = [values[run] for run in runs if run in values]
    return float(f"{estimate(present).mean:.9g}") if present else ""
