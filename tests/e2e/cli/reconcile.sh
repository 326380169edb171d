#!/bin/sh
# What became of a send whose outcome is unknown: looked up, found, not found, or cannot be told.
set -u
# shellcheck source=tests/e2e/cli/lib.sh
. "$(dirname "$0")/lib.sh"

hello() {
    to=$1
    shift
    run --sandbox send --template hello_world --language en_US --to "$to" --json "$@"
}

run --sandbox history reconcile --json
expect 'nothing to look up' "$status $(cat "$work/out")" '0 '
run --sandbox chats list --json
expect 'no chats yet' "$status $(cat "$work/out")" '0 '

# Stored, never answered: the look-up finds it in a later run of the program.
hello 15550000999 --timeout 1
expect 'unknown' "$status $(json .state)" '6 unknown'
run --sandbox history reconcile --json
expect 'found' "$status $(json '[.id, .verdict, .to] | tostring')" '0 [1,"found","15550000999"]'
expect 'its state' "$(json '.state == "sent" or .state == "delivered" or .state == "read"')" true
wamid=$(json .wamid)
expect 'its id' "${wamid%%.*}" wamid
run --sandbox history show 1 --json
expect 'adopted' "$(json .wamid)" "$wamid"
expect 'settled' "$(json '[.error_text, .error_next] | tostring')" '[null,null]'
expect 'timeline' "$(json '[.events[].state] | .[:3] | join(" ")')" 'queued sending unknown'
expect 'by poll' "$(json '.events[3].source')" poll
run --sandbox history reconcile --json
expect 'nothing is left' "$status $(cat "$work/out")" '0 '
run --sandbox history reconcile 1 --json
expect 'a named row that is known' "$status $(json '[.verdict, .wamid] | tostring')" \
    "0 [\"found\",\"$wamid\"]"

# Read and thrown away: nothing is found, and the row stays unknown.
hello 15550000998
expect 'unknown' "$status $(json .state)" '6 unknown'
run --sandbox history reconcile --json
expect 'not found' "$status $(json '[.id, .verdict, .wamid, .state] | tostring')" \
    '0 [2,"not_found",null,"unknown"]'
run --sandbox history show 2 --json
expect 'said in the row' "$(json '.events[-1] | [.state, .source, .text] | tostring')" \
    '["unknown","poll","looked up: not found yet"]'
run --sandbox history reconcile
expect 'for people' "$status" 0
expect_contains 'for people' "$work/out" 'not found yet'

# Two equal messages: neither row can be told which one is its own.
hello 15550000999 --timeout 300ms --force
hello 15550000999 --timeout 300ms --force
run --sandbox history reconcile 3 4 --json
expect 'cannot tell' "$status $(jq -r .verdict "$work/out" | tr '\n' ' ')" '6 cannot_tell cannot_tell '
expect 'still unknown' "$(jq -r .state "$work/out" | tr '\n' ' ')" 'unknown unknown '
run --sandbox history list --json
expect 'the rows' "$(jq -r .state "$work/out" | tr '\n' ' ' | cut -d' ' -f1-3)" \
    'unknown unknown unknown'

# Rows that there is nothing to ask about, and rows that are none.
hello 15550131026
run --sandbox history reconcile 5 --json
expect 'a rejected row' "$status $(cat "$work/out")" '4 '
run --sandbox history reconcile 4711
expect 'no such row' "$status" 4
run --sandbox history reconcile x
expect 'no id' "$status" 2
run history reconcile
expect 'no settings' "$status" 3

# The chats.
run --sandbox chats list --json
expect 'one chat' "$status $(json '[.to, .name] | tostring')" '0 ["15550000999",null]'
chat=$(json .id)
run --sandbox chats show '+1 555 000-0999' --json
expect 'three messages' "$status $(wc -l <"$work/out" | tr -d ' ')" '0 3'
expect 'the oldest is row 1' "$(tail -n1 "$work/out" | jq -r '[.wamid, .direction] | tostring')" \
    "[\"$wamid\",\"outbound\"]"
expect 'newest first' "$(jq -s '[.[].at] == ([.[].at] | sort | reverse)' "$work/out")" true
expect 'keys' "$(head -n1 "$work/out" | jq -r 'keys_unsorted | join(" ")')" \
    'at direction status text wamid id template template_id error_code'
run --sandbox chats show "$chat" --json --limit 2
expect 'by the id of the chat' "$status $(wc -l <"$work/out" | tr -d ' ')" '0 2'
run --sandbox chats show 15550000999
expect 'for people' "$status" 0
expect_contains 'for people' "$work/out" 'outbound'
run --sandbox chats show 15550009998 --json
expect 'nobody' "$status $(cat "$work/out")" '0 '
run --sandbox chats show nobody
expect 'no number' "$status" 4

# A refused token, and no network.
start_sandbox
printf 'expired' >"$work/token"
chmod 600 "$work/token"
run --base-url "$url" --token-file "$work/token" chats list
expect 'refused' "$status" 3
stop_sandbox
printf 'good' >"$work/token"
run --base-url "$url" --token-file "$work/token" chats list
expect 'no network' "$status" 7
finish
