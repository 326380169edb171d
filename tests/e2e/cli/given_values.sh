#!/bin/sh
# Values reach the message as they were written, and the history shows rows that lack something.
#
#     given_values.sh PROGRAM DATA
set -u
# shellcheck source=tests/e2e/cli/lib.sh
. "$(dirname "$0")/lib.sh"

shipped='--sandbox send --template order_shipped_positional --language en_US --to 15550001234 --dry-run --json'

# Numbers keep the text they were written with: no id is rounded, no price loses its last 0.
printf '%s' '{"body.1":12345678901234567,"body.2":1.50,"body.3":3,"body.4":-0.10}' >"$work/numbers.json"
# shellcheck disable=SC2086  # words
run $shipped --values "$work/numbers.json"
expect 'status' "$status" 0
expect 'numbers as written' \
    "$(json '[.request.body.template.components[0].parameters[].text] | join(" ")')" \
    '12345678901234567 1.50 3 -0.10'
printf '%s' '{"body.1":"Sam","button.0.flow_action_data":{"visit":12345678901234567}}' >"$work/flow.json"
run --sandbox send --template survey_flow --language en_US --to 15550001234 --dry-run --json \
    --values "$work/flow.json"
expect_contains 'a long id inside of JSON' "$work/out" '"flow_action_data":{"visit":12345678901234567}'

# A typed value is one in --set and in a list, too; nobody gets its JSON as text.
money='{"type":"currency","currency":{"fallback_value":"$10","code":"USD","amount_1000":10000}}'
# shellcheck disable=SC2086
run $shipped --set "body.1=$money" --set body.2=b --set body.3=c --set 'body.4={"a":1}'
expect 'a typed value' "$(json '.request.body.template.components[0].parameters[0].currency.code')" USD
expect 'JSON of another kind is text' \
    "$(json '.request.body.template.components[0].parameters[3].text')" '{"a":1}'
printf 'to,body.1,body.2,body.3,body.4\n15550001234,"%s",b,c,d\n' "$(printf '%s' "$money" | sed 's/"/""/g')" \
    >"$work/list.csv"
run --sandbox batch "$work/list.csv" --template order_shipped_positional --language en_US --dry-run --json
expect 'a typed value in a cell' \
    "$(json '.request.body.template.components[0].parameters[0].type')" currency

# What cannot be read takes nothing else with it.
printf '{"body.1":' >"$work/broken.json"
# shellcheck disable=SC2086
run $shipped --values "$work/broken.json"
expect 'status of broken values' "$status" 4
expect 'the recipient is still known' "$(json '.request.body.to')" 15550001234
expect 'no false word about the recipient' "$(json '[.problems[] | select(.slot == "to")] | length')" 0

# A template that is not there is rule V6, in that language or at all.
for which in 'nope en_US' 'hello_world xx'; do
    run --sandbox send --template "${which% *}" --language "${which#* }" --to 15550001234 --json
    expect "status of $which" "$status" 4
    expect "rule of $which" "$(json '.problems[0] | "\(.slot) \(.rule) \(.prevents)"')" 'template V6 132001'
done

# A row that came from elsewhere may lack its template and its language.
printf '%s\n' '{"created_at":"2026-03-01T10:00:00.000Z","state":"sent","to":"15550001234","tags":["a","b"]}' \
    >"$work/rows.jsonl"
run history import "$work/rows.jsonl" --json
expect 'a list of tags is taken' "$(json .imported)" 1
run history list tag:b
expect 'no (null) in the list' "$(grep -c null "$work/out")" 0
expect 'the row is there' "$(grep -c 15550001234 "$work/out")" 1

# A time can be pasted as the list prints it.
run history list 'since:"2026-03-01 10:00:00"' --json
expect 'a blank between date and time' "$(json .to)" 15550001234
run history list 'since:"2026-03-01 10:00:01"' --json
expect 'a second later' "$(wc -c <"$work/out" | tr -d ' ')" 0

# A reader that has enough is no trouble.
"$program" --sandbox test --generate 2>"$work/err" | head -1 >"$work/out"
expect 'nothing about the closed pipe' "$(grep -c 'could not be written' "$work/err")" 0
finish
