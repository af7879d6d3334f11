# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
# What signalling takes against the round-trip time: points are measured, lines are the formula.
# gnuplot -c analysis/signalling.gp DIR/plot-data/signalling.csv signalling.svg
load ARG0[1:strlen(ARG0) - strlen("signalling.gp")] . "style.gp"
set terminal svg size 520,340 font FONT background "white"
set output ARG2

set xlabel "round-trip time (ms)" offset 0,0.4
set ylabel "time since the new address (ms)" offset 1,0
set xrange [0:*]
set yrange [0:*]
set grid xtics ytics back
set border 3
set key outside top center horizontal maxrows 2 Left reverse samplen 2 width -2
plot ARG1 using "x":"told_formula_ms" with lines lw 1.4 dt solid lc rgb DARK_BLUE \
         title "told: formula", \
     ARG1 using "x":"told_ms" with points pt 7 ps 0.8 lc rgb DARK_BLUE title "measured", \
     ARG1 using "x":"verified_formula_ms" with lines lw 1.4 dt (6, 3) lc rgb VERMILION \
         title "verified: formula", \
     ARG1 using "x":"verified_ms" with points pt 5 ps 0.8 lc rgb VERMILION title "measured"
