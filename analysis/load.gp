# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
# The load of a Forwarding Agent against the number of its hosts, or how often they move:
# registrations and relayed first packets, octets by what they are for, and how busy its CPU is.
# gnuplot -c analysis/load.gp DIR/plot-data/load.csv load.svg COLUMN AXIS
load ARG0[1:strlen(ARG0) - strlen("load.gp")] . "style.gp"
set terminal svg size 560,900 font FONT background "white"
set output ARG2

swept(name) = column(name) > 0 ? column(name) : NaN
x(name) = swept(name) # none has a place for 0 on a logarithmic axis
# gnuplot refuses a plot without a single point: such as that of a CPU for which nothing costs time.
positive(name) = column(name) > 0 ? 1 : 0
stand_in(count) = count > 0 ? NaN : 1
set linetype 1 lc rgb DARK_BLUE lw 2 dt solid pt 7 ps 0.7
set linetype 2 lc rgb VERMILION lw 2 dt (6, 3) pt 6 ps 0.9
set linetype 3 lc rgb GREEN lw 2 dt (2, 3) pt 8 ps 0.9
set linetype 4 lc rgb PURPLE lw 2 dt (9, 3, 2, 3) pt 4 ps 0.8
set logscale xy
set format xy "10^{%L}"
set grid noxtics ytics back
set border 3
set key outside top center horizontal maxrows 2 Left reverse samplen 2.6 width -6
set lmargin 10
set xlabel ARG4 offset 0,0.4

set multiplot layout 3,1
set ylabel "per second"
plot ARG1 using (x(ARG3)):(swept("registrations")) with linespoints lt 1 title "registrations", \
     ARG1 using (x(ARG3)):(swept("relayed")) with linespoints lt 2 title "relayed first packets", \
     ARG1 using (x(ARG3)):(stand_in(positive("registrations") + positive("relayed"))) \
         with dots lc bgnd notitle
set ylabel "octets per second"
plot ARG1 using (x(ARG3)):(swept("bytes_renewal")) with linespoints lt 1 title "renewals", \
     ARG1 using (x(ARG3)):(swept("bytes_relay")) with linespoints lt 2 title "relayed first packets", \
     ARG1 using (x(ARG3)):(swept("bytes_move")) with linespoints lt 3 title "moves", \
     ARG1 using (x(ARG3)):(swept("data_bytes")) with linespoints lt 4 title "data between hosts", \
     ARG1 using (x(ARG3)):(stand_in(positive("bytes_in") + positive("data_bytes"))) \
         with dots lc bgnd notitle
set ylabel "CPU of the agent (%)"
percent(name) = 100 * swept(name)
plot ARG1 using (x(ARG3)):(percent("utilization")) with linespoints lt 1 title "all are registered", \
     ARG1 using (x(ARG3)):(percent("joining_utilization")) with linespoints lt 2 \
         title "all register for the first time", \
     ARG1 using (x(ARG3)):(stand_in(positive("utilization") + positive("joining_utilization"))) \
         with dots lc bgnd notitle
unset multiplot
