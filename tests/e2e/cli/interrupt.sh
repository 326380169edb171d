#!/bin/sh
# Ctrl-C and SIGTERM while a send waits: the row is written, the exit status is 130.
set -u
# shellcheck source=tests/e2e/cli/lib.sh
. "$(dirname "$0")/lib.sh"

# wait_for SECONDS COMMAND…: until it succeeds.
wait_for() {
    tries=$(($1 * 20))
    shift
    while ! "$@"; do
        tries=$((tries - 1))
        [ "$tries" -gt 0 ] || return 1
        sleep 0.05
    done
}

is_sending() {
    # shellcheck disable=SC2317  # called by wait_for
    "$program" history list --json 2>/dev/null | grep -q '"state":"sending"'
}

# shellcheck disable=SC2119
start_sandbox
for signal in INT TERM HUP; do
    said="send, then SIG$signal"
    "$program" --base-url "$url" send --force --template hello_world --language en_US \
        --to 15550000999 --timeout 60 --json >"$work/out" 2>"$work/err" &
    sender=$!
    wait_for 20 is_sending || expect "$signal: it is sending" no yes
    kill -"$signal" "$sender"
    status=0
    wait "$sender" || status=$?
    expect "$signal: exit" "$status" 130
    expect "$signal: state" "$(json .state)" unknown
    run history list --json
    expect "$signal: row" "$(head -n1 "$work/out" | jq -r .state)" unknown
done

# Killed: the next command that opens the history finds the row and calls it unknown.
"$program" --base-url "$url" send --force --template hello_world --language en_US \
    --to 15550000999 --timeout 60 --json >"$work/out" 2>"$work/err" &
sender=$!
wait_for 20 is_sending
kill -KILL "$sender"
wait "$sender" 2>/dev/null
run history list --json
expect 'killed' "$(head -n1 "$work/out" | jq -r .state)" unknown

# The sandbox ends within a second although connections are held.
begin=$(date +%s)
stop_sandbox
expect 'sandbox: exit' "$stopped" 0
expect 'sandbox: soon' "$(($(date +%s) - begin <= 2))" 1
finish
