# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
# One-way delay of the flow that brought most, and of the flow in the other direction, over time:
# a dot for each interval, none where nothing arrived. The longest gap of the first one is shaded;
# moves are upright lines.
# gnuplot -c analysis/delay.gp DIR/plot-data/delay.csv delay.svg \
#     "'TITLE' 'TITLE'" GAP_START_S GAP_S ["MOVE_S MOVE_S ..."]
load ARG0[1:strlen(ARG0) - strlen("delay.gp")] . "style.gp"
set terminal svg size 520,300 font FONT background "white"
set output ARG2

GAP_START = real(ARG4)
GAP = real(ARG5)
INTERVAL = 0.05 # shorter ones do not show
MOVES = exists("ARG6") ? ARG6 : ""
of(flow, name) = column("flow") == flow ? column(name) : NaN

set style textbox opaque fc rgb "white" noborder margins 0.3,0.3
if (GAP > INTERVAL) {
    set object rectangle from GAP_START, graph 0 to GAP_START + GAP, graph 1 behind \
        fc rgb YELLOW fs solid 0.5 noborder
    set label sprintf("longest gap: %.0f ms", 1000 * GAP) at GAP_START + GAP, graph 0.95 left \
        offset 0.5,0 front boxed
}
do for [move in MOVES] {
    set arrow from real(move), graph 0 to real(move), graph 1 nohead lw 1 dt (3, 3) lc rgb "#555555"
}
set xlabel "simulation time (s)" offset 0,0.4
set ylabel "one-way delay (ms)" offset 1,0
set yrange [0:*]
set offsets 0, graph 0.08, graph 0.12, 0
set grid noxtics ytics back
set border 3
set key outside top center vertical maxrows 2 Left reverse samplen 1

plot for [i = 1:words(ARG3)] ARG1 using "time_s":(of(i, "mean_ms")) with points pt 7 ps 0.3 \
    lc rgb (i == 1 ? DARK_BLUE : VERMILION) title word(ARG3, i)
