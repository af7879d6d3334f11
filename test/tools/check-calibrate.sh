#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
#
# Runs hip-calibrate for a moment: the table must have every row of the default one, and bad use
# must end with one line and exit code 2. The figures themselves are not judged.
set -euo pipefail

program=${HIP_BUILD_DIR:-build/release}/hip-calibrate
if [ ! -x "$program" ]; then
    echo "check-calibrate.sh: $program is not built; skipped"
    exit 77
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
    echo "check-calibrate.sh: $*" >&2
    exit 1
}

# refuses TEXT OPTION...: exit code 2 and one line that says TEXT
refuses() {
    local text=$1 status=0
    shift
    "$program" "$@" >"$work/stdout" 2>"$work/stderr" || status=$?
    [ "$status" -eq 2 ] || fail "$*: exit code $status"
    [ "$(wc -l <"$work/stderr")" -eq 1 ] || fail "$*: not one line: $(cat "$work/stderr")"
    grep -qF -- "$text" "$work/stderr" || fail "$*: $(cat "$work/stderr")"
    [ ! -s "$work/stdout" ] || fail "$*: wrote to standard output"
}

"$program" --help | grep -q '^Usage: hip-calibrate' || fail "--help says nothing"
refuses "unknown option '--fast'" --fast
refuses "'0' is no number from 0.001 to 60" --seconds 0
refuses "'0.1s' is no number from 0.001 to 60" --seconds=0.1s
refuses "--out needs a value" --out
refuses "$work/none/costs.csv: cannot be written" --out "$work/none/costs.csv"
refuses "$work: cannot be written" --out "$work"

echo "what was there" >"$work/costs.csv"
"$program" --seconds 0.001 --out "$work/costs.csv"
[ ! -e "$work/costs.csv.part" ] || fail "a part of the file was left"
grep -q '^# OpenSSL: [0-9]' "$work/costs.csv" || fail "the table does not name OpenSSL"

keys() {
    grep -E '^[a-z-]+,[a-z0-9-]+,[0-9.]+$' "$1" | cut -d, -f1,2 | sort
}
diff <(keys model/hip-default-costs.cc) <(keys "$work/costs.csv") ||
    fail "the rows differ from those of the default table"
echo "hip-calibrate: $(keys "$work/costs.csv" | wc -l) rows"
