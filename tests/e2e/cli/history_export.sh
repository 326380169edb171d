#!/bin/sh
# Out and in: JSON lines, CSV, a copy; masks; full disks, closed pipes, cut files.
set -u
# shellcheck source=tests/e2e/cli/lib.sh
. "$(dirname "$0")/lib.sh"

for to in 15550001001 15550001002 15550131026; do
    run --sandbox send --template hello_world --language en_US --to "$to" --json
done
# 600 more rows, so that there are several pages and more than a pipe holds.
run --sandbox history export
cp "$work/out" "$work/three"
expect 'exit' "$status" 0
expect 'keys' "$(head -n1 "$work/out" | jq -r 'keys_unsorted | join(" ")')" \
    'id created_at profile plugin_id phone_number_id to template language category state wamid http_status error_code error_text latency_ms source operator batch uid values definition request reply events note tags'
expect 'newest first' "$(jq -r .to "$work/out" | tr '\n' ' ')" '15550131026 15550001002 15550001001 '
expect 'events' "$(tail -n1 "$work/out" | jq -r '[.events[].state] | join(" ")')" \
    'queued sending accepted'
jq -c --slurpfile row "$work/three" -n \
    'range(600) | . as $i | $row[0] | .id = $i + 100 | del(.uid) | .batch = "b\($i)"' >"$work/many"
run --sandbox history import "$work/many" --json
expect 'import' "$status $(json '[.imported, .already_there, .left_out] | tostring')" '0 [600,0,0]'
run --sandbox history import "$work/many" --json
expect 'again' "$status $(json '[.imported, .already_there, .left_out] | tostring')" '0 [0,600,0]'

# Export, import elsewhere, export: the same bytes.
run --sandbox history export
cp "$work/out" "$work/first"
expect 'all' "$(wc -l <"$work/first" | tr -d ' ')" 603
"$program" --data "$work/other" history import - <"$work/first" >"$work/out" 2>"$work/err"
expect 'from standard input' "$(cat "$work/out" "$work/err")" \
    '603 imported, 0 already there, 0 left out'
run --data "$work/other" history import "$work/first"
expect 'again' "$status $(cat "$work/out")" '0 0 imported, 603 already there, 0 left out'
run --data "$work/other" history export
expect 'equal' "$(cmp "$work/first" "$work/out" && echo same)" same
run --sandbox history export state:rejected to:15550131026 batch:b7
expect 'with a filter' "$(jq -r .batch "$work/out")" b7
run --sandbox history export --limit 5
expect 'with a limit' "$(wc -l <"$work/out" | tr -d ' ')" 5

# A row that was being sent is unknown where it is imported; list keys alone are enough.
run --sandbox history list --json --limit 1
sed 's/"state":"[a-z]*"/"state":"queued"/; s/"uid":"[^"]*"/"uid":null/' "$work/out" >"$work/list"
run --data "$work/third" history import "$work/list" --json
expect 'list keys' "$status $(json .imported)" '0 1'
run --data "$work/third" history list --json
expect 'queued is unknown' "$(json .state)" unknown

# A cut file: its last line is named, the others are kept.
head -c "$(($(wc -c <"$work/three") - 100))" "$work/three" >"$work/cut"
run --data "$work/fourth" history import "$work/cut" --json
expect 'cut' "$status $(json '[.imported, .left_out] | tostring')" '4 [2,1]'
expect_contains 'which line' "$work/err" 'line 3 is cut off'
{ cat "$work/three"; echo '{"id":1}'; echo nonsense; echo; } >"$work/mixed"
run --data "$work/fifth" history import "$work/mixed" --json
expect 'wrong lines' "$status $(json '[.imported, .left_out] | tostring')" '4 [3,2]'
expect_contains 'line 4' "$work/err" 'line 4 was left out: its created_at cannot be read'
expect_contains 'line 5' "$work/err" 'line 5 was left out'
run history import "$work/nothing"
expect 'no file' "$status" 3

# CSV: a header, and as many records; every quote doubled.
run --sandbox history export --format csv --limit 3
expect 'header' "$(head -n1 "$work/out" | cut -c1-30)" 'id,created_at,profile,plugin_i'
expect 'CRLF' "$(tr -d '\r' <"$work/out" | wc -l | tr -d ' ') $(tr -dc '\r' <"$work/out" | wc -c | tr -d ' ')" '4 4'
run --sandbox history export --format xml
expect 'format' "$status" 2
expect_contains 'formats' "$work/err" 'jsonl, csv, sqlite'

# Masks: not a digit sequence of a recipient, plain or in base64, anywhere.
for format in jsonl csv; do
    run --sandbox history export --mask --format "$format"
    for number in 15550001001 15550001002 15550131026 50001001; do
        expect "no $number in $format" "$(grep -c "$number" "$work/out")" 0
    done
    # base64 of 15550001001 in its three alignments, and what a message id holds
    for code in MTU1NTAwMDEwMD E1NTUwMDAxMDAx xNTU1MDAwMTAw wNTAwMDEwMD; do
        expect "no base64 in $format" "$(grep -c "$code" "$work/out")" 0
    done
    expect_contains "stars in $format" "$work/out" '*********01'
done
run --sandbox history export
expect 'the test finds them unmasked' "$(grep -c 'MTU1NTAwMDEwMD' "$work/out" | sed 's/^[1-9].*/yes/')" yes

# Files are new and private; a failure leaves none.
run --sandbox history export -o "$work/file"
expect 'to a file' "$status $(cat "$work/out") $(stat -c %a "$work/file")" '0  600'
expect 'the same' "$(cmp "$work/file" "$work/first" && echo same)" same
run --sandbox history export -o "$work/file"
expect 'never over another' "$status" 3
run --sandbox history export -o "$work/no/file"
expect 'no folder' "$status" 3
run --sandbox history export --format sqlite -o "$work/copy.db"
expect 'copy' "$status $(stat -c %a "$work/copy.db")" '0 600'
mkdir -p "$work/sixth"
cp "$work/copy.db" "$work/sixth/chakra-tui.db"
run --data "$work/sixth" history list --json --limit 2000
expect 'the copy is a history' "$(wc -l <"$work/out" | tr -d ' ')" 603
run --sandbox history export --format sqlite
expect 'a copy needs a file' "$status" 2
run --sandbox history export --format sqlite -o "$work/c2" --mask
expect 'a copy has no mask' "$status" 2

# A full disk is an error, a reader that has seen enough is none.
if [ -w /dev/full ]; then
    full=0
    "$program" --sandbox history export >/dev/full 2>"$work/err" || full=$?
    expect 'full disk' "$full" 3
    expect_contains 'full disk' "$work/err" 'Make room'
fi
"$program" --sandbox history export 2>"$work/err" | head -n 1 >"$work/out"
expect 'closed pipe' "$(wc -l <"$work/out" | tr -d ' ') $(cat "$work/err")" '1 '
sh -c 'trap "" PIPE; "$1" --sandbox history export 2>"$2"; echo $? >"$3"' sh \
    "$program" "$work/err" "$work/piped" | head -n 1 >"$work/out"
expect 'closed pipe, ignored signal' "$(cat "$work/piped") $(cat "$work/err")" '0 '
finish
