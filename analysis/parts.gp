# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
# One upright stacked bar for each value of an option that was swept.
# gnuplot -c analysis/parts.gp DIR/plot-data/parts.csv parts.svg AXIS "'PART' 'PART' ..."
load ARG0[1:strlen(ARG0) - strlen("parts.gp")] . "style.gp"
PARTS = words(ARG4)
TOTAL = 2 + PARTS # columns
CI95 = TOTAL + 1
set terminal svg size 520,340 font FONT background "white"
set output ARG2

stats ARG1 using (column(TOTAL) + column(CI95)) nooutput
set yrange [0:STATS_max > 0 ? STATS_max * 1.12 : 1]
set xrange [-0.6:STATS_records - 0.4]
set xlabel ARG3 offset 0,0.4
set ylabel "time to data (ms)" offset 1,0
set xtics scale 0
set grid noxtics ytics back
set border 3
set key outside top center horizontal maxrows 2 Left reverse samplen 1.2 width -2
set style fill solid 1.0 border rgb "white"

HALF = 0.32
# Lower and upper edge of a part: what came before it, and that plus itself.
end(part) = part == 0 ? 0 : end(part - 1) + column(1 + part)
start(part) = end(part - 1)

array COLOURS[7] = [BLUE, VERMILION, GREEN, YELLOW, DARK_BLUE, PURPLE, "#888888"]
plot for [part = 1:PARTS] ARG1 using ($0):(start(part)):($0 - HALF):($0 + HALF): \
         (start(part)):(end(part)):xtic(1) with boxxyerror lc rgb COLOURS[part] dt solid \
         title word(ARG4, part), \
     ARG1 using ($0):(column(CI95) > 0 ? column(TOTAL) - column(CI95) : NaN): \
         (0):(2 * column(CI95)) with vectors heads size screen 0.008,90 lw 1.4 dt solid \
         lc rgb "black" notitle, \
     ARG1 using ($0):(column(TOTAL) + column(CI95)):(sprintf("%.0f", column(TOTAL))) \
         with labels offset 0,0.7 notitle
