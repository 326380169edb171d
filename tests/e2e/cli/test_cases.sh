#!/bin/sh
# `test`: files of cases made, checked, run against the sandbox and to test recipients; verdicts,
# reports, exit statuses, bad input.
set -u
# shellcheck source=tests/e2e/cli/lib.sh
. "$(dirname "$0")/lib.sh"
docs=$data/../../docs

# one MEMBERS [TOP]: a file with one case of hello_world.
one() {
    printf '{%s"cases":[{"template":"hello_world","language":"en_US","to":"15550001234"%s}]}' \
        "${2-}" "$1" >"$work/one.json"
}

# ---- made files pass whole
run test --init
expect 'init' "$status" 0
expect 'the example is the one of the documents' "$(cksum <"$work/out")" \
    "$(cksum <"$docs/examples/cases.json")"
cp "$work/out" "$work/example.json"
run test "$work/example.json" --sandbox --json
expect 'the example' "$status" 0
expect 'its summary' "$(jq -c 'select(.summary) | .summary | [.cases, .passed, .exit]' "$work/out")" \
    '[7,7,0]'
expect 'delivered' "$(jq -r 'select(.case == "delivery") | .state' "$work/out")" delivered
expect 'failed as foreseen' \
    "$(jq -r 'select(.case == "no WhatsApp there") | .error_code' "$work/out")" 131026
run --sandbox history list --json --limit 100
expect 'the source' "$(jq -r .source "$work/out" | sort -u)" test
run --sandbox test --generate -o "$work/made.json"
expect 'generate' "$status" 0
expect_contains 'what was left out' "$work/err" 'left out: 5'
made=$(jq '.cases | length' "$work/made.json")
run test --init -o "$work/made.json"
expect 'a file that is there is left alone' "$status" 3
run test "$work/made.json" --sandbox --check
expect 'all pass the check' "$status" 0
expect 'check' "$(tail -n1 "$work/out" | cut -d' ' -f1-4)" "$made cases: $made passed"
run test "$work/made.json" --sandbox --junit "$work/made.xml" --report "$work/made.md"
expect 'all pass in the sandbox' "$status" 0
expect 'sandbox' "$(tail -n1 "$work/out" | cut -d' ' -f1-4)" "$made cases: $made passed"
expect 'the report' "$(grep -c '^### passed: ' "$work/made.md")" "$made"
said='xmllint' status=0
xmllint --noout --schema "$docs/junit.xsd" "$work/made.xml" 2>"$work/err" || status=$?
expect 'JUnit is valid' "$status" 0
run --sandbox test --generate hello_wrld
expect 'generate for nobody' "$status" 4
expect_contains 'the nearest' "$work/err" 'Did you mean hello_world?'

# ---- verdicts of every kind, and their exit statuses
cat >"$work/mixed.json" <<'CASES'
{"defaults": {"template": "hello_world", "language": "en_US", "to": "15550001234"}, "cases": [
 {"name": "fine", "tags": ["smoke"]},
 {"name": "wrong <&> \u0007", "preview_contains": "Goodbye"},
 {"name": "refused", "to": "15550131026"},
 {"name": "lost", "to": "15550000998"},
 {"name": "late", "expect": "failed within 1s"}]}
CASES
run test "$work/mixed.json" --sandbox --json --junit "$work/mixed.xml" --report "$work/mixed.md"
expect 'some were not as expected' "$status" 1
expect 'verdicts' "$(jq -r 'select(.case) | .verdict' "$work/out" | sort | tr '\n' ' ')" \
    'cannot_tell failed failed failed passed '
expect 'the summary says the exit' "$(jq -c 'select(.summary) | .summary.exit' "$work/out")" 1
said='xmllint' status=0
xmllint --noout --schema "$docs/junit.xsd" "$work/mixed.xml" 2>"$work/err" || status=$?
expect 'JUnit is valid with odd names' "$status" 0
expect 'elements' "$(grep -c '<failure ' "$work/mixed.xml") $(grep -c '<error ' "$work/mixed.xml")" \
    '3 1'
expect_contains 'the page' "$work/mixed.md" '### cannot_tell: `lost`'
run test "$work/mixed.json" --sandbox --only-failed --select 'lost' --allow-cannot-tell
expect 'cannot tell is allowed' "$status" 0
run test "$work/mixed.json" --sandbox --only-failed --json --check
expect 'only what did not pass' "$(jq -r 'select(.case) | .case' "$work/out" | wc -l)" 4
run test "$work/mixed.json" --sandbox --tag smoke
expect 'by tag' "$status $(tail -n1 "$work/out" | cut -d' ' -f1-4)" '0 1 case: 1 passed'
run test "$work/mixed.json" --sandbox --fail-fast --json
expect 'fail fast' "$status $(jq -c 'select(.summary) | .summary | [.failed, .not_run]' "$work/out")" \
    '1 [1,4]'
one ',"expect":"accepted","to":"15550000402"'
sed -i 's/"to":"15550001234",//' "$work/one.json"
run test "$work/one.json" --sandbox
expect 'payment stops the run' "$status" 8
expect_contains 'and says so' "$work/err" 'the run was stopped'

# ---- bad input, named
# wrong STATUS PLACE PIECE NEXT
wrong() {
    run test "$work/one.json" --sandbox
    expect 'exit' "$status" "$1"
    expect 'stdout' "$(cat "$work/out")" ''
    expect_contains 'where' "$work/err" "$2"
    expect_contains 'what' "$work/err" "$3"
    expect_contains 'next step' "$work/err" "$4"
}
one ',"expct":"accepted"'
wrong 4 "$work/one.json: cases[0].expct" 'no key expct' 'Did you mean expect?'
one ',"expect":"acepted"'
wrong 4 'cases[0].expect' "'acepted' is nothing that can be expected" 'Did you mean accepted?'
sed -i 's/hello_world/helo_world/; s/acepted/accepted/' "$work/one.json"
wrong 4 "$work/one.json: cases[0].template" 'no template helo_world' 'Did you mean hello_world?'
one '' '"case":[],'
wrong 4 'case' 'no key case' 'Did you mean cases?'
printf '{"cases":[' >"$work/one.json"
wrong 4 "$work/one.json" 'JSON' ''
: >"$work/one.json"
wrong 4 "$work/one.json" '' ''
printf '{"cases":[\000]}' >"$work/one.json"
wrong 4 "$work/one.json" '' ''
one ',"values":{"bdy.1":"x"}'
run test "$work/one.json" --sandbox
expect 'an unknown slot' "$status" 1
expect_contains 'it is named' "$work/out" 'no slot bdy.1'
run test
expect 'no file' "$status" 2
run test "$work/example.json"
expect 'no mode' "$status" 2
expect_contains 'modes' "$work/err" '--dry-run'
run test "$work/example.json" --check --live
expect 'two modes' "$status" 2
run test "$work/none.json" --sandbox
expect 'no such file' "$status" 3
run test "$work/example.json" --sandbox --max-sends 2
expect 'too many' "$status" 4
expect_contains 'how many' "$work/err" 'would send 6 messages'

# ---- a preset is a file of values too, and a case can name it
printf '%s' '{"template":"order_shipped_positional","language":"en_US","to":"15550001234",
    "values":{"body.1":"Mara","body.2":"7","body.3":"today","body.4":"1"}}' >"$work/preset.json"
run --sandbox send --template order_shipped_positional --language en_US \
    --values "$work/preset.json" --dry-run --json
expect 'a preset for send' "$status $(json '.request.body.to')" '0 15550001234'
printf '%s' '{"cases":[{"preset":"preset.json","preview_contains":"Hi Mara"}]}' >"$work/one.json"
run test "$work/one.json" --sandbox
expect 'a preset in a case' "$status" 0

# ---- offline: no token, no connection; the definitions of the last time
one ''
run test "$work/one.json" --check
expect 'nothing is kept' "$status" 4
expect_contains 'how to get them' "$work/err" 'templates list'
# shellcheck disable=SC2119
start_sandbox
run --base-url "$url" templates list
requests() { curl -s "$url/_sandbox/requests" | jq length; }
before=$(requests)
run test "$work/one.json" --check --base-url "$url"
expect 'check' "$status" 0
run test "$work/one.json" --check --base-url "$url" --report "$work/offline.md"
expect_contains 'the age of the definitions' "$work/offline.md" 'kept since'
expect 'a check asks nobody' "$(requests)" "$before"
run test "$work/one.json" --dry-run --base-url "$url"
expect 'dry run' "$status" 0
expect 'a dry run sends nothing' \
    "$(curl -s "$url/_sandbox/requests" | jq '[.[] | select(.path | endswith("/messages"))] | length')" 0
run test "$work/one.json" --base-url "$url"
expect 'a running sandbox needs no word' "$status" 0
run test "$work/one.json" --dry-run --base-url http://127.0.0.1:1
expect 'a dry run wants live definitions' "$status" 7

# ---- live: test recipients only, asked for once
mkdir -p "$work/config/chakra-tui"
echo secret >"$work/token"
chmod 600 "$work/token"
printf '%s\n' '[profile acme]' "base_url = $url" "token_file = $work/token" 'mode = live' \
    'test_recipients = +15550002234 Asha, +15550002235 Ben' '[plugin support]' \
    'id = d83e1d23-50b8-4d87-8f92-842a0ac516f6' '[phone main]' 'plugin = support' \
    'id = 200000000000001' >"$work/config/chakra-tui/chakra-tui.ini"
printf '%s' '{"cases":[{"template":"hello_world","language":"en_US","to":["Asha","Ben"]},
    {"name":"stranger","template":"hello_world","language":"en_US","to":"15550009876"}]}' \
    >"$work/live.json"
run test "$work/live.json" --live
expect 'nobody can be asked' "$status" 2
expect_contains 'the total' "$work/err" 'would send 2 messages to 2 recipients'
run test "$work/live.json" --live --yes --json
expect 'live' "$status" 1
expect 'who got one' "$(jq -r 'select(.case) | [.case, .verdict] | join(" ")' "$work/out" | sort)" \
    'hello_world/en_US/Asha passed
hello_world/en_US/Ben passed
stranger failed'
expect_contains 'why not the stranger' "$work/out" 'only to test recipients'
sed -i 's/mode = live/mode = read-only/' "$work/config/chakra-tui/chakra-tui.ini"
run test "$work/live.json" --live --yes
expect 'read-only' "$status" 4

# ---- Ctrl-C in the middle: what is under way is waited for, what is known is said
printf '%s' '{"cases":[{"name":"slow","template":"hello_world","language":"en_US",
    "to":"15550000999"},{"name":"quick","template":"hello_world","language":"en_US",
    "to":"15550001234"}]}' >"$work/slow.json"
said='test, then SIGINT'
"$program" --base-url "$url" test "$work/slow.json" --timeout 60 --json >"$work/out" \
    2>"$work/err" --profile sandbox &
sender=$!
tries=0
until grep -q '"case":"quick"' "$work/out" || [ "$tries" -ge 400 ]; do
    tries=$((tries + 1))
    sleep 0.05
done
kill -INT "$sender"
status=0
wait "$sender" || status=$?
expect 'interrupted' "$status" 130
expect 'what is known' "$(jq -r 'select(.case == "slow") | .verdict' "$work/out")" cannot_tell
expect 'the summary' "$(jq -c 'select(.summary) | .summary | [.interrupted, .exit]' "$work/out")" \
    '[true,130]'
stop_sandbox
finish
