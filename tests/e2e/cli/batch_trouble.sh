#!/bin/sh
# What goes wrong while a list is sent: each time the program says where it stands, and goes on there.
set -u
# shellcheck source=tests/e2e/cli/lib.sh
. "$(dirname "$0")/lib.sh"

export CHAKRA_TOKEN=invented
# shellcheck disable=SC2119
start_sandbox
cd "$work" || exit 1
last() { tail -n 1 "$work/out" | jq -r "$1"; }
sums() { last '[.accepted, .rejected, .unknown, .not_sent, .before, .pending] | join(" ")'; }
hello() {
    run --base-url "$url" batch "$@" --template hello_world --language en_US --json
}
stored() { curl -s "$url/_sandbox/messages?limit=100000" | jq length; }
doubled() { curl -s "$url/_sandbox/messages?limit=100000" | jq 'group_by(.to) | map(select(length > 1)) | length'; }
# list FIRST COUNT [NUMBER]: NUMBER stands in the middle.
list() {
    echo to
    seq "$1" "$(($1 + $2 / 2 - 1))"
    [ -z "${3-}" ] || echo "$3"
    seq "$(($1 + $2 / 2))" "$(($1 + $2 - 1))"
}
wait_for() {
    tries=200
    until "$@"; do
        tries=$((tries - 1))
        [ "$tries" -gt 0 ] || return 1
        sleep 0.05
    done
}
# shellcheck disable=SC2317  # called by wait_for
has_stored() { [ "$(stored)" -ge "$1" ]; }

# To be paid for: the list stops there, says why, and goes on when asked to.
list 15557100001 40 15550000402 >paid.csv
hello paid.csv --concurrency 1
expect 'billing' "$status $(sums)" '8 20 1 0 0 0 20'
expect 'billing: why' "$(last '.stopped.title' | grep -c 'disabled on your current plan')" 1
hello paid.csv --concurrency 1 --resume
expect 'billing again' "$status $(sums)" '8 0 1 0 0 20 20'
expect 'billing: none twice' "$(stored) $(doubled)" '20 0'

# Throttled until the attempts are used up: the list stops, the row can go out later.
list 15557200001 4 15550000429 >slow.csv
CHAKRA_TUI_MAX_ATTEMPTS=1 hello slow.csv --concurrency 1
expect 'throttled' "$status $(sums)" '8 2 1 0 0 0 2'

# No answer: unknown, said so, and never sent again by going on.
list 15557300001 4 15550000998 >silent.csv
hello silent.csv
expect 'unknown' "$status $(sums)" '1 4 0 1 0 0 0'
hello silent.csv --resume
expect 'unknown stays' "$status $(sums)" '1 0 0 0 0 5 0'
expect 'unknown: in the results' "$(grep -c '^15550000998,unknown,' silent.result.csv)" 1

# Ctrl-C: what is in flight ends, the rest is not begun, and going on sends it.
for signal in INT TERM; do
    said="batch, then SIG$signal"
    before=$(stored)
    list "1555740000$([ $signal = INT ] && echo 1 || echo 2)00" 60 >"$signal.csv"
    "$program" --base-url "$url" batch "$signal.csv" --template hello_world --language en_US --rate 100 \
        --json >"$work/out" 2>"$work/err" &
    sender=$!
    wait_for has_stored $((before + 5))
    kill -"$signal" "$sender"
    status=0
    wait "$sender" || status=$?
    expect "$signal: exit" "$status" 130
    expect "$signal: nothing is unknown" "$(last .unknown)" 0
    sent=$(last .accepted)
    expect "$signal: it says what it did" "$(stored)" $((before + sent))
    hello "$signal.csv" --resume
    expect "$signal: gone on" "$status $(sums)" "0 $((60 - sent)) 0 0 0 $sent 0"
    expect "$signal: each once" "$(stored) $(doubled)" "$((before + 60)) 0"
done

# Twice cuts what is in flight: unknown.
printf 'to\n15550000999\n' >hung.csv
"$program" --base-url "$url" batch hung.csv --template hello_world --language en_US --timeout 60 --json \
    >"$work/out" 2>"$work/err" &
sender=$!
wait_for sh -c '"$0" --base-url "$1" history list --json "to:15550000999" | grep -q sending' "$program" "$url"
kill -INT "$sender"
wait_for grep -q 'once more' "$work/err"
kill -INT "$sender"
status=0
wait "$sender" || status=$?
expect 'cut' "$status $(sums)" '130 0 0 1 0 0 0'

# Two runs of one list at once: one of them is refused.
list 15557500001 60 >both.csv
before=$(stored)
"$program" --base-url "$url" batch both.csv --template hello_world --language en_US --rate 100 --json \
    >"$work/first" 2>/dev/null &
sender=$!
wait_for has_stored $((before + 2))
hello both.csv --resume
expect 'both' "$status" 4
expect_contains 'both: says so' "$work/err" 'another run of this list is going on'
wait "$sender"
expect 'both: the first' "$(tail -n 1 "$work/first" | jq .accepted) $(doubled)" '60 0'

# The list is changed while it is sent.
list 15557600001 1000 >moving.csv
"$program" --base-url "$url" batch moving.csv --template hello_world --language en_US --rate 200 --json \
    >"$work/out" 2>"$work/err" &
sender=$!
before=$(stored)
wait_for has_stored $((before + 5))
echo 15557609999 >>moving.csv
status=0
wait "$sender" || status=$?
expect 'changed' "$status" 4
expect 'changed: why' "$(last .stopped.title)" 'the list was changed after it was checked'

# A full disk, as far as the program can tell: what is not recorded does not leave.
list 15557700001 400 >full.csv
before=$(stored)
status=0
(
    trap '' XFSZ
    ulimit -f 1500
    exec "$program" --data "$work/full" --base-url "$url" batch full.csv --template hello_world \
        --language en_US --json >"$work/out" 2>"$work/err"
) || status=$?
expect 'full' "$([ "$status" -ne 0 ] && echo refused)" refused
after=$(stored)
run --data "$work/full" --base-url "$url" batch full.csv --template hello_world --language en_US --json --resume
expect 'full: gone on' "$(last '.accepted + .before')" 400
expect 'full: each once' "$(stored) $(doubled)" "$((before + 400)) 0"
echo "full disk: $((after - before)) of 400 had left"

# The server dies in the middle: three losses stop the list.
mkdir -p "$work/config/chakra-tui"
cat >"$work/config/chakra-tui/chakra-tui.ini" <<INI
[chakra-tui]
profile = acme
max_attempts = 1
[profile acme]
base_url = $url
token_env = CHAKRA_TOKEN
mode = live
rate = 100
[plugin p]
profile = acme
id = d83e1d23-50b8-4d87-8f92-842a0ac516f6
INI
list 15557800001 200 >dying.csv
before=$(stored)
"$program" batch dying.csv --from 200000000000001 --template hello_world --language en_US --yes --json >"$work/out" 2>"$work/err" &
sender=$!
wait_for has_stored $((before + 10))
kill -KILL "$server"
wait "$server" 2>/dev/null
server=
status=0
wait "$sender" || status=$?
expect 'died' "$status" 7
expect 'died: it stopped early' "$(last '.pending > 100')" true
expect 'died: every row has one word' "$(last '.accepted + .unknown + .not_sent + .pending + .rejected')" 200
finish
