# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""The lists of sources.cmake, for everything that is not CMake."""

import re
import subprocess


def read_lists(path):
    """Returns {list name: [file, ...]} of the set(NAME file ...) commands in a CMake file."""
    text = re.sub(r"#[^\n]*", "", path.read_text(encoding="utf-8"))
    return {name: files.split() for name, files in re.findall(r"set\((\w+)\s([^)]*)\)", text)}


def files(root):
    """Returns the paths, relative to root, of all files that belong to the project, sorted."""
    command = ["git", "-C", str(root), "ls-files", "-z", "-co", "--exclude-standard"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode == 0:
        names = [name for name in done.stdout.split("\0") if name]
    else:  # a source archive without its history
        names = [str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()]
        names = [name for name in names if name.split("/")[0] not in ("build", "out", ".git")]
    return sorted({name for name in names if (root / name).is_file()})
