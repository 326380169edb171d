#!/bin/sh
# The filter on the command line: what it finds, what it says about mistakes, saved ones; numbers and
# retention.
set -u
# shellcheck source=tests/e2e/cli/lib.sh
. "$(dirname "$0")/lib.sh"

for to in 15550001001 15550001002 15550131026 15550001003; do
    run --sandbox send --template hello_world --language en_US --to "$to" --json
done

# found WHAT WANT WORD…: the recipients that the filter finds, newest first.
found() {
    what=$1 want=$2
    shift 2
    run --sandbox history list --json "$@"
    expect "$what" "$status $(jq -r .to "$work/out" 2>/dev/null | tr '\n' ' ')" "0 $want"
}

found 'no filter' '15550001003 15550131026 15550001002 15550001001 '
found 'a word' '15550001002 ' 0001002
found 'a word of the template' '15550001003 15550131026 15550001002 15550001001 ' HELLO_w
found 'a word of the error' '15550131026 ' undeliverable
found 'two letters' '15550131026 ' 26
found 'a field' '15550131026 ' state:rejected
found 'a template in capitals' '15550001001 ' template:Hello_WORLD to:15550001001
found 'a language in capitals' '15550001001 ' lang:EN_us to:15550001001
found 'not the template in capitals' '' -- -template:HELLO_WORLD
found 'negation' '15550001003 15550001002 15550001001 ' -- -state:rejected
found 'negation by a word' '15550001003 15550001002 15550001001 ' not:state:rejected
found 'several words' '15550001001 ' hello_world state:accepted to:15550001001
found 'one argument' '15550001001 ' 'hello_world state:accepted to:+1-555-000-1001'
found 'a pattern' '15550001003 15550001002 15550001001 ' 'to:1555000100?'
found 'a code' '15550131026 ' code:131026
found 'a range' '15550131026 ' code:131000..131099
found 'since' '15550001003 15550131026 15550001002 15550001001 ' since:1h
found 'until' '' until:yesterday
found 'absent' '' zanzibar
run --sandbox history list --json --limit 2 state:accepted
expect 'limit' "$(jq -r .to "$work/out" | tr '\n' ' ')" '15550001003 15550001002 '
run --sandbox history list state:rejected
expect 'for people' "$status $(wc -l <"$work/out" | tr -d ' ')" '0 1'

# wrong PIECE PIECE WORD…: exit 2, nothing on stdout, the place and the next step on stderr.
wrong() {
    piece=$1 next=$2
    shift 2
    run --sandbox history list --json "$@"
    expect "exit of $*" "$status $(cat "$work/out")" '2 '
    expect_contains "what is wrong with $*" "$work/err" "$piece"
    expect_contains "what to do about $*" "$work/err" "$next"
}

wrong "no field 'stat:'" 'state:' stat:failed
wrong '  hello stat:failed' '        ^^^^^^^^^^^' hello stat:failed
wrong "no state 'faild'" 'not_sent' state:faild
wrong 'a quote is opened' 'Close it' 'note:"abc'
wrong 'no day 2026-02-30' 'calendar' since:2026-02-30
wrong "'soon' is no time" 'yesterday' until:soon
wrong 'nothing lies between' 'smaller end first' code:5..3
wrong '10000 bytes' 'Shorten it' "$(printf '%010000d' 0)"
wrong 'no option -x' '--help' -x

# Saved filters.
mkdir -p "$work/config/chakra-tui"
printf '[filter bad]\nquery = state:rejected\n[filter mine]\nquery = to:15550001001\n' \
    >"$work/config/chakra-tui/chakra-tui.ini"
found 'a saved filter' '15550131026 ' @bad
found 'a saved filter and a word' '' @bad 0001001
run --sandbox history list @bda
expect 'unknown name' "$status" 3
expect_contains 'nearest name' "$work/err" 'Did you mean @bad?'
printf '[filter bad]\n' >"$work/config/chakra-tui/chakra-tui.ini"
run --sandbox history list @bad
expect 'no query' "$status" 3
expect_contains 'no query' "$work/err" 'query'
found 'no name, no settings' '15550131026 ' state:rejected

# Numbers.
run --sandbox history stats --json
expect 'stats' "$status $(json '[.sends, .accepted, .failed] | tostring')" '0 [4,3,1]'
expect 'codes' "$(json '.codes | tostring')" '[{"code":131026,"count":1}]'
expect 'templates' "$(json '.templates | tostring')" \
    '[{"template":"hello_world","sends":4,"accepted":3,"failed":1}]'
expect 'a day' "$(json '.days | length')" 1
expect 'latency' "$(json '[.latency_ms.count, .latency_ms.p50 >= 0, .latency_ms.p99 >= .latency_ms.p50] | tostring')" \
    '[4,true,true]'
run --sandbox history stats --json state:rejected
expect 'stats of a filter' "$(json .sends)" 1
run --sandbox history stats
expect_contains 'for people' "$work/out" '4 sends, 3 accepted, 1 failed'
run history stats --json
expect 'stats of nothing' "$status $(json .sends)" '0 0'

# Retention: a dry run first.
rm "$work/config/chakra-tui/chakra-tui.ini"
run --sandbox history purge
expect 'no age' "$status" 2
expect_contains 'no age' "$work/err" 'retain = 400d'
run --sandbox history purge --older-than soon
expect 'wrong age' "$status" 2
run --sandbox history purge --older-than 400d --json
expect 'nothing is that old' "$status $(json '[.rows, .deleted] | tostring')" '0 [0,0]'
run --sandbox history purge --older-than 1ms --json
expect 'dry run' "$status $(json '[.rows, .deleted] | tostring')" '0 [4,0]'
run --sandbox history purge --older-than 1ms
expect_contains 'dry run for people' "$work/out" 'would be deleted'
found 'all are still there' '15550001003 15550131026 15550001002 15550001001 '
export CHAKRA_TUI_RETAIN=soon
run --sandbox history purge
expect 'wrong setting' "$status" 3
export CHAKRA_TUI_RETAIN=400d
run --sandbox history purge --yes --json
expect 'the setting counts' "$status $(json '[.rows, .deleted] | tostring')" '0 [0,0]'
unset CHAKRA_TUI_RETAIN
run --sandbox history purge --older-than 1ms --yes --json
expect 'deleted' "$status $(json '[.rows, .deleted] | tostring')" '0 [4,4]'
found 'all are gone' ''
finish
