# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""Figures that several scenarios have, and what shows the confidence in a figure."""

from hip_report.scheme import Figure

MESSAGES = Figure(
    "First contact",
    "The letters are the steps of the method: A to E give the legacy host a substitute "
    "address, F to H set up the HIP association, I to K carry the first packet and its "
    "answer. M is the mapping of the proxy. Double lines are ESP. Times count from the query.",
)
DELAY = Figure(
    "One-way delay",
    "From the sender's socket to the receiver's, through ESP and the proxy's NAT: of the flow that "
    "brought most, and of that in the other direction. A dot is the mean of what arrived in 50 ms. "
    "Shaded: the longest time in which nothing of the first one arrived. Upright lines: links that "
    "come and go. First run.",
    is_expected=False,
)
BANDS = "Bands are 95 % confidence intervals."
WHISKERS = "Whiskers are 95 % confidence intervals."
WHISKERS_OF_SUM = "Whiskers are the 95 % confidence interval of the sum."
