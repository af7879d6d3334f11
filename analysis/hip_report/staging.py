# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""A report appears as a whole or not at all."""

import contextlib
import os
import shutil
import signal
import tempfile
from pathlib import Path

from hip_report.errors import in_file

# Whatever a report may leave in the folder of a run.
PLOTS = ("latency", "throughput", "diverted", "recovery", "parts", "cdf", "loss", "signalling",
         "load", "moving", "share", "links", "policies", "detection", "windows", "delay",
         "reach", "waits")
CHARTS = ("messages", "handover")
OUTPUTS = (
    *(f"{name}.{kind}" for name in PLOTS + CHARTS for kind in ("svg", "png")),
    *(f"plot-data/{name}.csv" for name in PLOTS),
    *(f"plot-data/{name}.msc" for name in CHARTS),
    "summary.csv",
    "index.html",
)


@contextlib.contextmanager
def staging(folder):
    """Gives a new folder inside of folder; what is in it at the end replaces the old report.

    index.html comes last. If the block raises, or the program is interrupted, the new folder is
    removed and the old report stays. Pictures that the new report does not have are removed.
    """
    try:
        stage = Path(tempfile.mkdtemp(prefix=".report-", dir=folder))
    except OSError as error:
        raise in_file(folder, error.strerror) from None
    try:
        (stage / "plot-data").mkdir()
        yield stage
        _publish(stage, Path(folder))
    except OSError as error:
        raise in_file(_shown(error, stage, folder), error.strerror) from None
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _publish(stage, folder):
    for name in OUTPUTS:
        if (stage / name).exists():
            _flush(stage / name)
    with _signals_held():
        (folder / "plot-data").mkdir(exist_ok=True)
        for name in OUTPUTS:
            if (stage / name).exists():
                os.replace(stage / name, folder / name)
            else:
                (folder / name).unlink(missing_ok=True)


def _flush(path):
    # A full disk shows here at the latest, before anything is replaced.
    with open(path, "rb") as file:
        os.fsync(file.fileno())


@contextlib.contextmanager
def _signals_held():
    held = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
    signal.pthread_sigmask(signal.SIG_BLOCK, held)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, held)


def _shown(error, stage, folder):
    """The file of an error as the user knows it."""
    name = str(error.filename or folder)
    return name.replace(str(stage), str(folder))
