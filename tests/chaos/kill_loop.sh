#!/bin/sh
# Kills the program at a random moment of a send, again and again. After each kill the next command
# that opens the history recovers it. At the end the history is held against what the server stored:
#   - a row for every message that the server has, and none that claims more than is known;
#   - accepted: the server has it under that wamid;  not_sent, cancelled: the server does not have it;
#   - unknown: either, and a look-up could tell which.
# Usage: kill_loop.sh PROGRAM KILLS
set -eu
kills=$2
# shellcheck source=tests/chaos/lib.sh
. "$(dirname "$0")/lib.sh"

send() {
    "$program" --base-url "$url" send --template hello_world --language en_US --to "$1" --json
}

# How long one send takes here, once all is warm: the kills are spread over that time.
send 15557000000 >/dev/null 2>&1
began=$(date +%s%N)
send 15556999999 >/dev/null 2>&1
span=$((($(date +%s%N) - began) / 1000000))

i=1
while [ "$i" -le "$kills" ]; do
    # Not through the function: the process to kill must be the program, not a shell around it.
    "$program" --base-url "$url" send --template hello_world --language en_US \
        --to "$((15557000000 + i))" --json >/dev/null 2>&1 &
    victim=$!
    delay=$(($(od -An -N2 -tu2 /dev/urandom) % (span + 1)))
    sleep "$(printf '%d.%03d' $((delay / 1000)) $((delay % 1000)))"
    kill -9 "$victim" 2>/dev/null || :
    wait "$victim" 2>/dev/null || :
    "$program" --base-url "$url" history list --json --limit 1 >"$world/last"
    pending=$(jq -r 'select(.state == "queued" or .state == "sending") | .id' "$world/last")
    [ -z "$pending" ] || { echo "after kill $i row $pending was not recovered"; exit 1; }
    i=$((i + 1))
done

"$program" --base-url "$url" history list --json --limit 1000000 | jq -s . >"$world/rows"
curl -s "$url/_sandbox/messages" >"$world/messages"
jq -n --slurpfile rows "$world/rows" --slurpfile stored "$world/messages" '
    ($stored[0] | map({key: .to, value: .wamid}) | from_entries) as $at
    | ($rows[0] | map(.to)) as $known
    | {
        rows: ($rows[0] | length),
        accepted: ($rows[0] | map(select(.state == "accepted")) | length),
        unknown: ($rows[0] | map(select(.state == "unknown")) | length),
        unknown_found: ($rows[0] | map(select(.state == "unknown" and $at[.to] != null)) | length),
        not_sent: ($rows[0] | map(select(.state == "not_sent" or .state == "cancelled")) | length),
        stored: ($stored[0] | length),
        lost: ($stored[0] | map(select(.to as $to | $known | index($to) == null)) | length),
        doubled: (($stored[0] | length) - ($stored[0] | map(.to) | unique | length)),
        overclaimed: ($rows[0] | map(select(.state == "accepted" and $at[.to] != .wamid)) | length),
        underclaimed: ($rows[0]
            | map(select((.state == "not_sent" or .state == "cancelled") and $at[.to] != null)) | length)
      }' >"$world/verdict"
echo "$kills kills over $span ms: $(jq -c . "$world/verdict")"
jq -e '.lost == 0 and .doubled == 0 and .overclaimed == 0 and .underclaimed == 0
       and .stored == .accepted + .unknown_found' "$world/verdict" >/dev/null
