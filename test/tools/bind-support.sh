# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
# shellcheck shell=bash disable=SC2034,SC2154 # variables of, and for, those that source this
#
# What the comparisons with BIND share; they source it. Each defines:
#   usage                          prints how to call it
#   dig_args                       of the dig that asks whether a server is there
#   serve WHO NAME ORIGIN PORT     replaces itself by that server: run_bind, or ours with exec
set -euo pipefail

top=$(cd "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
data=$top/test/data/dns
build=${HIP_BUILD_DIR:-$top/build/release}
PATH=$PATH:/usr/sbin

verbose=
children=()
declare -A port_of # by "WHO-NAME"

read_arguments() { # ARGUMENT...
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
}

set_up() { # TOOL...: makes the folder $work if all of them are here
    local tool
    for tool in "$@"; do
        if ! command -v "$tool" > /dev/null; then
            echo "skipped: no $tool here"
            exit 77
        fi
    done
    work=$(mktemp -d)
    trap finish EXIT
    # AppArmor confines named by its path to folders of the system; a copy reads ours.
    cp "$(command -v named)" "$work/named"
}

finish() {
    for child in ${children+"${children[@]}"}; do
        kill "$child" 2> /dev/null || true
    done
    wait
    rm -rf "$work"
}

run_bind() { # FOLDER PORT OPTIONS ZONES: the latter two in the language of named.conf
    mkdir -p "$1"
    cat > "$1/named.conf" << CONF
options {
    directory "$1";
    pid-file none;
    session-keyfile none;
    listen-on port $2 { 127.0.0.1; };
    listen-on-v6 { none; };
    recursion no;
    dnssec-validation no;
    allow-transfer { none; };
    notify no;
    empty-zones-enable no;
    check-names primary ignore;
    $3
};
controls { };
$4
CONF
    exec "$work/named" -g -n 1 -c "$1/named.conf"
}

await() { # CHILD PORT ORIGIN: true once the server answers
    local tries
    for ((tries = 0; tries < 100; ++tries)); do
        if ! kill -0 "$1" 2> /dev/null; then
            return 1
        fi
        if dig "${dig_args[@]}" +time=1 @127.0.0.1 -p "$2" "$3" SOA > /dev/null 2>&1; then
            return 0
        fi
        sleep 0.1
    done
    return 1
}

start() { # WHO NAME ORIGIN: on a port that is free
    local port attempt log=$work/$1-$2.log
    for attempt in 1 2 3 4 5; do
        port=$((20000 + RANDOM % 20000))
        serve "$1" "$2" "$3" "$port" > "$log" 2>&1 &
        children+=($!)
        if await $! "$port" "$3"; then
            port_of[$1-$2]=$port
            return
        fi
    done
    echo "$1 does not serve $3:" >&2
    tail -n 5 "$log" >&2
    exit 1
}
