# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
# One pair of SAs for two links, or one for each: packets that anti-replay windows refuse, and goodput,
# against the difference of the links' delays.
# gnuplot -c analysis/windows.gp DIR/plot-data/windows.csv windows.svg
load ARG0[1:strlen(ARG0) - strlen("windows.gp")] . "style.gp"
set terminal svg size 520,460 font FONT background "white"
set output ARG2
of(sas, value) = strcol("sa") eq sas ? value : NaN
stats ARG1 using "difference_ms" name "X" nooutput
stats ARG1 using (100 * column("refused")) name "R" nooutput
stats ARG1 using "goodput" name "G" nooutput
set linetype 1 lc rgb VERMILION lw 2 dt solid pt 7 ps 0.8
set linetype 2 lc rgb DARK_BLUE lw 2 dt (6, 3) pt 6 ps 1
set xrange [0:1.05 * X_max]
set grid noxtics ytics back
set border 3
set lmargin 9
set rmargin 3
set multiplot layout 2,1
set key outside top center horizontal samplen 2
set ylabel "packets refused (%)" offset 1,0
set yrange [0:R_max > 0 ? 1.15 * R_max : 1]
plot ARG1 using "difference_ms":(of("one", 100 * column("refused"))) \
         with linespoints lt 1 title "one pair of SAs", \
     ARG1 using "difference_ms":(of("each", 100 * column("refused"))) \
         with linespoints lt 2 title "one pair for each path"
unset key
set xlabel "difference of the delays, one way (ms)" offset 0,0.4
set ylabel "goodput (Mbit/s)" offset 1,0
set yrange [0:G_max > 0 ? 1.15 * G_max : 1]
plot ARG1 using "difference_ms":(of("one", column("goodput"))) with linespoints lt 1, \
     ARG1 using "difference_ms":(of("each", column("goodput"))) with linespoints lt 2
unset multiplot
