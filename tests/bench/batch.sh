#!/bin/sh
# A list of 10,000 over loopback against floors in the same run; a check of 100,000 rows; and memory at
# 1,000 and 100,000 rows. CHAKRA_TUI names the binary; the programs of batch/ are built beside it.
#   CHAKRA_BENCH_SENDS=10000   rows that are sent
#   CHAKRA_BENCH_LIST=100000   rows that are checked
#   CHAKRA_BENCH_REPEATS=5     rounds; medians are printed
set -eu

build=$(dirname "${CHAKRA_TUI:?is set by ./dev bench}")
[ -n "${CHAKRA_BENCH_BUILT-}" ] || cmake --build "$build" --target batch_server batch_floor batch_resident >&2
programs=$build/tests/bench/batch
sends=${CHAKRA_BENCH_SENDS:-10000}
list=${CHAKRA_BENCH_LIST:-100000}
rounds=${CHAKRA_BENCH_REPEATS:-5}
work=$(mktemp -d "${TMPDIR:-/tmp}/chakra-bench.XXXXXX")
server=
clean_up() {
    [ -z "$server" ] || kill "$server" 2>/dev/null || :
    rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT TERM HUP
export CHAKRA_TOKEN=invented LC_ALL=C.UTF-8 TZ=UTC

# serve COMMAND...: in the background; sets $url.
serve() {
    rm -f "$work/url"
    "$@" >"$work/url" 2>"$work/served" &
    server=$!
    tries=0
    until [ -s "$work/url" ]; do
        tries=$((tries + 1))
        [ "$tries" -lt 100 ] || { echo 'bench: the server did not start' >&2; exit 1; }
        sleep 0.1
    done
    url=$(head -n 1 "$work/url")
}
stop_serving() {
    kill "$server"
    wait "$server" 2>/dev/null || :
    server=
}

make_list() {
    awk -v rows="$1" 'BEGIN {
        print "to,body.1,body.2,body.3,body.4"
        for (i = 1; i <= rows; i++) printf "1555%07d,Asha,%d,24 November,2\n", 7000000 + i, i
    }'
}

now_ms() { echo $(($(date +%s%N) / 1000000)); }
# median FILE
median() { sort -n "$1" | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

# What the server of the bench answers is what the sandbox answers.
serve "$CHAKRA_TUI" sandbox --port 0
curl -s -H 'Authorization: Bearer x' "$url/v1/ext/whatsapp-phone-number" >"$work/phones.json"
curl -s -H 'Authorization: Bearer x' \
    "$url/v1/ext/plugin/whatsapp/api/v24.0/100000000000001/message_templates?limit=200" >"$work/templates.json"
stop_serving

make_list "$sends" >"$work/sends.csv"
# batch FOLDER ARGUMENT...
batch() {
    folder=$1
    shift
    "$CHAKRA_TUI" --data "$folder" --base-url "$url" batch "$@" --template order_shipped_positional \
        --language en_US
}
path=/v1/ext/plugin/whatsapp/d83e1d23-50b8-4d87-8f92-842a0ac516f6/api/v24.0/200000000000001/messages

# The time of the program's start, the list of templates and the check is not the sending's.
# ours IN_FLIGHT: the whole command, less a dry run of it.
ours() {
    rm -rf "$work/data"
    begin=$(now_ms)
    batch "$work/data" "$work/sends.csv" --dry-run >/dev/null 2>&1
    middle=$(now_ms)
    batch "$work/data" "$work/sends.csv" --concurrency "$1" --yes >"$work/said" || {
        cat "$work/said" >&2
        exit 1
    }
    end=$(now_ms)
    echo $((end - middle - (middle - begin)))
}
floor() {
    rm -rf "$work/floor"
    mkdir -m 700 "$work/floor"
    "$programs/batch_floor" "$url$path" "$sends" "$@"
}
rate() { awk -v n="$sends" -v ms="$1" 'BEGIN { printf "%.0f", n * 1000 / ms }'; }
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", b / a }'; }

# line WHAT OURS_MS FLOOR_MS
line() {
    printf '%-58s %9s %9s %7s\n' "$1" "$(rate "$2")" "$(rate "$3")" "$(ratio "$2" "$3")"
}

printf '\nbatch of %s over loopback; sends a second, floor, ratio of medians of %s\n' "$sends" "$rounds"
serve "$programs/batch_server" "$work/phones.json" "$work/templates.json"
for many in 1 8 32; do
    i=0
    rm -f "$work"/*.ms
    while [ "$i" -lt "$rounds" ]; do # in turns: the machine's mood is the same for all
        ours "$many" >>"$work/ours.ms"
        floor "$many" "$work/floor" >>"$work/floor.ms"
        i=$((i + 1))
    done
    line "$many in flight, against the same rows, grouped FULL" "$(median "$work/ours.ms")" "$(median "$work/floor.ms")"
done
best=$(median "$work/ours.ms")
i=0
rm -f "$work"/*.ms
awk -v rows="$sends" -v url="$url$path" 'BEGIN { for (i = 0; i < rows; i++) print "url = \"" url "\"\noutput = \"/dev/null\"" }' >"$work/urls"
while [ "$i" -lt "$rounds" ]; do
    floor 32 >>"$work/nothing.ms"
    begin=$(now_ms)
    curl -s -S --no-progress-meter --parallel --parallel-max 32 -H 'Content-Type: application/json' \
        -d '{"messaging_product":"whatsapp","to":"15557000001","type":"template"}' -K "$work/urls" 2>"$work/curl"
    echo $(($(now_ms) - begin)) >>"$work/curl.ms"
    i=$((i + 1))
done
line '32 in flight, against a bare loop that stores nothing' "$best" "$(median "$work/nothing.ms")"
line '32 in flight, against curl --parallel, one body' "$best" "$(median "$work/curl.ms")"
i=0
begin=$(now_ms)
while [ "$i" -lt 50 ]; do
    curl -s -o "$work/answer" -d '{}' "$url$path"
    i=$((i + 1))
done
each=$(($(now_ms) - begin))
line '32 in flight, against one curl a send' "$best" "$((each * sends / 50))"
stop_serving

serve "$programs/batch_server" "$work/phones.json" "$work/templates.json" 50
rm -f "$work"/*.ms
ours 32 >>"$work/ours.ms"
floor 32 >>"$work/floor.ms"
line '32 in flight, a server that takes 50 ms, nothing stored' "$(median "$work/ours.ms")" "$(median "$work/floor.ms")"
stop_serving

# Checking, and memory: the most resident while the whole list is checked, and sent.
serve "$programs/batch_server" "$work/phones.json" "$work/templates.json"
make_list 1000 >"$work/few.csv"
make_list "$list" >"$work/many.csv"
rm -rf "$work/data"
begin=$(now_ms)
batch "$work/data" "$work/few.csv" --dry-run >/dev/null 2>&1
middle=$(now_ms)
batch "$work/data" "$work/many.csv" --dry-run >/dev/null 2>&1
end=$(now_ms)
check=$((end - middle - (middle - begin)))
begin=$(now_ms)
iconv -f UTF-8 -t UTF-16 "$work/many.csv" | sha256sum >/dev/null
read_ms=$(($(now_ms) - begin))
printf '\nchecking %s rows: %s ms (converting and hashing the file: %s ms)\n' "$list" "$check" "$read_ms"
# most_kib FILE: of the program, sending the list.
most_kib() {
    rm -rf "$work/data"
    "$programs/batch_resident" "$CHAKRA_TUI" --data "$work/data" --base-url "$url" batch "$1" \
        --template order_shipped_positional --language en_US --concurrency 32 --yes 2>/dev/null
}
few_kib=$(most_kib "$work/few.csv")
many_kib=$(most_kib "$work/many.csv")
printf 'resident at most: %s KiB with 1000 rows, %s KiB with %s rows: %s times\n' "$few_kib" "$many_kib" \
    "$list" "$(awk -v a="$few_kib" -v b="$many_kib" 'BEGIN { printf "%.2f", b / a }')"
stop_serving
