# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
# Octets that have reached a victim over time, one line for each server, and last the limit; bands
# of 95 % confidence.
# gnuplot -c analysis/diverted.gp DIR/plot-data/diverted.csv diverted.svg "'TITLE' 'TITLE' ..."
load ARG0[1:strlen(ARG0) - strlen("diverted.gp")] . "style.gp"
set terminal svg size 520,300 font FONT background "white"
set output ARG2

LINES = words(ARG3)
of(line, name) = column("line") == line ? column(name) : NaN
set linetype 1 lc rgb VERMILION lw 3 dt solid
set linetype 2 lc rgb DARK_BLUE lw 3 dt solid
set linetype 3 lc rgb "#000000" lw 2 dt (6, 4)

set xlabel "time since the false address was told (s)" offset 0,0.4
set ylabel "data at the victim (kB)" offset 1,0
set xrange [0:*]
set yrange [0:*]
set offsets 0, 0, graph 0.05, graph 0.02 # a line at zero stays visible
set grid noxtics ytics back
set border 3
set key outside top center horizontal maxrows 1 Left reverse samplen 1.6 width -7
set style fill transparent solid 0.18 noborder

plot for [i = 1:LINES] ARG1 using "time_s":(of(i, "low")):(of(i, "high")) \
         with filledcurves lt i notitle, \
     for [i = 1:LINES] ARG1 using "time_s":(of(i, "mean")) with lines lt i title word(ARG3, i)
