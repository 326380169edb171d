#!/bin/sh
# The pace of sends: off for the sandbox unless asked for, on for everybody else, and it can be
# interrupted before anything leaves.
set -u
# shellcheck source=tests/e2e/cli/lib.sh
. "$(dirname "$0")/lib.sh"

hello() {
    run "$@" send --template hello_world --language en_US --to 15550001001 --json --force
}

run --sandbox config show --json
expect 'off for the sandbox' "$(jq -rs 'map(select(.name == "rate"))[0].value' "$work/out")" off
hello --sandbox
hello --sandbox
expect 'twice at once' "$status $(json .state)" '0 accepted'

# With --rate the second to this recipient has to wait 6 s: here it is interrupted.
"$program" --sandbox send --template hello_world --language en_US --to 15550001001 --json --force \
    --rate 20 >"$work/out" 2>"$work/err" &
sender=$!
tries=0
until grep -q 'going on in' "$work/err" || [ "$tries" -ge 300 ]; do
    tries=$((tries + 1))
    sleep 0.1
done
expect_contains 'it says what for' "$work/err" 'recipient'
kill -INT "$sender"
status=0
wait "$sender" || status=$?
expect 'interrupted' "$status $(json .state)" '130 cancelled'
run --sandbox history list --json --limit 1
expect 'the row' "$(json .state)" cancelled
run --sandbox history show "$(json .id)" --json
expect 'its timeline' "$(json '[.events[].state] | join(" ")')" 'queued queued cancelled'

for wrong in 0 x 1001 -5; do
    run --sandbox send --template hello_world --language en_US --to 15550001001 "--rate=$wrong"
    expect "the rate $wrong" "$status" 2
done
mkdir -p "$work/config/chakra-tui"
printf '[profile acme]\nrate = 5\n' >"$work/config/chakra-tui/chakra-tui.ini"
run config show --json
expect 'in the settings' "$(jq -rs 'map(select(.name == "rate"))[0].value' "$work/out")" 5
printf '[profile acme]\nrate = fast\n' >"$work/config/chakra-tui/chakra-tui.ini"
run config check
expect 'wrong in the settings' "$status" 3
expect_contains 'and says so' "$work/err" 'rate'
finish
