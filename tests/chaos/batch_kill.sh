#!/bin/sh
# Kills a batch at random moments, resumes it each time, and lets it end at last. Then the history and
# the results are held against what the server stored: each row once, or it is unknown and says so.
# Usage: batch_kill.sh PROGRAM KILLS [ROWS]
set -eu
kills=$2
rows=${3:-2000}
# shellcheck source=tests/chaos/lib.sh
. "$(dirname "$0")/lib.sh"

# make_list ROUND: its own recipients.
make_list() {
    awk -v rows="$rows" -v first="$((7000000 + $1 * 10000))" 'BEGIN {
        print "to,body.1,body.2,body.3,body.4"
        for (i = 1; i <= rows; i++) printf "1555%07d,Asha,%d,24 November,2\n", first + i, i
    }' >"$world/list.csv"
}

# kill_once OPTION...: at a random moment of the sending. False when the list had ended before.
kill_once() {
    rm -f "$world/list.result.csv.partial"
    "$program" --base-url "$url" batch "$world/list.csv" --template order_shipped_positional \
        --language en_US --concurrency 16 "$@" >/dev/null 2>&1 &
    victim=$!
    # The file of results is begun when the check is over.
    while [ ! -e "$world/list.result.csv.partial" ] && kill -0 "$victim" 2>/dev/null; do sleep 0.01; done
    sleep "0.$(printf '%03d' $(($(od -An -N2 -tu2 /dev/urandom) % 150)))"
    kill -9 "$victim" 2>/dev/null || :
    ended=0
    wait "$victim" 2>/dev/null || ended=$?
    [ "$ended" -eq 137 ]
}

# finish_list ROUND HITS: what is left is sent, and everybody is asked what became of each row.
finish_list() {
    status=0
    "$program" --base-url "$url" batch "$world/list.csv" --template order_shipped_positional \
        --language en_US --concurrency 16 --resume --json >"$world/said" 2>"$world/err" || status=$?
    batch=$(tail -n 1 "$world/said" | jq -r .batch)
    jq -c 'select(.row)' "$world/said" | jq -s . >"$world/rows"
    "$program" --base-url "$url" history list --json --limit 1000000 "batch:$batch" | jq -s . >"$world/history"
    curl -s "$url/_sandbox/messages?limit=100000" |
        jq --slurpfile rows "$world/rows" '($rows[0] | map({key: .to, value: 1}) | from_entries) as $mine
            | map(select($mine[.to]))' >"$world/messages"
    jq -n --slurpfile rows "$world/rows" --slurpfile history "$world/history" \
        --slurpfile stored "$world/messages" '
        ($stored[0] | group_by(.to) | map({key: .[0].to, value: .}) | from_entries) as $at
        | {
            rows: ($rows[0] | length),
            accepted: ($rows[0] | map(select(.state == "accepted")) | length),
            unknown: ($rows[0] | map(select(.state == "unknown")) | length),
            unknown_found: ($rows[0] | map(select(.state == "unknown" and $at[.to] != null)) | length),
            other: ($rows[0] | map(select(.state != "unknown" and .state != "accepted")) | length),
            stored: ($stored[0] | length),
            doubled: ([$at[] | select(length > 1)] | length),
            overclaimed: ($rows[0] | map(select(.state == "accepted" and $at[.to][0].wamid != .wamid)) | length),
            pending: ($history[0] | map(select(.state == "queued" or .state == "sending")) | length)
          }' >"$world/verdict"
    echo "list $1, killed $2 times: $(jq -c . "$world/verdict"), exit $status"
    jq -e --argjson wanted "$rows" --argjson status "$status" '.rows == $wanted and .other == 0
        and .doubled == 0 and .overclaimed == 0 and .pending == 0
        and .stored == .accepted + .unknown_found
        and $status == (if .unknown > 0 then 1 else 0 end)' "$world/verdict" >/dev/null
    [ "$(wc -l <"$world/list.result.csv")" -eq $((rows + 1)) ] || { echo 'the results are not whole'; exit 1; }
    said=$(grep -c ',unknown,' "$world/list.result.csv" || :)
    [ "$said" -eq "$(jq .unknown "$world/verdict")" ] || { echo "the results say $said unknown"; exit 1; }
}

# Each run goes on where the one before was killed; a list that is at its end is followed by another.
hits=0 round=0
while [ "$hits" -lt "$kills" ]; do
    round=$((round + 1))
    make_list "$round"
    before=$hits
    set --
    while [ "$hits" -lt "$kills" ] && kill_once "$@"; do
        hits=$((hits + 1))
        set -- --resume
    done
    finish_list "$round" $((hits - before))
    [ "$round" -le $((kills + 10)) ] || { echo 'too few kills came while it ran'; exit 1; }
done
