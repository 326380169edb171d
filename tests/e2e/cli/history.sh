#!/bin/sh
# What was sent is there later: newest first, with the documented keys; without settings or token.
set -u
# shellcheck source=tests/e2e/cli/lib.sh
. "$(dirname "$0")/lib.sh"

run history list --json
expect 'nothing yet' "$status $(cat "$work/out")" '0 '
expect 'and nothing was made' "$(ls "$work/data" 2>/dev/null)" ''
run history show 1
expect 'nothing to show' "$status" 4

for to in 15550001001 15550001002 15550131026; do
    run --sandbox send --template hello_world --language en_US --to "$to" --json
done
run --sandbox history list --json
expect 'exit' "$status" 0
expect 'newest first' "$(jq -r .to "$work/out" | tr '\n' ' ')" '15550131026 15550001002 15550001001 '
expect 'states' "$(jq -r .state "$work/out" | tr '\n' ' ')" 'rejected accepted accepted '
expect 'keys' "$(head -n1 "$work/out" | jq -r 'keys_unsorted | join(" ")')" \
    'id created_at profile plugin_id phone_number_id to template language category state wamid http_status error_code error_text latency_ms source operator batch uid'
expect 'time' "$(head -n1 "$work/out" | jq -r '.created_at | test("^20..-..-..T..:..:..\\....Z$")')" true
expect 'who' "$(head -n1 "$work/out" | jq -r '[.profile, .source, .error_code] | tostring')" \
    '["sandbox","cli",131026]'
run --sandbox history list --json --limit 1
expect 'limit' "$(wc -l <"$work/out" | tr -d ' ')" 1
run --sandbox history list
expect_contains 'for people' "$work/out" '15550001002'

id=$(jq -rs '.[0].id' "$work/out" 2>/dev/null)
run --sandbox history list --json
id=$(tail -n1 "$work/out" | jq .id)
run --sandbox history show "$id" --json
expect 'show' "$(json '[.to, .state, .request.body.template.name, .definition.name] | tostring')" \
    '["15550001001","accepted","hello_world","hello_world"]'
expect 'events' "$(json '[.events[].state] | join(" ")')" 'queued sending accepted'
expect 'no token anywhere' "$(grep -c -i bearer "$work/out")" 0
run --sandbox history show "$id"
expect 'show for people' "$status" 0
expect_contains 'show for people' "$work/out" 'wamid'
run --sandbox history show 4711
expect 'no such row' "$status" 4

# The sandbox's history is its own.
run history list --json
expect 'the real history is empty' "$(cat "$work/out")" ''

# A settings file that is wrong does not stop the history.
mkdir -p "$work/config/chakra-tui"
echo nonsense >"$work/config/chakra-tui/chakra-tui.ini"
run --sandbox history list --json
expect 'history with wrong settings' "$status $(wc -l <"$work/out" | tr -d ' ')" '0 3'
finish
