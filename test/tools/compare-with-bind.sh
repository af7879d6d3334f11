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
set -euo pipefail

usage() {
    echo "usage: compare-with-bind.sh [--verbose]"
    echo "needs named and dig, and hip-dns-answer in HIP_BUILD_DIR (build/release if not said)"
}

verbose=
case "$#:${1-}" in
0:) ;;
1:--verbose) verbose=1 ;;
1:--help | 1:-h)
    usage
    exit 0
    ;;
*)
    usage >&2
    exit 2
    ;;
esac

top=$(cd "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
data=$top/test/data/dns
ours=${HIP_BUILD_DIR:-$top/build/release}/hip-dns-answer
PATH=$PATH:/usr/sbin
for tool in named dig; do
    if ! command -v "$tool" > /dev/null; then
        echo "skipped: no $tool here"
        exit 77
    fi
done

work=$(mktemp -d)
children=()
finish() {
    for child in ${children+"${children[@]}"}; do
        kill "$child" 2> /dev/null || true
    done
    wait
    rm -rf "$work"
}
trap finish EXIT

# AppArmor confines named by its path to folders of the system; a copy reads ours.
cp "$(command -v named)" "$work/named"

dig_args=(+norecurse +nocookie +noedns +noadflag +ignore +tries=1 +time=5 +nostats +nocmd +nottlunits)

write_config() { # FOLDER ORIGIN FILE PORT
    cat > "$1/named.conf" << CONF
options {
    directory "$1";
    pid-file none;
    session-keyfile none;
    listen-on port $4 { 127.0.0.1; };
    listen-on-v6 { none; };
    recursion no;
    dnssec-validation no;
    minimal-responses no-auth;
    answer-cookie no;
    allow-transfer { none; };
    notify no;
    empty-zones-enable no;
    check-names primary ignore;
};
controls { };
zone "$2" { type primary; file "$3"; };
CONF
}

declare -A port_of

await() { # WHO CHILD PORT ORIGIN: true once the server answers
    local tries
    for ((tries = 0; tries < 100; ++tries)); do
        if ! kill -0 "$2" 2> /dev/null; then
            return 1
        fi
        if dig "${dig_args[@]}" +time=1 @127.0.0.1 -p "$3" "$4" SOA > /dev/null 2>&1; then
            return 0
        fi
        sleep 0.1
    done
    return 1
}

start() { # WHO NAME ORIGIN FILE: on a port that is free
    local port attempt log=$work/$1-$2.log
    for attempt in 1 2 3 4 5; do
        port=$((20000 + RANDOM % 20000))
        if [ "$1" = bind ]; then
            mkdir -p "$work/$2"
            write_config "$work/$2" "$3" "$4" "$port"
            "$work/named" -g -n 1 -c "$work/$2/named.conf" > "$log" 2>&1 &
        else
            "$ours" --port "$port" "$3=$4" > "$log" 2>&1 &
        fi
        children+=($!)
        if await "$1" $! "$port" "$3"; then
            port_of[$1-$2]=$port
            return
        fi
    done
    echo "$1 does not serve $3:" >&2
    tail -n 5 "$log" >&2
    exit 1
}

for zone in root:. com:com foo:foo.com; do
    name=${zone%%:*}
    origin=${zone#*:}
    file=$data/$([ "$origin" = . ] && echo root || echo "$origin").zone
    start bind "$name" "$origin" "$file"
    start ours "$name" "$origin" "$file"
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
