#!/bin/sh
# Each exit status of design section 7, and what stands on stdout with it.
set -u
# shellcheck source=tests/e2e/cli/lib.sh
. "$(dirname "$0")/lib.sh"

run --version
expect 'version' "$status $(cat "$work/out")" "0 chakra-tui $("$program" -V | cut -d' ' -f2)"
run --help
expect 'help' "$status" 0
expect_contains 'help names commands' "$work/out" 'templates list'
run send --help
expect 'help of send' "$status" 0
expect_contains 'help of send' "$work/out" '--dry-run'
run templates --help
expect_contains 'help of a group' "$work/out" 'templates show NAME'

run listen --help
expect_contains 'the port of listen' "$work/out" '(port 8787)'
expect 'no other port' "$(grep -c '(0)' "$work/out")" 0
run sandbox --help
expect_contains 'the port of sandbox' "$work/out" '(a free port)'

# 2: the command line
wrong() { # PIECE_OF_MESSAGE ARGS…
    piece=$1
    shift
    run "$@"
    expect "exit of: $*" "$status" 2
    expect "stdout of: $*" "$(cat "$work/out")" ''
    expect_contains "message of: $*" "$work/err" "$piece"
}
wrong 'Did you mean send?' sned
wrong 'Did you mean templates list?' templates lst
wrong 'Write templates list' templates
wrong 'Did you mean --template?' send --tempalte x
wrong 'Write --to NUMBER' send --to
wrong 'Write --to NUMBER' send --to --template x
wrong 'Write --config FILE, or leave --config out' history list --config=
wrong 'Write --data DIR, or leave --data out' history list --data ''
for option in --profile --plugin --from --base-url --timeout --log; do
    wrong "$option is given an empty value" --sandbox $option '' send --template hello_world \
        --language en_US --to 15550001234
done
wrong '--template is given an empty value' --sandbox send --template '' --language en_US --to 15550001234
wrong '--language is given an empty value' --sandbox send --template hello_world --language= --to 15550001234
wrong 'takes no value' --sandbox=yes send
wrong 'has no option --limit' send --limit 3
wrong 'belongs to a command' --json
wrong 'one word too many' history show 1 2
wrong 'needs ID' history show
wrong 'needs --template' --sandbox send --language en_US --to 15550001234
wrong 'needs --language' --sandbox send --template hello_world --to 15550001234
wrong 'is given twice' send --to 15550001234 --to 15550004321
wrong 'Write a number from 1' history list --limit 0
wrong 'Write a number from 0' sandbox --port 65536
wrong 'Write chakra or meta' sandbox --error-shape json
wrong 'KEY=' --sandbox send --template hello_world --language en_US --to 15550001234 --set body.1
wrong 'no error code' explain x
wrong 'cannot be' --sandbox --timeout abc send --template hello_world --language en_US --to 15550001234
wrong 'cannot be' --sandbox --log loud send --template hello_world --language en_US --to 15550001234
wrong 'cannot be' --sandbox --rate -1 send --template hello_world --language en_US --to 15550001234
run history show -- --json
expect '-- ends options' "$status" 2

# 3: settings and token
run send --template hello_world --language en_US --to 15550001234 --json
expect 'no token' "$status" 3
expect 'no token: stdout' "$(cat "$work/out")" ''
expect_contains 'no token: next step' "$work/err" CHAKRA_TOKEN
CHAKRA_TOKEN=expired
export CHAKRA_TOKEN
run --sandbox send --template hello_world --language en_US --to 15550001234 --json
expect 'refused token' "$status" 3
unset CHAKRA_TOKEN
run --sandbox --base-url https://api.chakrahq.com send --template a --language b --to 1
expect 'sandbox and a real address' "$status" 3

# 4: what is found before sending
refused() { # JSON_FILTER WANT ARGS…
    filter=$1
    want=$2
    shift 2
    run --sandbox send --language en_US --json "$@"
    expect "exit of: $*" "$status" 4
    expect "problems of: $*" "$(json "$filter")" "$want"
    expect "no row of: $*" "$(json '[.id, .state, .error] | tostring')" '[null,null,null]'
}
refused '.problems[0] | .slot, .prevents' 'template
132001' --template hello_wrld --to 15550001234
expect_contains 'the nearest name' "$work/out" 'Did you mean hello_world?'
refused '.problems[0].slot' body.2 --template order_shipped_positional --to 15550001234 \
    --set body.1=Asha --set body.3=Friday
refused '[.problems[] | select(.slot == "body.11")] | length' 1 --template hello_world \
    --to 15550001234 --set body.11=x
refused '[.problems[] | select(.slot == "to")] | length > 0' true --template hello_world --to 12
refused '[.problems[] | select(.slot == "to")] | length > 0' true --template hello_world
run --sandbox send --template hello_world --language xx --to 15550001234 --json
expect 'unknown language' "$status" 4
expect_contains 'the languages there are' "$work/out" 'en_US'

# The guard: the second time the same message is refused, and says which row it was.
run --sandbox send --template hello_world --language en_US --to 15550007777 --json
expect 'first' "$status" 0
first=$(json .id)
refused '.problems[-1].rule' duplicate --template hello_world --to 15550007777
expect_contains 'it names the row' "$work/out" "row $first "
run --sandbox send --template hello_world --language en_US --to 15550007777
expect 'each problem once' "$status $(grep -c '^warning' "$work/err") $(grep -c '^error' "$work/err")" '4 1 1'
run --sandbox send --force --template hello_world --language en_US --to 15550007777 --json
expect 'forced' "$status $(json .state)" '0 accepted'

# A values file that is wrong, or is not there.
echo '{"body.1": ' >"$work/half.json"
refused '.problems[0].message | contains("half.json")' true --template hello_world \
    --to 15550001234 --values "$work/half.json"
echo '[]' >"$work/list.json"
refused '.problems[0].message | contains("no JSON object")' true --template hello_world \
    --to 15550001234 --values "$work/list.json"
run --sandbox send --template hello_world --language en_US --to 1 --values "$work/none.json"
expect 'no values file' "$status" 3

# So it is with every file that the command line names and that cannot be read: nothing was found in
# it. A file that is the value of a slot is part of the content.
for line in 'batch none.csv --template hello_world --language en_US --yes' 'test none.json' \
    'media upload none.jpg' 'templates create none.json' 'templates update hello_world none.json' \
    'templates diff none.json live' 'history import none' 'history import-status none' \
    'batch . --template hello_world --language en_US --dry-run' 'test .' 'media upload .'; do
    # shellcheck disable=SC2086  # words
    run --sandbox $line
    expect "no such file: $line" "$status $(cat "$work/out")" '3 '
done
refused '[.problems[].slot] | contains(["header.file"])' true --template event_invite_image --to 15550001234 \
    --set header.file=none.jpg

# --values may hold `to`; --to wins, --set wins over the file.
echo '{"to": "15550001111", "body.1": "Asha", "body.2": "1", "body.3": "Monday"}' >"$work/v.json"
run --sandbox send --dry-run --json --template order_shipped_positional --language en_US \
    --values "$work/v.json" --set body.3=Friday
expect 'to of the file' "$(json .request.body.to)" 15550001111
expect 'set over file' \
    "$(json '.request.body.template.components[] | select(.type == "body") | .parameters[2].text')" \
    Friday
run --sandbox send --dry-run --json --template order_shipped_positional --language en_US \
    --values "$work/v.json" --to 15550002222
expect '--to wins' "$(json .request.body.to)" 15550002222
run explain 999999
expect 'unknown code' "$status" 4
run explain 131026 --json
expect 'explained' "$status $(json '.code')" '0 131026'
finish
