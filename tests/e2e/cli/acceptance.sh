#!/bin/sh
# One send each way with the built-in sandbox: one JSON object, the state, the exit status.
set -u
# shellcheck source=tests/e2e/cli/lib.sh
. "$(dirname "$0")/lib.sh"

send() {
    run --sandbox send --force --template hello_world --language en_US --json "$@"
}

send --to 15550001234
expect 'exit of accepted' "$status" 0
expect 'state' "$(json .state)" accepted
expect 'wamid' "$(json '.wamid | startswith("wamid.")')" true
expect 'keys' "$(json 'keys_unsorted | join(" ")')" \
    'id state wamid http_status to template language latency_ms error'
expect 'the rest' "$(json '[.http_status, .to, .template, .language, .error] | tostring')" \
    '[200,"15550001234","hello_world","en_US",null]'
expect 'the id is a number' "$(json '.id | type')" number
expect 'nothing on stderr' "$(cat "$work/err")" ''

send --to 15550131026
expect 'exit of rejected' "$status" 5
expect 'rejected' "$(json '[.state, .error.code, .wamid] | tostring')" '["rejected",131026,null]'
expect 'keys of error' "$(json '.error | keys_unsorted | join(" ")')" 'code title details slot next'

send --to 15550000998
expect 'exit of unknown' "$status" 6
expect 'unknown' "$(json '[.state, .wamid, .error.code] | tostring')" '["unknown",null,null]'

send --to 15550000999 --timeout 2
expect 'exit of no answer' "$status" 6
expect 'no answer' "$(json .state)" unknown

# With the list kept from before, the send is tried: it has a row.
send --to 15550001234 --base-url http://127.0.0.1:1
expect 'exit of not sent' "$status" 7
expect 'not sent' "$(json .state)" not_sent
expect 'it has a row' "$(json '.id | type')" number

# Without one nothing is known of the template: no row, but the same answer.
run --sandbox --data "$work/fresh" send --force --template hello_world --language en_US \
    --to 15550001234 --json --base-url http://127.0.0.1:1
expect 'exit of not sent, at first' "$status" 7
expect 'not sent, at first' "$(json '[.state, .id, .error.code] | tostring')" '["not_sent",null,null]'
expect 'a next step' "$(json '.error.next | length > 0')" true

send --to 15550000402
expect 'exit of billing' "$status" 8
export CHAKRA_TUI_MAX_ATTEMPTS=1
send --to 15550000429
expect 'exit of throttled' "$status" 8
expect 'throttled' "$(json '[.state, .http_status] | tostring')" '["rejected",429]'
unset CHAKRA_TUI_MAX_ATTEMPTS
send --to 15550000502
expect 'exit of HTML' "$status" 6
expect 'HTML is unknown' "$(json .state)" unknown

# Options may stand anywhere, in both forms.
run send --force --to=+1-555-000-1234 --template=hello_world --json --language en_US --sandbox
expect 'options in other places' "$status $(json .state)" '0 accepted'
expect 'digits' "$(json .to)" 15550001234

# For people: one line, with the wamid.
run --sandbox send --force --template hello_world --language en_US --to 15550001234
expect 'exit for people' "$status" 0
expect 'one line' "$(wc -l <"$work/out" | tr -d ' ')" 1
expect_contains 'the line' "$work/out" 'wamid.'
finish
