# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""How a command ends when it cannot do what it was asked."""


class UsageError(Exception):
    """The request or the machine is wrong: one line, exit code 2."""


class StepFailed(Exception):
    """A step was run and failed, and has said why itself: one line, exit code 1."""
