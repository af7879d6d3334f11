# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
# Datagrams lost against their rate, one line for each kind of move.
# gnuplot -c analysis/loss.gp DIR/plot-data/loss.csv loss.svg "PATH PATH ..." "'TITLE' 'TITLE' ..."
load ARG0[1:strlen(ARG0) - strlen("loss.gp")] . "style.gp"
set terminal svg size 520,340 font FONT background "white"
set output ARG2
LINES = words(ARG3)
of(path, name) = strcol("path") eq path ? column(name) : NaN

set xlabel "datagrams per second" offset 0,0.4
set ylabel "datagrams lost by a move" offset 1,0
set xrange [0:*]
set yrange [0:*]
set grid xtics ytics back
set border 3
set key outside top center horizontal maxrows 1 Left reverse samplen 2 width -1
set datafile missing NaN
array COLOURS[3] = [DARK_BLUE, VERMILION, GREEN]
array POINTS[3] = [7, 5, 9]
plot for [i = 1:LINES] ARG1 using "rate":(of(word(ARG3, i), "mean")):(of(word(ARG3, i), "ci95")) \
         with yerrorlines lw 2 dt solid pt POINTS[i] ps 0.6 lc rgb COLOURS[i] title word(ARG4, i)
