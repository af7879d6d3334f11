# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""The command line: analysis/report DIR."""

import argparse
import signal
import sys
from pathlib import Path

from hip_report import events, figures, flows, page, results, summary, tables
from hip_report.errors import ReportError, in_file
from hip_report.staging import staging

EXIT_BAD_INPUT = 2
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class _Interrupted(BaseException):
    """A signal asks to stop."""


class _Parser(argparse.ArgumentParser):
    def error(self, message):
        raise ReportError(f"report: {message}; see report --help")


def main(arguments):
    """Runs the command; returns the exit code."""
    for number in STOP_SIGNALS:
        signal.signal(number, _stop)
    try:
        folder = _parse(arguments)
        make(folder)
        print(folder / "index.html")
    except ReportError as error:
        print(" ".join(str(error).split("\n")), file=sys.stderr)
        return EXIT_BAD_INPUT
    except _Interrupted as stop:
        return 128 + stop.args[0]
    return 0


def make(folder):
    """Reads folder/results.csv and folder/events.csv and writes the report into folder.

    Raises ReportError; then the folder is as it was.
    """
    if not folder.is_dir():
        raise in_file(folder, "no such folder")
    found = results.read(folder / "results.csv")
    happened = events.read(folder / "events.csv")
    measured = flows.read(folder)
    with staging(folder) as stage:
        draw = {
            "messages": lambda: figures.draw_messages(events.first_contact(happened), stage),
            "handover": lambda: figures.draw_handover(events.first_move(happened), stage),
            "latency": lambda: figures.draw_latency(found, stage),
            "diverted": lambda: figures.draw_diverted(found, stage),
            "recovery": lambda: figures.draw_recovery(found, stage),
            "links": lambda: figures.draw_links(found, stage),
            "policies": lambda: figures.draw_policies(found, stage),
            "detection": lambda: figures.draw_detection(found, stage),
            "windows": lambda: figures.draw_windows(found, stage),
            "throughput": lambda: figures.draw_throughput(found, stage),
            "parts": lambda: figures.draw_parts(found, stage),
            "cdf": lambda: figures.draw_cdf(found, stage),
            "loss": lambda: figures.draw_loss(found, stage),
            "signalling": lambda: figures.draw_signalling(found, stage),
            "load": lambda: figures.draw_load(found, stage),
            "moving": lambda: figures.draw_moving(found, stage),
            "share": lambda: figures.draw_share(found, stage),
            "reach": lambda: figures.draw_reach(found, stage),
            "waits": lambda: figures.draw_waits(found, stage),
            "delay": lambda: figures.draw_delay(measured, events.moves(happened), stage),
        }
        rows = summary.summary_rows(found)
        tables.write(stage / "summary.csv", summary.SUMMARY_COLUMNS, rows)
        drawn = [name for name in found.scheme.figures if draw[name]()]
        text = page.write(found, rows, drawn, measured, folder)
        (stage / "index.html").write_text(text, encoding="utf-8")


def _parse(arguments):
    parser = _Parser(
        prog="report",
        description="Turns results.csv, events.csv and flows.csv in the folder of a run into latency.svg, "
        "throughput.svg, messages.svg, handover.svg (mobility), diverted.svg (attack), "
        "recovery.svg (crossing), load.svg and share.svg (agent), links.svg, policies.svg, "
        "detection.svg and windows.svg (multihoming), reach.svg and waits.svg (reachability), "
        "delay.svg, PNGs of each, "
        "summary.csv and index.html, which shows them.",
        epilog="Exit code 2 with one line if the input is wrong; then nothing is changed.",
    )
    parser.add_argument("folder", metavar="DIR", type=Path, help="the folder of a run")
    return parser.parse_args(arguments).folder


def _stop(number, _frame):
    for other in STOP_SIGNALS:
        signal.signal(other, signal.SIG_IGN)  # once is enough; the clean-up must not be cut short
    raise _Interrupted(number)
