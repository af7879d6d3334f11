# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""Mean and confidence interval over runs."""

import math
import statistics
from dataclasses import dataclass

# Student's t, two-sided 95 %, for 1, 2, ... degrees of freedom.
T_95 = (
    (12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228)
    + (2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086)
    + (2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042)
)
# For more degrees of freedom the next lower entry: an interval rather too wide than too narrow.
T_95_MORE = ((120, 1.980), (60, 2.000), (40, 2.021), (30, 2.042))


@dataclass(frozen=True)
class Estimate:
    """Mean of some runs and half the width of its 95 % confidence interval."""

    mean: float
    half_width: float  # 0 for a single run
    runs: int


def student_t(degrees):
    """Student's t for a two-sided 95 % interval; degrees of freedom from 1 on."""
    if degrees <= len(T_95):
        return T_95[degrees - 1]
    return next(t for limit, t in T_95_MORE if degrees >= limit)


def estimate(values):
    """Returns the Estimate of at least one value."""
    values = list(values)
    mean = math.fsum(values) / len(values)
    if len(values) == 1:
        return Estimate(mean, 0.0, 1)
    deviation = statistics.stdev(values)
    return Estimate(
        mean, student_t(len(values) - 1) * deviation / math.sqrt(len(values)), len(values)
    )
