# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
# How long host and proxy take to notice a link that fails, against the probe interval, within the
# bounds of the formula (doc/validation.md).
# gnuplot -c analysis/detection.gp DIR/plot-data/detection.csv detection.svg
load ARG0[1:strlen(ARG0) - strlen("detection.gp")] . "style.gp"
set terminal svg size 520,300 font FONT background "white"
set output ARG2
set xlabel "probe interval (ms)" offset 0,0.4
set ylabel "time to detection (ms)" offset 1,0
set xrange [0:*]
set yrange [0:*]
set offsets 0, graph 0.05, graph 0.05, 0
set grid noxtics ytics back
set border 3
set key outside top center horizontal maxrows 2 samplen 2
set style fill transparent solid 0.15 noborder
plot ARG1 using "interval_ms":"low_ms":"high_ms" with filledcurves lc rgb "#555555" \
         title "formula, without the way of a probe", \
     ARG1 using "interval_ms":"host_ms" with points pt 7 ps 0.9 lc rgb DARK_BLUE title "host", \
     ARG1 using "interval_ms":"proxy_ms" with points pt 8 ps 1.1 lc rgb VERMILION title "proxy"
