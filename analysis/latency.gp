# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
# Time from the name query to the first byte, one stacked bar for each kind of path.
# gnuplot -c analysis/latency.gp DIR/plot-data/latency.csv latency.svg
load ARG0[1:strlen(ARG0) - strlen("latency.gp")] . "style.gp"
set terminal svg size 520,220 font FONT background "white"
set output ARG2

stats ARG1 using "total_ms" nooutput
bars = STATS_records
stats ARG1 using (column("total_ms") + column("ci95_ms")) nooutput
set xrange [0:STATS_max > 0 ? STATS_max * 1.16 : 1]
set yrange [-bars + 0.4:0.6]
set xlabel "time since the DNS query (ms)" offset 0,0.4
set ytics scale 0 offset 0.5,0
set grid noytics xtics back
set border 3
set lmargin 15
set rmargin 2
set key outside top center horizontal maxrows 1 Left reverse samplen 1.2 width -2
set style fill solid 1.0 border rgb "white"

HALF = 0.36
# Left and right edge of a part: what came before it, and that plus itself.
end(part) = part == 1 ? column("dns_ms") : \
    end(part - 1) + (part == 2 ? column("base_exchange_ms") : \
    part == 3 ? column("tcp_ms") : column("first_byte_ms"))
start(part) = part == 1 ? 0 : end(part - 1)

array NAMES[4] = ["DNS", "base exchange", "TCP", "first byte"]
array COLOURS[4] = [BLUE, VERMILION, GREEN, YELLOW]
plot for [part = 1:4] ARG1 using (start(part)):(-$0):(start(part)):(end(part)): \
         (-$0 - HALF):(-$0 + HALF):ytic(2) with boxxyerror lc rgb COLOURS[part] dt solid title NAMES[part], \
     ARG1 using "total_ms":(-$0):(column("ci95_ms") > 0 ? column("ci95_ms") : NaN) \
         with xerrorbars pt -1 lw 1.4 dt solid lc rgb "black" notitle, \
     ARG1 using (column("total_ms") + column("ci95_ms")):(-$0): \
         (sprintf("%.1f", column("total_ms"))) with labels left offset 0.6,0 notitle
