# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""How a report ends that cannot be made."""


class ReportError(Exception):
    """The input or the machine is wrong: one line, exit code 2."""


def at(path, line, cause):
    """An error in a line of a file."""
    return ReportError(f"{path}:{line}: {cause}")


def in_file(path, cause):
    """An error in a file as a whole."""
    return ReportError(f"{path}: {cause}")
