#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
#
# Asks our authoritative server and BIND the same questions, with the same dig command, and compares
# flags, response code, EDNS and all sections as sets. What the two are compared under:
#   - BIND runs with "recursion no; minimal-responses no-auth; answer-cookie no": it may leave out
#     the NS records of an answer, as ours does; everything else is BIND's default.
#   - Of a truncated answer the flags and the number of records count: which records of a set fit
#     depends on their order, which BIND chooses at random.
#   - A referral whose glue does not fit at all is not asked for: ours sets TC then, BIND does not.
#   - Where a query says "crowded", not all additional records fit; they are not compared.
#   - The question and the data are compared in the case they have on the wire, owner names without:
#     BIND gives what a wildcard makes neither the case of the question nor that of the zone.
# shellcheck source=test/tools/bind-support.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/bind-support.sh"

usage() {
    echo "usage: compare-with-bind.sh [--verbose]"
    echo "needs named and dig, and hip-dns-answer in HIP_BUILD_DIR (build/release if not said)"
}

read_arguments "$@"
set_up named dig

dig_args=(+norecurse +nocookie +noedns +noadflag +ignore +tries=1 +time=5 +nostats +nocmd +nottlunits)

serve() { # WHO NAME ORIGIN PORT
    local file
    file=$data/$([ "$3" = . ] && echo root || echo "$3").zone
    if [ "$1" = ours ]; then
        exec "$build/hip-dns-answer" --port "$4" "$3=$file"
    fi
    run_bind "$work/$2" "$4" "minimal-responses no-auth; answer-cookie no;" \
        "zone \"$3\" { type primary; file \"$file\"; };"
}

for zone in root:. com:com foo:foo.com; do
    name=${zone%%:*}
    origin=${zone#*:}
    start bind "$name" "$origin"
    start ours "$name" "$origin"
done

# dig's output without what may differ: the id and the order of records; "(n)" for truncated ones;
# without the additional section if $1 is not empty.
normalize() {
    awk -v crowded="$1" '
    function flush_section(    i, j, t) {
        for (i = 2; i <= n; ++i)
            for (j = i; j > 1 && line[j - 1] > line[j]; --j) {
                t = line[j]; line[j] = line[j - 1]; line[j - 1] = t
            }
        if (truncated) print "(" n ")"; else for (i = 1; i <= n; ++i) print line[i]
        n = 0
    }
    /^;; flags:/ && crowded { sub(/, ADDITIONAL: [0-9]+/, "") }
    /^;; ADDITIONAL SECTION:/ && crowded { flush_section(); exit }
    /^;; ->>HEADER<<-/ { sub(/, id: [0-9]+/, ""); print; next }
    /^;; flags:/ { truncated = $0 ~ /^;; flags:[^;]* tc[ ;]/; print; next }
    /^;; [A-Z]+ (PSEUDO)?SECTION:/ { if (insection) flush_section(); insection = 1; print; next }
    /^;; WARNING: recursion requested/ { next }
    /^$/ { next }
    /^;; Got answer/ { next }
    { gsub(/[ \t]+/, " "); if (!/^;/) sub(/^[^ ]+/, tolower($1)); line[++n] = $0 }
    END { flush_section() }'
}

ask() { # WHO [crowded] NAME DIG-ARGUMENTS...
    local who=$1 crowded= port
    shift
    if [ "$1" = crowded ]; then
        crowded=1
        shift
    fi
    port=${port_of[$who-$1]}
    shift
    dig "${dig_args[@]}" @127.0.0.1 -p "$port" "$@" 2>&1 | normalize "$crowded"
}

ask_raw() { # WHO NAME HEX: the answer as hex, nothing if there is none
    local port=${port_of[$1-$2]} octets
    octets=$(sed 's/../\\x&/g' <<< "$3")
    exec 3<> "/dev/udp/127.0.0.1/$port"
    printf "%b" "$octets" >&3
    timeout 0.5 dd bs=4096 count=1 <&3 2> /dev/null | od -An -v -tx1 | tr -d ' \n'
    exec 3>&-
    echo
}

asked=0
different=0
while read -r -a words; do
    if [ ${#words[@]} -eq 0 ] || [[ ${words[0]} == \#* ]]; then
        continue
    fi
    if [ "${words[0]}" = raw ]; then
        ask_raw bind "${words[@]:1}" > "$work/bind.txt" || true
        ask_raw ours "${words[@]:1}" > "$work/ours.txt" || true
    else
        ask bind "${words[@]}" > "$work/bind.txt" || true
        ask ours "${words[@]}" > "$work/ours.txt" || true
    fi
    asked=$((asked + 1))
    if ! cmp -s "$work/bind.txt" "$work/ours.txt"; then
        different=$((different + 1))
        echo "DIFFERENT: ${words[*]}"
        diff -U 20 --label bind "$work/bind.txt" --label ours "$work/ours.txt" || true
    elif [ -n "$verbose" ]; then
        echo "same: ${words[*]}"
        sed 's/^/    /' "$work/bind.txt"
    fi
done < "$data/queries.txt"

echo "$asked queries, $different different"
[ "$different" -eq 0 ] && [ "$asked" -ge 60 ]
