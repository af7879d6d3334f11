# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""Numbers and tables in HTML."""

import math


def table(head, body):
    """Returns a table of a row of <th>, and rows of <td>."""
    return f"<table>\n<tr>{head}</tr>\n" + "\n".join(body) + "\n</table>"


def number_heads(titles):
    """Returns a <th> above each column of numbers."""
    return "".join(f'<th class="number">{title}</th>' for title in titles)


def number_cells(values):
    """Returns a <td> for each number, or for text that shows one; None and "" give an empty one."""
    return "".join(f'<td class="number">{_shown(value)}</td>' for value in values)


def with_interval(mean, half_width, unit):
    """The mean, and half the confidence interval if there is one: as many digits as it allows."""
    factor, _ = scale(unit)
    if half_width == "" or half_width == 0:
        return digits(mean * factor)
    decimals = max(0, 1 - math.floor(math.log10(half_width * factor)))
    return f"{mean * factor:.{decimals}f} ± {half_width * factor:.{decimals}f}"


def scale(unit):
    """Returns (factor, unit) for showing values of a unit of results.csv."""
    return {"s": (1000, "ms"), "1": (1, "")}.get(unit, (1, unit))


def _shown(value):
    if value is None:
        return ""
    return value if isinstance(value, str) else digits(value)


def digits(value):
    """Four digits that count, and all digits of whole numbers."""
    return f"{value:.0f}" if value == int(value) or abs(value) >= 1000 else f"{value:.4g}"
