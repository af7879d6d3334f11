# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
# Octets at a Forwarding Agent in percent of those of data between its hosts and their peers, against
# the octets of a call.
# gnuplot -c analysis/share.gp DIR/plot-data/share.csv share.svg
load ARG0[1:strlen(ARG0) - strlen("share.gp")] . "style.gp"
set terminal svg size 560,340 font FONT background "white"
set output ARG2

percent(octets) = column("data_bytes") > 0 && octets > 0 ? 100 * octets / column("data_bytes") : NaN
# gnuplot refuses a plot without a single point.
stand_in = "column('data_bytes') > 0 && column('bytes_in') > 0 ? NaN : 1"
set linetype 1 lc rgb DARK_BLUE lw 2 dt solid pt 7 ps 0.7
set linetype 2 lc rgb VERMILION lw 2 dt (6, 3) pt 6 ps 0.9
set logscale xy
set format x "10^{%L}"
set grid noxtics ytics back
set border 3
set lmargin 10
set xlabel "octets of a call" offset 0,0.4
set ylabel "traffic of the agent (% of data)"
plot ARG1 using "data":(percent(column("bytes_in") + column("bytes_out"))) \
         with linespoints lt 1 title "all", \
     ARG1 using "data":(percent(column("bytes_relay"))) \
         with linespoints lt 2 title "relayed first packets", \
     ARG1 using "data":(@stand_in) with dots lc bgnd notitle
