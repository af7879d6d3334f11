# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""Reads events.csv and picks the first contact and the first move out of it."""

from dataclasses import dataclass

from hip_report import tables
from hip_report.errors import at, in_file

COLUMNS = ("time_s", "node", "peer", "event", "detail")
QUERY = "A.dns-query"
MAPPING = "D.mapping-created"
ANSWER = "E.dns-answer"
END = "K.answer-delivered"
MOVE = "move"
LINK_CHANGES = ("link-lost", "link-repaired")
VERIFIED = "locator-active"
PROXY = "proxy"


@dataclass(frozen=True)
class Event:
    """One row of events.csv."""

    time: float  # seconds since the start of the simulation
    node: str
    peer: str
    name: str
    words: tuple  # of the detail that are not key=value
    values: dict  # of the detail: {key: value}

    @property
    def to(self):
        """The node that gets the message; empty if the event is no message."""
        return self.values.get("to", "")


def read(path):
    """Reads the file at path; raises ReportError for the first thing that is wrong with it."""
    columns, rows = tables.read(path)
    tables.require_columns(path, columns, COLUMNS)
    if not rows:
        raise in_file(path, "no events, only a header")
    events = []
    for line, row in rows:
        event = _event(path, line, row)
        if events and event.time < events[-1].time:
            raise at(path, line, f"time_s '{row['time_s']}' is before the row above")
        events.append(event)
    return events


def _event(path, line, row):
    time = tables.number(path, line, "time_s", row["time_s"])
    if time < 0:
        raise at(path, line, f"time_s '{row['time_s']}' is negative")
    for column in ("node", "event"):
        if not row[column]:
            raise at(path, line, f"{column} is empty")
    parts = row["detail"].split()
    return Event(
        time=time,
        node=row["node"],
        peer=row["peer"],
        name=row["event"],
        words=tuple(part for part in parts if "=" not in part),
        values=dict(part.split("=", 1) for part in parts if "=" in part),
    )


def first_contact(events):
    """Returns the events of the first contact through the proxy; empty if nothing was asked.

    It ends with the first K, or with the last event if no contact ever succeeded. It begins with
    the query whose answer the legacy host then used, so that earlier ones, for names without HIP,
    stay out. What other legacy hosts do in the meantime is left out as well.
    """
    end = _find(events, END, range(len(events)))
    last = len(events) - 1 if end is None else end
    host = events[end].to if end is not None else _first_host(events)
    answer = _find(events, ANSWER, range(last, -1, -1), to=host)
    first = _find(events, QUERY, range(last if answer is None else answer, -1, -1), node=host)
    if first is None:
        return []
    first = _first_try(events, first)
    others = {event.node for event in events if event.name == QUERY} - {host}
    return [
        event
        for event in events[first : last + 1]
        if event.node not in others and event.to not in others
    ]


def first_move(events):
    """Returns the events of the first move that the host and its peers have part in.

    It ends when the proxy has verified the new address; if it never does, with the next move or
    the last event. Empty if nothing moved.
    """
    first = _find(events, MOVE, range(len(events)))
    if first is None:
        return []
    host = events[first].node
    rest = range(first + 1, len(events))
    end = _find(events, VERIFIED, rest, node=PROXY, peer=host)
    if end is None:
        again = _find(events, MOVE, rest, node=host)
        end = len(events) - 1 if again is None else again - 1
    return [event for event in events[first : end + 1] if host in (event.node, event.peer)]


def moves(events):
    """Returns the events at which a host has a new link, loses one, or one works again."""
    return [event for event in events if event.name in (MOVE, *LINK_CHANGES)]


def _first_host(events):
    """The legacy host whose query led to the first mapping, else who asked first; or None."""
    mapping = _find(events, MAPPING, range(len(events)))
    order = range(len(events)) if mapping is None else range(mapping, -1, -1)
    query = _find(events, QUERY, order)
    return None if query is None else events[query].node


def _first_try(events, index):
    """The first of the same queries in a row, if the one at index repeats an unanswered one."""
    query = events[index]
    for earlier in range(index - 1, -1, -1):
        event = events[earlier]
        if event.name == ANSWER and event.to == query.node:
            break
        if (event.name, event.node, event.values) == (query.name, query.node, query.values):
            index = earlier
    return index


def _find(events, name, order, **attributes):
    wanted = {"name": name, **attributes}
    for index in order:
        if all(getattr(events[index], key) == value for key, value in wanted.items()):
            return index
    return None
