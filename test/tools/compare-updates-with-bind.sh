#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
#
# Sends the same UPDATEs to our authoritative server and to BIND, by BIND's nsupdate and by our own
# client: four pairs, each with a zone of its own. Compares the response code of each UPDATE, and what
# the names in it have in the zone after it; of the SOA record whether its serial has changed.
# BIND runs with "update-policy { grant zone.key zonesub ANY; ... }".
# shellcheck source=test/tools/bind-support.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/bind-support.sh"

usage() {
    echo "usage: compare-updates-with-bind.sh [--verbose]"
    echo "needs named, nsupdate and dig; hip-dns-answer and hip-dns-update in HIP_BUILD_DIR"
    echo "(build/release if not said)"
}

read_arguments "$@"
set_up named nsupdate dig

zone_secret=MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=
host_secret=ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=
dig_args=(+norecurse +nocookie +noall +answer +tries=1 +time=5 +nocmd +nottlunits +nosplit)

zones_of_bind() {
    cat << CONF
key "zone.key" { algorithm hmac-sha256; secret "$zone_secret"; };
key "host.key" { algorithm hmac-sha256; secret "$host_secret"; };
zone "foo.com" {
    type primary;
    file "foo.com.zone";
    update-policy {
        grant zone.key zonesub ANY SOA NS;
        grant zone.key zonesub ANY;
        grant host.key name hip.foo.com ANY;
    };
};
CONF
}

serve() { # SERVER CLIENT ORIGIN PORT
    local folder=$work/$1-$2
    if [ "$1" = ours ]; then
        exec "$build/hip-dns-answer" --port "$4" --allow "zone.key:$zone_secret:.foo.com" \
            --allow "host.key:$host_secret:hip.foo.com" "$3=$data/foo.com.zone"
    fi
    mkdir -p "$folder"
    cp "$data/foo.com.zone" "$folder/foo.com.zone" # which BIND writes to
    run_bind "$folder" "$4" "" "$(zones_of_bind)"
}

secret_of() { # KEY [bad]
    case "$1:${2-}" in
    zone.key:) echo "$zone_secret" ;;
    *) echo "$host_secret" ;;
    esac
}

# Response codes by name, as nsupdate prints them, and by number, as our client does.
declare -A number_of=([NOERROR]=0 [FORMERR]=1 [SERVFAIL]=2 [NXDOMAIN]=3 [NOTIMP]=4 [REFUSED]=5
    [YXDOMAIN]=6 [YXRRSET]=7 [NXRRSET]=8 [NOTAUTH]=9 [NOTZONE]=10)

update() { # SERVER CLIENT KEY SECRET < lines: prints the response code
    local port=${port_of[$1-$2]} said
    if [ "$2" = ours ]; then
        timeout 60 "$build/hip-dns-update" "$port" foo.com ${3:+"$3:$4"}
        return
    fi
    said=$({
        echo "server 127.0.0.1 $port"
        echo "zone foo.com"
        [ -z "$3" ] || echo "key hmac-sha256:$3 $4"
        cat
        echo send
    } | timeout 60 nsupdate 2>&1) || true
    said=$(sed -n 's/^update failed: \([A-Z]*\).*/\1/p; s/^; TSIG error.*/NOTAUTH/p' <<< "$said" | head -n 1)
    echo "${number_of[${said:-NOERROR}]}"
}

# What the names have now, sorted; the serial as "same" or "changed".
declare -A serial_of
look() { # SERVER CLIENT NAME...
    local port=${port_of[$1-$2]} pair=$1-$2 name type serial
    shift 2
    serial=$(dig "${dig_args[@]}" @127.0.0.1 -p "$port" foo.com SOA | awk '{print $7}')
    [ "$serial" = "${serial_of[$pair]-}" ] && echo "serial same" || echo "serial changed"
    serial_of[$pair]=$serial
    for name in "$@"; do
        for type in A AAAA NS CNAME TXT MX HIP TYPE65280; do
            dig "${dig_args[@]}" @127.0.0.1 -p "$port" "$name" "$type"
        done
    done | tr '\t' ' ' | tr -s ' ' | sort
}

pairs=("bind nsupdate" "bind ours" "ours nsupdate" "ours ours")
for pair in "${pairs[@]}"; do
    # shellcheck disable=SC2086 # two words
    start $pair foo.com
    look $pair foo.com > /dev/null
done

sent=0
different=0
send_all() { # KEY BAD LINES NAMES
    local key=$1 secret pair reference='' found
    secret=$(secret_of "$key" "$2")
    [ "$key" != none ] || key=
    sent=$((sent + 1))
    for pair in "${pairs[@]}"; do
        # Errors of the signature itself are not signed: our client believes them nobody, and waits.
        if [ "${pair#* }" = ours ] && { [ -n "$2" ] || [ "$key" = wrong.key ]; }; then
            continue
        fi
        # shellcheck disable=SC2086 # words
        {
            echo "rcode $(update $pair "$key" "$secret" <<< "$3")"
            look $pair $4
        } > "$work/found.txt"
        if [ -z "$reference" ]; then
            reference=1
            cp "$work/found.txt" "$work/reference.txt"
            [ -z "$verbose" ] || sed "s/^/    /" <<< "$3" | cat - "$work/found.txt"
        elif ! cmp -s "$work/reference.txt" "$work/found.txt"; then
            different=$((different + 1))
            echo "DIFFERENT: server and client $pair, update $sent:"
            sed "s/^/    /" <<< "$3"
            diff -U 20 --label "bind nsupdate" "$work/reference.txt" --label "$pair" "$work/found.txt" || true
        fi
    done
}

key=zone.key bad='' lines='' names=foo.com
while IFS= read -r line; do
    read -r -a words <<< "$line"
    case "${words[0]-}" in
    '' | \#*) ;;
    key) key=${words[1]} bad=${words[2]-} ;;
    send)
        send_all "$key" "$bad" "$lines" "$names"
        key=zone.key bad='' lines='' names=foo.com
        ;;
    *)
        lines+=$line$'\n'
        [ "${words[0]} ${words[1]}" = "update add" ] || [ "${words[1]}" = delete ] && names+=" ${words[2]}"
        ;;
    esac
done < "$data/updates.txt"

echo "$sent updates by 4 pairs of server and client, $different different"
[ "$different" -eq 0 ] && [ "$sent" -ge 40 ]
