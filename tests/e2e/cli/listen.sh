#!/bin/sh
# Webhooks as they arrive: signed ones are applied, all else is refused and counted; and the same
# statuses from a file.
set -u
# shellcheck source=tests/e2e/cli/lib.sh
. "$(dirname "$0")/lib.sh"

for tool in curl openssl; do
    command -v $tool >/dev/null || { echo "this test needs $tool: install it, then run again"; exit 1; }
done

secret=canary-webhook-secret

# start_listen ARGS…: in the background; sets $url. Output in $work/heard and $work/listen.err.
start_listen() {
    mkfifo "$work/pipe"
    CHAKRA_WEBHOOK_SECRET=$secret "$program" listen --port 0 "$@" >"$work/pipe" \
        2>"$work/listen.err" &
    listener=$!
    server=$listener
    exec 3<"$work/pipe"
    read -r url <&3 || { echo 'it does not listen'; cat "$work/listen.err"; exit 1; }
    cat <&3 >"$work/heard" &
    reader=$!
    exec 3<&-
    rm "$work/pipe"
}

# stop_listen SIGNAL: waits for its end; sets $stopped.
stop_listen() {
    said="listen, then SIG$1"
    kill -"$1" "$listener"
    stopped=0
    wait "$listener" || stopped=$?
    wait "$reader"
    server=
}

# post FILE [SIGNATURE]: prints the status; signs it rightly if no signature is given.
post() {
    signature=${2-$(openssl dgst -sha256 -hmac "$secret" -hex <"$1" | sed 's/.*= *//')}
    curl -s -o "$work/answer" -w '%{http_code}' -H "X-Chakra-Signature-256: $signature" \
        -H 'Content-Type: application/json' --data-binary "@$1" "$url" || echo ' curl failed'
}

# status WAMID STATE TIME: writes $work/body in ChakraHQ's form.
status() {
    printf '{"event":"status","payload":{"wabaId":"1","id":"%s","deliveryStatus":"%s","timestamp":%s}}' \
        "$1" "$2" "$3" >"$work/body"
}

run send --sandbox --template hello_world --language en_US --to 15550001234 --json
wamid=$(json .wamid)
id=$(json .id)
run history list --json
expect 'the history of the sandbox is another one' "$(cat "$work/out")" ''

# From here on the sandbox's history is the history.
export CHAKRA_TUI_DATA="$work/data/chakra-tui/sandbox"
run history show "$id"
expect_contains 'the route is honest' "$work/out" 'delivery'
expect_contains 'and says what tells more' "$work/out" 'chakra-tui listen'

run listen --port 0
expect 'without a secret' "$status" 3
expect_contains 'what to do' "$work/err" 'CHAKRA_WEBHOOK_SECRET'

start_listen --json
said='listen --json'
expect 'address' "$(echo "$url" | grep -cE '^http://127\.0\.0\.1:[0-9]+/$')" 1

status "$wamid" DELIVERED 1798761600123
expect 'applied' "$(post "$work/body")" 200
expect 'the same again' "$(post "$work/body")" 200
status "$wamid" SENT 1798761599000
expect 'one that is late' "$(post "$work/body")" 200
expect 'wrong signature' "$(post "$work/body" "$(printf '%064d' 0)")" 401
expect 'of another body' "$(post "$work/body" "$(openssl dgst -sha256 -hmac $secret -hex </dev/null | sed 's/.*= *//')")" 401
right=$(openssl dgst -sha256 -hmac "$secret" -hex <"$work/body" | sed 's/.*= *//')
expect 'with the prefix of others' "$(post "$work/body" "sha256=$right")" 401
expect 'unsigned' "$(curl -s -o /dev/null -w '%{http_code}' --data-binary "@$work/body" "$url")" 401
printf 'no JSON' >"$work/garbage"
expect 'garbage' "$(post "$work/garbage")" 400
printf '{"any":"thing"}' >"$work/garbage"
expect 'of another kind' "$(post "$work/garbage")" 200
head -c 2097152 /dev/zero | tr '\0' ' ' >"$work/large"
expect 'two mebibytes' "$(post "$work/large")" 413
expect 'challenge' "$(curl -s "$url?hub.mode=subscribe&hub.verify_token=x&hub.challenge=1158201444")" \
    1158201444
expect 'other methods' "$(curl -s -o /dev/null -w '%{http_code}' -X PUT -d x "$url")" 405
for file in "$data"/samples/webhook_*.json; do
    expect "sample $(basename "$file")" "$(post "$file")" 200
done
expect 'one port for one program' "$("$program" listen --port "${url##*:}" >/dev/null 2>&1; echo $?)" 2
stop_listen TERM
expect 'exit' "$stopped" 0

heard() {
    jq -rs "$1" "$work/heard"
}
expect 'what was new' "$(heard "map(select(.wamid == \"$wamid\")) | map(.effect + \" \" + .status + \" \" + .state) | join(\", \")")" \
    'applied delivered delivered, noted sent delivered'
expect 'row' "$(heard 'map(select(.effect == "applied"))[0] | [.event, .id, .at, .code] | tostring')" \
    "[\"status\",$id,\"2027-01-01T00:00:00.123Z\",null]"
expect 'a message' "$(heard 'map(select(.event == "message"))[0] | [.from, .type, .text, .time] | tostring')" \
    '["15550001234","button","I will come","2027-01-01T00:01:00.000Z"]'
expect 'failures of others are kept with their code' \
    "$(heard 'map(select(.effect == "kept" and .code == 131026)) | length')" 1
expect 'templates' "$(heard 'map(select(.event == "other")) | length')" 8
expect_contains 'refused' "$work/listen.err" 'wrongly signed (3 so far)'
expect_contains 'refused' "$work/listen.err" 'unsigned (1 so far)'
expect 'the secret is nowhere' "$(cat "$work/heard" "$work/listen.err" | grep -c "$secret")" 0

run history show "$id" --json
expect 'state' "$(json .state)" delivered
expect 'events' "$(json '[.events[] | .state + "/" + .source] | join(" ")')" \
    'queued/program sending/program accepted/reply delivered/webhook sent/webhook'

# A webhook that comes before the reply: kept, and applied when the row gets its wamid.
start_listen
said='listen'
status "$wamid" READ 1798761700000
expect 'for people' "$(post "$work/body")" 200
stop_listen INT
expect 'exit after Ctrl-C' "$stopped" 0
expect_contains 'a line for people' "$work/heard" "#$id read"

# From a file: JSON lines, recorded bodies, and what is wrong with them by line.
cat >"$work/lines" <<LINES
{"wamid":"$wamid","status":"read","at":"2027-01-01T00:01:40Z"}
{"wamid":"$wamid","status":"failed","at":"2027-01-01T00:02:00Z","code":131026,"details":"gone"}

not JSON
{"wamid":"wamid.other","status":"sent"}
{"wamid":"$wamid","status":"lost"}
{"status":"sent"}
{"wamid":"$wamid","status":"sent","at":"soon"}
{"event":"status","payload":{"id":"$wamid","deliveryStatus":"SENT","timestamp":1798761590000}}
LINES
run history import-status "$work/lines" --json
expect 'exit' "$status" 4
expect 'counts' "$(json '[.applied, .known, .unknown, .invalid] | tostring')" '[2,1,1,4]'
expect 'lines' "$(json '[.problems[].line] | tostring')" '[4,5,6,7,8]'
run history import-status "$work/lines"
expect_contains 'again' "$work/out" '0 applied, 3 known already, 1 of unknown messages, 4 invalid'
expect_contains 'by line' "$work/err" 'line 4: '
run history show "$id" --json
expect 'failed' "$(json '[.state, .error_code, .error_title, .error_details] | tostring')" \
    '["failed",131026,"Message undeliverable","gone"]'
expect 'what to do' "$(json '.error_next | length > 10')" true
expect 'who said so' "$(json '.events[-1].source')" operator

run history import-status "$data/samples/webhook_status_read.json"
expect 'a recorded body' "$status $(cat "$work/out")" \
    '0 0 applied, 0 known already, 1 of unknown messages, 0 invalid'
run history import-status "$work/none"
expect 'no such file' "$status" 3
run --data "$work/empty" history import-status "$work/lines"
expect 'no history' "$status" 4
finish
