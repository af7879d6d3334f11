# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
# Distribution of the time that a new peer waits for a host that has just moved.
# gnuplot -c analysis/waits.gp DIR/plot-data/waits.csv waits.svg "'CURVE' 'CURVE' ..."
load ARG0[1:strlen(ARG0) - strlen("waits.gp")] . "style.gp"
set terminal svg size 520,340 font FONT background "white"
set output ARG2
CURVES = words(ARG3)

set logscale x
set xlabel "peer waits (s)" offset 0,0.4
set ylabel "share of the peers" offset 1,0
set yrange [0:1]
set grid xtics ytics back
set border 3
set key outside top center horizontal maxrows 2 Left reverse samplen 2 width -1

array COLOURS[7] = [GREEN, BLUE, DARK_BLUE, PURPLE, VERMILION, YELLOW, "#000000"]
array DASHES[7] = [1, 2, 3, 4, 5, 1, 2]
of(curve, name) = strcol("curve") eq curve ? column(name) : NaN # those of a curve are together
plot for [i = 1:CURVES] ARG1 using (of(word(ARG3, i), "wait_s")):(of(word(ARG3, i), "share")) \
         with steps lw 2 dt DASHES[1 + (i - 1) % 7] lc rgb COLOURS[1 + (i - 1) % 7] title word(ARG3, i)
