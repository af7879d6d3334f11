# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""Reads and writes CSV files, strictly."""

import csv
import io
import math
import re

from hip_report.errors import at, in_file

# What may stand neither in a table nor in an SVG or HTML file made from it.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")

LARGEST = 1e15  # of any value; whole numbers up to it are exact


def read(path):
    """Reads a CSV file with a header.

    Returns (columns, rows); a row is (line number, {column: text}). Raises ReportError if the file
    cannot be read, is empty, is not UTF-8, or a row has more or fewer fields than the header.
    """
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError as error:
        raise in_file(path, error.strerror) from None
    records = list(_records(path, _text(path, data)))
    if not records:
        raise in_file(path, "the file is empty")
    line, columns = records[0]
    for column in columns:
        if not column or columns.count(column) > 1:
            raise at(path, line, f"column name '{column}' is empty or given twice")
    rows = []
    for line, fields in records[1:]:
        if len(fields) != len(columns):
            raise at(path, line, f"{len(fields)} fields where the header has {len(columns)}")
        rows.append((line, dict(zip(columns, fields))))
    return columns, rows


def require_columns(path, columns, wanted):
    """Raises ReportError if a column is missing."""
    for column in wanted:
        if column not in columns:
            raise at(path, 1, f"no column '{column}'")


def number(path, line, column, text):
    """Returns a number, or raises ReportError if it is none, not finite or beyond LARGEST."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise at(path, line, f"{column} '{text}' is not a number")
    if abs(value) > LARGEST:
        raise at(path, line, f"{column} '{text}' is too large")
    return value


def write(path, columns, rows):
    """Writes a CSV file; numbers in the shortest form that reads back the same."""
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def _text(path, data):
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise at(path, line, "not UTF-8") from None
    control = CONTROL.search(text)
    if control:
        line = text[: control.start()].count("\n") + 1
        raise at(path, line, f"control character {ord(control.group()):#04x}")
    return text


def _records(path, text):
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    while True:
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise at(path, line, str(error)) from None
        if fields:
            yield line, fields
        line = reader.line_num + 1
