#!/bin/sh
# `templates list`, `show` and `preview`, against a sandbox with all definitions of the test data.
set -u
# shellcheck source=tests/e2e/cli/lib.sh
. "$(dirname "$0")/lib.sh"

start_sandbox --templates "$data/templates"
run --base-url "$url" templates list --json
expect 'exit' "$status" 0
expect 'every template' "$(jq -s 'map(.name + " " + .language) | unique | length' "$work/out")" \
    "$(cat "$data"/templates/*.json | jq -s 'flatten | map(.name + " " + .language) | unique | length')"
expect 'keys' "$(head -n1 "$work/out" | jq -r 'keys_unsorted | join(" ")')" \
    'name language status category quality parameter_format slots sendable reason'
expect 'hello_world' "$(jq -c 'select(.name == "hello_world") | [.slots, .sendable]' "$work/out")" \
    '[[],true]'
expect 'paused' "$(jq -r 'select(.name == "paused_low_quality") | .sendable' "$work/out")" false
expect_contains 'why not' "$work/out" '132015'
expect 'slots' "$(jq -c 'select(.name == "appointment_reminder_named") | .slots' "$work/out")" \
    '["header.visit_day","body.first_name","body.visit_day","body.visit_time","body.practitioner"]'
run --base-url "$url" templates list
expect_contains 'for people' "$work/out" 'order_shipped_positional'

run --base-url "$url" templates show appointment_reminder_named --json
expect 'show' "$status $(json '.definition.name')" '0 appointment_reminder_named'
expect 'its slots' "$(json '.slots[0] | [.key, .kind, .required] | tostring')" \
    '["header.visit_day","text",true]'
run --base-url "$url" templates show appointment_reminder_named
expect_contains 'show for people' "$work/out" 'body.practitioner'
run --base-url "$url" templates show apointment_reminder_named
expect 'unknown' "$status" 4
expect_contains 'unknown' "$work/err" 'Did you mean appointment_reminder_named?'

file=$data/sends/appointment_reminder_named.json
jq .inputs "$file" >"$work/values.json"
run --base-url "$url" templates preview appointment_reminder_named --values "$work/values.json"
expect 'preview' "$status" 0
expect_contains 'body' "$work/out" "$(jq -r .preview.body "$file")"
run --base-url "$url" templates preview appointment_reminder_named --json
expect 'gaps' "$(json '.blocks[] | select(.kind == "body") | .text | contains("⟦body.first_name⟧")')" \
    true
run --base-url "$url" templates preview appointment_reminder_named --set body.firstname=x
expect 'wrong key' "$status" 4
expect_contains 'nearest key' "$work/err" 'body.first_name'
stop_sandbox

# The list is kept for when the server is gone.
run --base-url http://127.0.0.1:1 templates list --json
expect 'kept' "$status" 0
expect_contains 'it says so' "$work/err" 'using the list of'
run --base-url http://127.0.0.1:1 --data "$work/other" templates list
expect 'nothing kept' "$status" 7
finish
