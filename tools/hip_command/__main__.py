# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""Reads the command line of ./hip and calls what it asks for."""

import signal
import sys

from hip_command import commands
from hip_command.errors import StepFailed, UsageError
from hip_command.parser import parse


def main(arguments):
    """Returns the exit code: 0 done, 1 a step failed, 2 a wrong request, 130 interrupted."""
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    try:
        options = parse(arguments)
        return getattr(commands, "do_" + options.command)(options)
    except UsageError as error:
        print(f"hip: {error}", file=sys.stderr)
        return 2
    except OSError as error:  # a folder that cannot be written, a full disk
        print(f"hip: {error}", file=sys.stderr)
        return 2
    except StepFailed as error:
        print(f"hip: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("hip: interrupted", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
