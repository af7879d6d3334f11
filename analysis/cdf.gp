# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
# Empirical distributions, each with its band of confidence; the data make the steps.
# gnuplot -c analysis/cdf.gp DIR/plot-data/cdf.csv cdf.svg "'CURVE' 'CURVE' ..." [TITLE]
load ARG0[1:strlen(ARG0) - strlen("cdf.gp")] . "style.gp"
set terminal svg size 520,340 font FONT background "white"
set output ARG2
CURVES = words(ARG3)

set xlabel "time to data at the new address (ms)" offset 0,0.4
set ylabel "share of the moves" offset 1,0
stats ARG1 using "ms" nooutput
# Where latencies differ by more than a power of ten, small ones would be one line at the left.
if (STATS_min > 0 && STATS_max > 20 * STATS_min) { set logscale x }
set yrange [0:1]
set grid xtics ytics back
set border 3
set key outside top center horizontal maxrows 2 Left reverse samplen 2 width -1
if (strlen(ARG4) > 0) { set key title ARG4 font FONT }
set style fill transparent solid 0.18 noborder

array COLOURS[5] = [DARK_BLUE, VERMILION, GREEN, PURPLE, "#000000"]
array DASHES[5] = [1, 2, 3, 4, 5]
of(curve, name) = strcol("curve") eq curve ? column(name) : NaN # those of a curve are together
plot for [i = 1:CURVES] ARG1 using "ms":(of(word(ARG3, i), "low")):(of(word(ARG3, i), "high")) \
         with filledcurves fc rgb COLOURS[i] notitle, \
     for [i = 1:CURVES] ARG1 using "ms":(of(word(ARG3, i), "share")) with lines lw 2 dt DASHES[i] \
         lc rgb COLOURS[i] title word(ARG3, i)
