# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
# Throughput over time, one line for each kind of path, with a band of 95 % confidence; moves are
# thin upright marks with their names.
# gnuplot -c analysis/throughput.gp DIR/plot-data/throughput.csv throughput.svg \
#     "PATH PATH ..." "'TITLE' 'TITLE' ..." ["MOVE MOVE ..."]
load ARG0[1:strlen(ARG0) - strlen("throughput.gp")] . "style.gp"
set terminal svg size 520,300 font FONT background "white"
set output ARG2

LINES = words(ARG3)
MOVES = exists("ARG5") ? ARG5 : ""
of(path, name) = strcol("path") eq path ? column(name) : NaN

stats ARG1 using "time_s" nooutput
near = 0.17 * STATS_max # names closer than that would touch
last = -near
level = 0
highest = 0
do for [move in MOVES] {
    stats ARG1 using (of(move, "time_s")) name "MOVE" nooutput
    level = MOVE_mean - last < near ? level + 1 : 0
    highest = level > highest ? level : highest
    last = MOVE_mean
    set arrow from MOVE_mean, graph 0 to MOVE_mean, graph 1 nohead lw 1 dt (3, 3) lc rgb "#555555"
    set label move at MOVE_mean, graph 1 center offset 0,0.6 + level
}

set xlabel "time since the DNS query (s)" offset 0,0.4
set ylabel "throughput (Mbit/s)" offset 1,0
set xrange [0:*]
set yrange [0:*]
set grid noxtics ytics back
set border 3
set key outside top center horizontal maxrows 1 Left reverse samplen 2.2 width -5
if (LINES == 1) {
    unset key
    set tmargin 2 + highest # for the names of the moves
    set linetype 1 lc rgb DARK_BLUE lw 2 dt solid
}
set style fill transparent solid 0.18 noborder

plot for [i = 1:LINES] ARG1 using "time_s":(of(word(ARG3, i), "low")): \
         (of(word(ARG3, i), "high")) with filledcurves lt i notitle, \
     for [i = 1:LINES] ARG1 using "time_s":(of(word(ARG3, i), "mean")) with lines lt i \
         title word(ARG4, i)
