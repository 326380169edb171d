#!/bin/sh
# listen --exec: each event reaches a program of the operator's, without a shell, without a secret,
# and a program that is slow or fails is told of and does no harm.
set -u
# shellcheck source=tests/e2e/cli/lib.sh
. "$(dirname "$0")/lib.sh"

for tool in curl openssl; do
    command -v $tool >/dev/null || { echo "this test needs $tool: install it, then run again"; exit 1; }
done

secret=canary-webhook-secret
export OTHER_SECRET=canary-other

start_listen() {
    mkfifo "$work/pipe"
    CHAKRA_WEBHOOK_SECRET=$secret CHAKRA_TOKEN=canary-token "$program" listen --port 0 --json "$@" \
        >"$work/pipe" 2>"$work/err" &
    listener=$!
    server=$listener
    exec 3<"$work/pipe"
    read -r url <&3 || { echo 'it does not listen'; cat "$work/err"; exit 1; }
    cat <&3 >"$work/heard" &
    reader=$!
    exec 3<&-
    rm "$work/pipe"
    said="listen $*"
}

stop_listen() {
    kill -TERM "$listener"
    stopped=0
    wait "$listener" || stopped=$?
    wait "$reader"
    server=
}

# post FILE
post() {
    signature=$(openssl dgst -sha256 -hmac "$secret" -hex <"$1" | sed 's/.*= *//')
    curl -s -o /dev/null -w '%{http_code}' -H "X-Chakra-Signature-256: $signature" \
        -H 'Content-Type: application/json' --data-binary "@$1" "$url"
}

# message FILE ID TEXT
message() {
    printf '{"event":"message","payload":{"wabaId":"1","externalId":"wamid.%s","timestamp":1795434398623,"message":{"from":"15550001234","id":"wamid.%s","timestamp":"1795434398","type":"text","text":{"body":"%s"}},"contacts":[]}}' \
        "$2" "$2" "$3" >"$1"
}

# wait_for FILE LINES
wait_for() {
    tries=0
    while [ "$({ cat "$1" 2>/dev/null || :; } | wc -l)" -lt "$2" ] && [ $tries -lt 100 ]; do
        tries=$((tries + 1))
        sleep 0.1
    done
}

cat >"$work/handler" <<'HANDLER'
#!/bin/sh
cat >>"$1/events"
env >"$1/environment"
printf '%s|' "$@" >"$1/words"
echo 'said by the handler'
HANDLER
chmod +x "$work/handler"

start_listen --exec "$work/handler" "$work" '$(touch /tmp/x); a b' '*'
message "$work/body" ONE hello
expect 'a message is taken' "$(post "$work/body")" 200
wait_for "$work/events" 1
expect 'the event is one line of JSON' "$(jq -rc '[.event,.text]' "$work/events")" '["message","hello"]'
expect 'it is what listen prints' "$(cat "$work/events")" "$(cat "$work/heard")"
expect 'no shell sees the words' "$(cat "$work/words")" "$work|\$(touch /tmp/x); a b|*|"
expect 'no secret in its environment' "$(grep -c canary-webhook-secret "$work/environment")$(grep -c canary-token "$work/environment")" 00
stop_listen
expect 'it ends well' "$stopped" 0
expect_contains 'its output goes to stderr' "$work/err" 'said by the handler'
expect 'and not to stdout' "$(grep -c 'said by' "$work/heard")" 0

start_listen --exec false
message "$work/body" TWO x
expect 'a message is taken though the program fails' "$(post "$work/body")" 200
wait_for "$work/err" 1
expect_contains 'a failure is told' "$work/err" 'false: it ended with status 1'
stop_listen
expect_contains 'and counted' "$work/err" 'failed 1 times'

# Twenty at once: no more than four run at a time, and none is lost.
cat >"$work/counter" <<'HANDLER'
#!/bin/sh
mkdir "$1/run.$$"
ls "$1" | grep -c "^run\." >>"$1/running"
sleep 0.05
rmdir "$1/run.$$"
echo done >>"$1/done"
HANDLER
chmod +x "$work/counter"
start_listen --exec "$work/counter" "$work"
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    message "$work/body.$i" "M$i" x
    post "$work/body.$i" >"$work/status.$i" &
done
wait_for "$work/done" 20
expect 'all were run' "$(wc -l <"$work/done" | tr -d ' ')" 20
expect 'four at a time' "$(sort -n "$work/running" | tail -1 | awk '{ print ($1 <= 4) }')" 1
stop_listen
expect 'it ends well' "$stopped" 0

CHAKRA_WEBHOOK_SECRET=$secret run listen --port 0 --exec /nonexistent/program
expect 'a program that is not there is told at once' "$status" 4
expect_contains 'by its name' "$work/err" 'there is no program /nonexistent/program'
CHAKRA_WEBHOOK_SECRET=$secret run listen --port 0 word
expect 'a word without --exec' "$status" 2
finish
