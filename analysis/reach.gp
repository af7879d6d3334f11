# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
# How long a new peer waits for a host that has just moved, against the TTL of its address in DNS:
# mean, median, and where nine of ten peers are; by the Forwarding Agent a band across.
# gnuplot -c analysis/reach.gp DIR/plot-data/reach.csv reach.svg
load ARG0[1:strlen(ARG0) - strlen("reach.gp")] . "style.gp"
set terminal svg size 520,340 font FONT background "white"
set output ARG2

of(path, name) = strcol("path") eq path ? column(name) : NaN
stats ARG1 using (of("dns", "ttl_s")) name "TTL" nooutput
FIRST = exists("TTL_min") ? TTL_min / 1.6 : 0.6
LAST = exists("TTL_max") ? TTL_max * 1.6 : 600
stats ARG1 using "low_s" name "LOW" nooutput
stats ARG1 using "high_s" name "HIGH" nooutput

set logscale xy
set xrange [FIRST:LAST]
set yrange [LOW_min / 1.5:2 * HIGH_max]
set xtics (1, 3, 10, 30, 60, 100, 300, 1000, 3000)
set xlabel "TTL of the address in DNS (s)" offset 0,0.4
set ylabel "peer waits (s)" offset 1,0
set grid xtics ytics back
set border 3
set key outside top center horizontal maxrows 2 Left reverse samplen 2 width -2
set style fill transparent solid 0.25 noborder

band(name) = of("agent", name)
stats ARG1 using (band("low_s")) name "AGENT_LOW" nooutput
stats ARG1 using (band("high_s")) name "AGENT_HIGH" nooutput
stats ARG1 using (band("mean_s")) name "AGENT_MEAN" nooutput
HAS_AGENT = exists("AGENT_LOW_min")
if (HAS_AGENT) {
    set object 1 rectangle from FIRST, AGENT_LOW_min to LAST, AGENT_HIGH_max \
        fc rgb GREEN fs transparent solid 0.25 noborder behind
    set arrow 1 from FIRST, AGENT_MEAN_min to LAST, AGENT_MEAN_min nohead lc rgb GREEN lw 2 back
}
plot ARG1 using (of("dns", "ttl_s")):(of("dns", "median_s")):(of("dns", "low_s")): \
         (of("dns", "high_s")) with yerrorlines lc rgb DARK_BLUE lw 2 dt solid pt 7 ps 0.7 \
         title "DNS: median, 5–95 %", \
     ARG1 using (of("dns", "ttl_s")):(of("dns", "mean_s")) with linespoints lc rgb VERMILION lw 2 \
         dt (6, 3) pt 6 ps 0.9 title "DNS: mean", \
     NaN with lines lc rgb GREEN lw 2 dt solid title (HAS_AGENT ? "agent: mean, 5–95 %" : "")
