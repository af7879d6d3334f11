# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
# Throughput over time, one line for each kind of path, with a band of 95 % confidence.
# gnuplot -c analysis/throughput.gp DIR/plot-data/throughput.csv throughput.svg
load ARG0[1:strlen(ARG0) - strlen("throughput.gp")] . "style.gp"
set terminal svg size 520,300 font FONT background "white"
set output ARG2

set xlabel "time since the DNS query (s)" offset 0,0.4
set ylabel "throughput (Mbit/s)" offset 1,0
set xrange [0:*]
set yrange [0:*]
set grid noxtics ytics back
set border 3
set key outside top center horizontal maxrows 1 Left reverse samplen 2.2 width -5
set style fill transparent solid 0.18 noborder

PATHS = "plain first-contact live"
TITLES = "'plain IPv6' 'first contact' 'live association'"
of(path, name) = strcol("path") eq path ? column(name) : NaN
plot for [i = 1:3] ARG1 using "time_s":(of(word(PATHS, i), "low")): \
         (of(word(PATHS, i), "high")) with filledcurves lt i notitle, \
     for [i = 1:3] ARG1 using "time_s":(of(word(PATHS, i), "mean")) with lines lt i \
         title word(TITLES, i)
