# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
# What policies cost a download: longest pause after the failure of a link and after its repair, one
# pair of bars for each policy.
# gnuplot -c analysis/policies.gp DIR/plot-data/policies.csv policies.svg "'POLICY' 'POLICY' ..."
load ARG0[1:strlen(ARG0) - strlen("policies.gp")] . "style.gp"
set terminal svg size 520,300 font FONT background "white"
set output ARG2
set style data histograms
set style histogram clustered gap 1
set style fill solid 1.0 noborder
set ylabel "longest pause (ms)" offset 1,0
set yrange [0:*]
set offsets 0, 0, graph 0.08, 0
set grid noxtics ytics back
set border 3
set xtics nomirror scale 0 font ",12" ("" 0) # by hand: xtic() cuts a name at its comma
do for [i = 1:words(ARG3)] { set xtics add (word(ARG3, i) i - 1) }
set key outside top center horizontal samplen 1.2
plot ARG1 using "failure_ms" lc rgb VERMILION title "after the failure", \
     ARG1 using "repair_ms" lc rgb BLUE title "after the repair"
