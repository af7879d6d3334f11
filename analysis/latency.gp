# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
# One stacked bar for each kind of path; below them, where there are such, thin bars on a scale of
# their own. A bar says its length, so that short ones can be read beside long ones.
# gnuplot -c analysis/latency.gp DIR/plot-data/latency.csv latency.svg AXIS "'PART' 'PART' ..." \
#     [AXIS "'THIN BAR' ..."]
load ARG0[1:strlen(ARG0) - strlen("latency.gp")] . "style.gp"
PARTS = words(ARG4)
BESIDE = exists("ARG6") ? words(ARG6) : 0
TOTAL = 3 + PARTS # columns
CI95 = TOTAL + 1
thin(bar) = CI95 + 2 * bar # and the next one is its confidence interval
set terminal svg size 520,BESIDE ? 460 : 220 font FONT background "white"
set output ARG2
if (BESIDE) set multiplot

stats ARG1 using TOTAL nooutput
bars = STATS_records
stats ARG1 using (column(TOTAL) + column(CI95)) nooutput
longest = 0
do for [bar = 1:BESIDE] { # before there is a range: it would cut these
    stats ARG1 using (column(thin(bar)) + column(thin(bar) + 1)) name "THIN" nooutput
    if (exists("THIN_max")) { longest = THIN_max > longest ? THIN_max : longest }
}
set xrange [0:STATS_max > 0 ? STATS_max * 1.16 : 1]
set yrange [-bars + 0.4:0.6]
set xlabel ARG3 offset 0,0.4
set ytics scale 0 offset 0.5,0
set grid noytics xtics back
set border 3
set lmargin 15
set rmargin 2
set key outside top center horizontal maxrows PARTS > 4 ? 2 : 1 Left reverse samplen 1.2 \
    width PARTS > 3 ? -2 : -3
set style fill solid 1.0 border rgb "white"
if (BESIDE) {
    set size 1,0.48
    set origin 0,0.52
}

HALF = 0.36
# Left and right edge of a part: what came before it, and that plus itself.
end(part) = part == 0 ? 0 : end(part - 1) + column(2 + part)
start(part) = end(part - 1)

array COLOURS[7] = [BLUE, VERMILION, GREEN, YELLOW, DARK_BLUE, PURPLE, "#888888"]
plot for [part = 1:PARTS] ARG1 using (start(part)):(-$0):(start(part)):(end(part)): \
         (-$0 - HALF):(-$0 + HALF):ytic(2) with boxxyerror lc rgb COLOURS[part] dt solid \
         title word(ARG4, part), \
     ARG1 using TOTAL:(-$0):(column(CI95) > 0 ? column(CI95) : NaN) \
         with xerrorbars pt -1 lw 1.4 dt solid lc rgb "black" notitle, \
     ARG1 using (column(TOTAL) + column(CI95)):(-$0): \
         (sprintf("%.1f", column(TOTAL))) with labels left offset 0.6,0 notitle

if (!BESIDE) exit
# Thin bar number bar of the row -y, from the top.
HEIGHT = 0.8 / BESIDE
middle(y, bar) = y + 0.4 - HEIGHT * (bar - 0.5)
set xrange [0:longest > 0 ? longest * 1.16 : 1]
set xlabel ARG5
set size 1,0.52
set origin 0,0
array BESIDE_COLOURS[2] = [PURPLE, YELLOW]
plot for [bar = 1:BESIDE] ARG1 using (0):(-$0):(0):(column(thin(bar))): \
         (middle(-$0, bar) - HEIGHT * 0.45):(middle(-$0, bar) + HEIGHT * 0.45):ytic(2) \
         with boxxyerror lc rgb BESIDE_COLOURS[bar] fs solid 1.0 noborder title word(ARG6, bar), \
     for [bar = 1:BESIDE] ARG1 using (column(thin(bar))):(middle(-$0, bar)): \
         (column(thin(bar) + 1) > 0 ? column(thin(bar) + 1) : NaN) \
         with xerrorbars pt -1 lw 1.4 dt solid lc rgb "black" notitle, \
     for [bar = 1:BESIDE] ARG1 using (column(thin(bar)) + column(thin(bar) + 1)): \
         (middle(-$0, bar)):(sprintf("%.1f", column(thin(bar)))) \
         with labels left offset 0.6,0 notitle
unset multiplot
