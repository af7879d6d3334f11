# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
# What all figures share: CSV as input, one font, colours that colour-blind readers tell apart
# (Okabe and Ito) and that also differ in brightness.
set datafile separator comma
set datafile columnheaders
set encoding utf8
FONT = "Helvetica,14"
BLUE = "#56B4E9"
DARK_BLUE = "#0072B2"
VERMILION = "#D55E00"
GREEN = "#009E73"
YELLOW = "#F0E442"
PURPLE = "#CC79A7"
set linetype 1 lc rgb "#000000" lw 2 dt (6, 3)
set linetype 2 lc rgb VERMILION lw 2 dt solid
set linetype 3 lc rgb DARK_BLUE lw 2 dt (2, 2)
set grid lc rgb "#DDDDDD" lw 1 lt 1 dt solid
set border lc rgb "#444444"
set tics textcolor rgb "black" nomirror out scale 0.6
