# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
# Time without data against the offset between two moves: points with whiskers of 95 % confidence, a
# cross at the top where the association was closed, and for the first path also the time until both
# know where the other one is. The axis is drawn out around zero.
# gnuplot -c analysis/recovery.gp DIR/plot-data/recovery.csv recovery.svg \
#     "PATH PATH ..." "'TITLE' 'TITLE' ..."
load ARG0[1:strlen(ARG0) - strlen("recovery.gp")] . "style.gp"
set terminal svg size 520,340 font FONT background "white"
set output ARG2

LINES = words(ARG3)
is(path) = strcol("path") eq path
after(path, name) = is(path) && column("recovered") > 0 ? column(name) : NaN
set linetype 1 lc rgb DARK_BLUE lw 2 dt solid pt 7 ps 0.7
set linetype 2 lc rgb VERMILION lw 2 dt (6, 3) pt 6 ps 1.1
set linetype 3 lc rgb GREEN lw 2 dt (2, 3) pt 8 ps 0.8

stats ARG1 using (column("recovered") > 0 ? column("high_ms") : NaN) name "TIME" nooutput
TOP = exists("TIME_max") && TIME_max > 0 ? 1.25 * TIME_max : 1
stats ARG1 using "x" name "X" nooutput
set nonlinear x via asinh(x / 10) inverse 10 * sinh(x)
set xtics (-500, -200, -100, -50, -20, -10, 0, 10, 20, 50, 100, 200, 500)
set xtics font ",11"
set xlabel "proxy moves later than the host by (ms)" offset 0,0.4
set ylabel "time (ms)" offset 1,0
set xrange [X_min - 1:X_max + 1]
set yrange [0:TOP]
set grid noxtics ytics back
set border 3
set key outside top center horizontal maxrows 2 Left reverse samplen 2.2 width -3

plot for [i = 1:LINES] ARG1 using "x":(after(word(ARG3, i), "mean_ms")): \
         (after(word(ARG3, i), "low_ms")):(after(word(ARG3, i), "high_ms")) \
         with yerrorlines lt i title word(ARG4, i), \
     ARG1 using "x":(after(word(ARG3, 1), "signalling_ms")) with linespoints lt 3 \
         title word(ARG4, 1) . ": both know", \
     for [i = 1:LINES] ARG1 using "x": \
         (is(word(ARG3, i)) && column("recovered") < column("runs") ? 0.94 * TOP : NaN) \
         with points lt i pt 2 ps 1 title (i == LINES ? "closed" : "")
