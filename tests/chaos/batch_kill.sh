#!/bin/sh
# Kills a batch at random moments, resumes it each time, and lets it end at last. Then the history and
# the results are held against what the server stored: each row once, or it is unknown and says so.
# Usage: batch_kill.sh PROGRAM KILLS [ROWS]
set -eu
program=$1
kills=$2
rows=${3:-2000}
world=$(mktemp -d "${TMPDIR:-/tmp}/chakra-batch.XXXXXX")
export HOME="$world" XDG_CONFIG_HOME="$world/config" XDG_DATA_HOME="$world/data" XDG_STATE_HOME="$world/state"
export CHAKRA_TOKEN=invented ASAN_OPTIONS="${ASAN_OPTIONS-}:detect_leaks=0"
server=
clean_up() {
    [ -z "$server" ] || kill "$server" 2>/dev/null || :
    rm -rf "$world"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

"$program" sandbox --port 0 --data "$world/server" >"$world/url" &
server=$!
tries=0
until [ -s "$world/url" ]; do
    tries=$((tries + 1))
    [ "$tries" -lt 100 ] || { echo 'the sandbox did not start'; exit 1; }
    sleep 0.1
done
url=$(head -n 1 "$world/url")

awk -v rows="$rows" 'BEGIN {
    print "to,body.1,body.2,body.3,body.4"
    for (i = 1; i <= rows; i++) printf "1555%07d,Asha,%d,24 November,2\n", 7000000 + i, i
}' >"$world/list.csv"

batch() {
    "$program" --base-url "$url" batch "$world/list.csv" --template order_shipped_positional \
        --language en_US --concurrency 16 "$@"
}

# Each kill comes at a random moment of up to 150 ms of sending, and the next run goes on. Many kills
# need a list that lasts: a pace keeps rows for the last of them.
i=1 resume='' hits=0
pace=$((rows * 8 / kills))
[ "$pace" -le 1000 ] && pace="--rate $pace" || pace=
began=$(date +%s%N)
batch --dry-run >/dev/null 2>&1
check=$((($(date +%s%N) - began) / 1000000))
while [ "$i" -le "$kills" ]; do
    # Not through the function: the process to kill must be the program, not a shell around it.
    # shellcheck disable=SC2086  # options, or none
    "$program" --base-url "$url" batch "$world/list.csv" --template order_shipped_positional \
        --language en_US --concurrency 16 $pace $resume >/dev/null 2>&1 &
    victim=$!
    delay=$((check + $(od -An -N2 -tu2 /dev/urandom) % 150))
    sleep "$(printf '%d.%03d' $((delay / 1000)) $((delay % 1000)))"
    kill -9 "$victim" 2>/dev/null || :
    ended=0
    wait "$victim" 2>/dev/null || ended=$?
    [ "$ended" -ne 137 ] || hits=$((hits + 1))
    resume=--resume
    i=$((i + 1))
done

status=0
batch --resume --json >"$world/said" 2>"$world/err" || status=$?
tail -n 1 "$world/said" >"$world/end"
grep -v '"batch"' "$world/said" | jq -s . >"$world/rows"
"$program" --base-url "$url" history list --json --limit 1000000 'batch:*' | jq -s . >"$world/history"
curl -s "$url/_sandbox/messages?limit=100000" >"$world/messages"
jq -n --slurpfile rows "$world/rows" --slurpfile history "$world/history" \
    --slurpfile stored "$world/messages" --argjson wanted "$rows" '
    ($stored[0] | group_by(.to) | map({key: .[0].to, value: .}) | from_entries) as $at
    | ($rows[0] | map({key: .to, value: .state}) | from_entries) as $state
    | {
        rows: ($rows[0] | length),
        accepted: ($rows[0] | map(select(.state == "accepted")) | length),
        unknown: ($rows[0] | map(select(.state == "unknown")) | length),
        unknown_found: ($rows[0] | map(select(.state == "unknown" and $at[.to] != null)) | length),
        other: ($rows[0] | map(select(.state != "unknown" and .state != "accepted")) | length),
        stored: ($stored[0] | length),
        doubled: ([$at[] | select(length > 1)] | length),
        overclaimed: ($rows[0] | map(select(.state == "accepted" and $at[.to] == null)) | length),
        unlisted: ([$at | keys[] | select($state[.] == null)] | length),
        pending: ($history[0] | map(select(.state == "queued" or .state == "sending")) | length)
      }' >"$world/verdict"
echo "$hits of $kills kills hit a run of $rows rows: $(jq -c . "$world/verdict"), exit $status"
jq -e --argjson wanted "$rows" --argjson status "$status" '.rows == $wanted and .other == 0
    and .doubled == 0 and .overclaimed == 0 and .unlisted == 0 and .pending == 0
    and .stored == .accepted + .unknown_found
    and $status == (if .unknown > 0 then 1 else 0 end)' "$world/verdict" >/dev/null
[ $((hits * 2)) -ge "$kills" ] || { echo 'too few kills came while it ran'; exit 1; }
lines=$(wc -l <"$world/list.result.csv")
[ "$lines" -eq $((rows + 1)) ] || { echo "the results have $lines lines"; exit 1; }
unknown=$(grep -c ',unknown,' "$world/list.result.csv" || :)
[ "$unknown" -eq "$(jq .unknown "$world/verdict")" ] || { echo "the results say $unknown unknown"; exit 1; }
