# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""Starts other programs and leaves none of them behind."""

import os
import signal
import subprocess

from hip_command.errors import StepFailed, UsageError
from hip_command.layout import ROOT


def environment(extra=None):
    """The environment of every program that the command starts.

    Paths below the project count as relative for ccache, so that what one build folder has
    compiled serves the others too, that of waf among them.
    """
    shared = {"CCACHE_BASEDIR": str(ROOT), "CCACHE_NOHASHDIR": "1"}
    return {**shared, **os.environ, **(extra or {})}


def run(command, what, extra_environment=None):
    """Runs a program to its end on our own terminal.

    Raises StepFailed if it fails: the program itself has printed why.
    """
    status = call(command, extra_environment)
    if status != 0:
        raise StepFailed(f"{what} failed (exit code {status})")


def call(command, extra_environment=None):
    """Runs a program on our own terminal and returns its exit code.

    An interrupt reaches the program too. It gets the time to tidy up before we end as well.
    """
    try:
        child = subprocess.Popen(
            [str(word) for word in command], env=environment(extra_environment)
        )
    except FileNotFoundError:
        raise UsageError(f"{command[0]} is not on this machine") from None
    try:
        return child.wait()
    except BaseException as reason:
        if not isinstance(reason, KeyboardInterrupt):
            child.terminate()
        child.wait()
        raise


def call_to_the_end(command):
    """Like call, but an interrupt waits until the program has ended."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        return call(command)
    finally:
        signal.signal(signal.SIGINT, before)


def capture(command, extra_environment=None, cwd=None):
    """Runs a program and returns (exit code, its output and errors as one text)."""
    try:
        done = subprocess.run(
            [str(word) for word in command],
            env=environment(extra_environment),
            cwd=cwd,
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
    except OSError as error:
        return 127, f"{command[0]}: {error.strerror}\n"
    return done.returncode, done.stdout
