#!/bin/sh
# A list of sends as an operator runs it: columns, check, sending, results, going on.
set -u
# shellcheck source=tests/e2e/cli/lib.sh
. "$(dirname "$0")/lib.sh"

batch() {
    run --base-url "$url" batch "$@" --language en_US
}
order() {
    batch "$@" --template order_shipped_positional
}
stored() {
    curl -s "$url/_sandbox/messages?limit=100000" | jq "$1"
}
last() { tail -n 1 "$work/out" | jq -r "$1"; }

export CHAKRA_TOKEN=invented
# shellcheck disable=SC2119
start_sandbox
cd "$work" || exit 1

# By slot keys; one row is refused. Results beside the list, private, in the order of the file.
printf 'to,body.1,body.2,body.3,body.4\n15550001001,Ann,1,2 May,3\n15550131026,"Eve, x",2,3 May,1\n15550001002,Bob,3,4 May,2\n' >list.csv
order list.csv
expect 'a refused row' "$status" 1
expect_contains 'it is named' "$work/err" 'row 3: rejected to 15550131026: 131026 '
expect_contains 'the sum' "$work/out" '3 rows, 2 accepted, 1 rejected'
expect 'results: header' "$(head -n 1 list.result.csv | tr -d '\r')" 'to,body.1,body.2,body.3,body.4,state,wamid,code,error,id,time'
expect 'results: rows' "$(cut -d, -f1,6 list.result.csv | sed -n '2p;4p' | paste -sd' ')" '15550001001,accepted 15550001002,accepted'
expect 'results: refused' "$(grep -c '^15550131026,"Eve, x",2,3 May,1,rejected,,131026,' list.result.csv)" 1
expect 'results: private' "$(stat -c %a list.result.csv)" 600
expect 'no partial file' "$(ls ./*.partial 2>/dev/null)" ''
expect 'stored' "$(stored length)" 2

# One batch id in the history; the rows say where they came from.
id=$(sed -n 's/^batch \([0-9a-f]*\):.*/\1/p' "$work/out")
run --base-url "$url" history list --json "batch:$id"
expect 'history' "$(jq -rs 'map(.source + " " + .state) | sort | join(",")' "$work/out")" 'batch accepted,batch accepted,batch rejected'

# The same list again: refused; gone on with: nothing left; by force: once more, as another batch.
order list.csv
expect 'again' "$status" 4
expect_contains 'again: says so' "$work/err" "begun before, as batch $id"
order list.csv --resume --json
expect 'resumed' "$status $(last '[.before, .accepted, .pending] | join(" ")')" '1 3 0 0'
expect 'resumed: stored' "$(stored length)" 2
expect 'resumed: rows' "$(jq -rs 'map(select(.row) | [.row, .state, .before] | join(" ")) | join(",")' "$work/out")" \
    '2 accepted true,3 rejected true,4 accepted true'
order list.csv --force --json
expect 'by force' "$status $(last .batch) $(last .accepted)" "1 $id-2 2"
expect 'by force: stored' "$(stored length)" 4

# The guard knows other batches: another list with the same message.
printf 'to,body.1,body.2,body.3,body.4\n15550001001,Ann,1,2 May,3\n' >other.csv
order other.csv
expect 'guarded' "$status" 4
expect_contains 'guarded: says so' "$work/err" 'error row 2 column to: The same message went to this number just now (row '

# Mapped columns, left out columns, semicolons, a mark in front, one value for all, an empty line.
printf '\357\273\277Phone;First name;notes;state\r\n+1 (555) 000-1003;Zoë;"x;""y""";new\r\n\r\n15550001004;Max;;\r\n' >mapped.csv
order mapped.csv --map Phone=to --map 'First name=body.1' --map notes=- --map state=- \
    --set body.2=7 --set body.3=today --set body.4=2
expect 'mapped' "$status" 0
expect 'mapped: text' "$(stored 'map(select(.to == "15550001003"))[0].text' | grep -c 'Hi Zoë, your order 7')" 1
expect 'mapped: results' "$(sed -n 2p mapped.result.csv | cut -d';' -f1-6)" '+1 (555) 000-1003;Zoë;"x;""y""";new;accepted'
expect 'mapped: names do not clash' "$(head -n 1 mapped.result.csv | tr -d '\r')" "$(printf '\357\273\277')Phone;First name;notes;state;send_state;send_wamid;send_code;send_error;send_id;send_time"

# From standard input; results only where told, and never over another file.
printf 'to\n15550001005\n' | "$program" --base-url "$url" batch - --template hello_world --language en_US \
    -o piped.csv --json >"$work/out" 2>"$work/err"
expect 'piped' "$(last '[.rows, .accepted, .result] | join(" ")') $(grep -c ,accepted, piped.csv)" '1 1 piped.csv 1'
expect 'piped: nothing is left of it' "$(find "$work/data" -name 'batch-*')" ''
printf 'mine\n' >precious.result.csv
printf 'to\n15550001006\n' >precious.csv
batch precious.csv --template hello_world
expect 'precious' "$status $(cat precious.result.csv)" '4 mine'

# Encodings: named, or refused with the row.
printf 'to,body.1,body.2,body.3,body.4\n15550001007,Jos\351,1,2,3\n' >latin.csv
order latin.csv
expect 'latin' "$status" 4
expect_contains 'latin: where' "$work/err" 'row 2, column 2: the cell is not UTF-8'
order latin.csv --encoding WINDOWS-1252
expect 'latin, named' "$status" 0
expect 'latin, named: text' "$(stored 'map(select(.to == "15550001007"))[0].text' | grep -c 'Hi José,')" 1
order latin.csv --encoding KLINGON
expect 'no such encoding' "$status" 2

# A dry run checks all, shows the first request, and sends nothing.
before=$(stored length)
printf 'to,body.1,body.2,body.3,body.4\n15550001008,A,1,2,3\n15550001009,B,1,,3\n' >dry.csv
order dry.csv --dry-run --json
expect 'dry run' "$status $(last '[.rows, .problems, .request.body.to] | join(" ")')" '4 2 1 15550001008'
expect 'dry run: where' "$(head -n 1 "$work/out" | jq -r '[.row, .column, .rule] | join(" ")')" '3 body.3 V17'
expect 'dry run: no results' "$(ls dry.result.csv 2>/dev/null)" ''
order dry.csv --json
expect 'nothing or all' "$status $(stored length) $(last '[.problems, .accepted] | join(" ")')" "4 $before 1 0"

# In mode live a list asks, or is told.
mkdir -p "$work/config/chakra-tui"
cat >"$work/config/chakra-tui/chakra-tui.ini" <<INI
[chakra-tui]
profile = acme
[profile acme]
base_url = $url
token_env = CHAKRA_TOKEN
mode = live
[plugin p]
profile = acme
id = d83e1d23-50b8-4d87-8f92-842a0ac516f6
INI
printf 'to\n15550001010\n15550001011\n' >live.csv
run batch live.csv --from 200000000000001 --template hello_world --language en_US
expect 'live, unasked' "$status $(stored length)" "2 $before"
expect_contains 'live: the total' "$work/err" 'this would send 2 messages in mode live'
run batch live.csv --from 200000000000001 --template hello_world --language en_US --yes
expect 'live, told' "$status $(stored length)" "0 $((before + 2))"
sed -i 's/^mode = live/mode = test\ntest_recipients = 15550001012/' "$work/config/chakra-tui/chakra-tui.ini"
printf 'to\n15550001012\n15550001013\n' >test.csv
run batch test.csv --from 200000000000001 --template hello_world --language en_US --yes
expect 'test, a stranger' "$status $(stored length)" "4 $((before + 2))"
expect_contains 'test: the row' "$work/err" 'row 3 column to'
finish
