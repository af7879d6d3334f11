# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
# Throughput of two links over time, one panel for each policy, with marks for failure and repair.
# gnuplot -c analysis/links.gp DIR/plot-data/links.csv links.svg "'POLICY' 'POLICY' ..." FAIL REPAIR
load ARG0[1:strlen(ARG0) - strlen("links.gp")] . "style.gp"
PANELS = words(ARG3)
set terminal svg size 520,60 + 130 * PANELS font FONT background "white"
set output ARG2
stats ARG1 using "time_s" name "T" nooutput
stats ARG1 using (column("link_0") > column("link_1") ? column("link_0") : column("link_1")) \
      name "Y" nooutput
of(panel, name) = column("panel") == panel ? column(name) : NaN
set linetype 1 lc rgb DARK_BLUE lw 2.5 dt solid
set linetype 2 lc rgb VERMILION lw 2.5 dt (6, 3)
set xrange [0:T_max > 0 ? T_max : 1]
set yrange [0:Y_max > 0 ? 1.15 * Y_max : 1]
set grid noxtics ytics back
set border 3
set lmargin 9
set rmargin 3
set ylabel "Mbit/s" offset 1,0
do for [at in ARG4 . " " . ARG5] {
    set arrow from real(at), graph 0 to real(at), graph 1 nohead lw 1 dt (3, 3) lc rgb "#555555"
}
set multiplot
height = 130.0 / (60 + 130 * PANELS)
bottom = 42.0 / (60 + 130 * PANELS)
do for [panel = 1:PANELS] {
    set size 1,height
    set origin 0,bottom + (PANELS - panel) * height
    set tmargin 1.6
    set bmargin 1.4
    unset key
    if (panel == 1) { set key at graph 1, graph 1.22 right horizontal samplen 2 }
    unset xlabel
    if (panel == PANELS) { set xlabel "time since the DNS query (s)" offset 0,0.6 }
    set label 1 word(ARG3, panel) at graph 0.01, graph 1.1 left
    plot ARG1 using "time_s":(of(panel, "link_0")) with lines lt 1 title "link 0", \
         ARG1 using "time_s":(of(panel, "link_1")) with lines lt 2 title "link 1"
}
unset multiplot
