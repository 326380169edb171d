#!/bin/sh
# Dates as the operator's language writes them: printed, typed again, and never in what programs read.
# LOCPATH: tests/support/locales.sh.
set -u
# shellcheck source=tests/e2e/cli/lib.sh
. "$(dirname "$0")/lib.sh"
[ -d "${LOCPATH:-/nowhere}/de_DE.UTF-8" ] || exit 77 # the sources of locales are not here
export TZ=Asia/Kolkata

cat >"$work/rows" <<'ROWS'
{"uid":null,"created_at":"2025-03-04T19:06:07.000Z","state":"delivered","to":"15550001001","template":"hello_world","language":"en_US"}
{"uid":null,"created_at":"2025-03-06T19:06:07.000Z","state":"delivered","to":"15550001002","template":"hello_world","language":"en_US"}
ROWS
run --data "$work/kept" history import "$work/rows"
expect 'import' "$status $(cat "$work/out")" '0 2 imported, 0 already there, 0 left out'

cat >"$work/preset.json" <<'PRESET'
{"version": 1, "template": "order_shipped_positional", "language": "en_US",
 "values": {"body.1": "Asha", "body.2": "7", "body.3": "${today}", "body.4": "2"}}
PRESET

# in LOCALE DATE OTHER: the second of the rows above, by its date in local time, and a day before it.
in_locale() {
    export LC_ALL="$1"
    run --data "$work/kept" history list --limit 1
    expect_contains "$1: list" "$work/out" "  $2 00:36:07  "
    run --data "$work/kept" history list "since:$2"
    expect "$1: typed again" "$status $(grep -c hello_world "$work/out")" '0 1'
    run --data "$work/kept" history list "since:\"$2 00:36:07\"" "until:\"$2 00:36\""
    expect "$1: with its time" "$status $(grep -c 15550001002 "$work/out")" '0 1'
    run --data "$work/kept" history list "until:$3" --json
    expect "$1: JSON is for programs" "$status $(json '.created_at')" '0 2025-03-04T19:06:07.000Z'
    run --data "$work/kept" history list "since:2025-03-07" --json
    expect "$1: ISO 8601 always" "$status $(json '.to')" '0 15550001002'
    run --data "$work/kept" history show 2
    expect_contains "$1: show" "$work/out" "$2 00:36:07"
    run --data "$work/kept" history stats
    expect_contains "$1: stats" "$work/out" "$2  1 "
    run --data "$work/kept" history stats --json
    expect "$1: stats for programs" "$(json '.days[1].day')" 2025-03-07
    run --sandbox send --values "$work/preset.json" --to 15550001001 --dry-run --json
    expect "$1: what the recipient reads" \
        "$(json '.request.body.template.components[0].parameters[2].text')" "$(date +%Y-%m-%d)"
}

in_locale C.UTF-8 2025-03-07 2025-03-06
in_locale de_DE.UTF-8 07.03.2025 06.03.2025
in_locale en_US.UTF-8 03/07/2025 03/06/2025
in_locale hi_IN.UTF-8 07/03/2025 06/03/2025
in_locale ja_JP.UTF-8 2025-03-07 2025-03-06

# Counts from a thousand on, in what people read.
jq -c -n 'range(1234) | {uid: null, created_at: "2025-03-08T12:00:00.000Z", state: "read",
    to: "1555001\(1000 + .)", template: "hello_world", language: "en_US"}' >"$work/many"
LC_ALL=de_DE.UTF-8
run --data "$work/kept" history import "$work/many"
expect 'a count of what was imported' "$(cat "$work/out")" '1.234 imported, 0 already there, 0 left out'
count_in() {
    export LC_ALL="$1"
    run --data "$work/kept" history stats
    expect_contains "$1: sends" "$work/out" "$2 sends, $2 accepted, 0 failed"
    expect_contains "$1: a row of a table" "$work/out" "hello_world  $2 "
    run --data "$work/kept" history stats --json
    expect "$1: for programs" "$(json .sends)" 1236
    run --data "$work/kept" doctor --json
    expect "$1: of a check too" "$(json '.checks[] | select(.check == "history").found')" 'whole, 1236 rows'
    run --data "$work/kept" history purge --older-than 1d
    expect_contains "$1: in a sentence" "$work/out" "$2 rows from "
}
# list_in LOCALE ROWS: of a list, checked and sent.
{ echo to; seq 15552001001 15552002001; } >"$work/long.csv"
list_in() {
    export LC_ALL="$1"
    run --data "$work/$1" --sandbox batch "$work/long.csv" --template hello_world --language en_US --dry-run
    expect_contains "$1: a list that is checked" "$work/err" ": $2 rows, 0 problems, 0 warnings;"
    run --data "$work/$1" --sandbox batch "$work/long.csv" --template hello_world --language en_US
    expect_contains "$1: a list that was sent" "$work/out" ": $2 rows, $2 accepted"
}
list_in de_DE.UTF-8 1.001
head -n 2 "$work/long.csv" >"$work/short.csv"
export LC_ALL=C.UTF-8
run --sandbox batch "$work/short.csv" --template hello_world --language en_US --dry-run
expect_contains 'one row' "$work/err" ': 1 row, 0 problems, 0 warnings;'
run --sandbox batch "$work/short.csv" --template hello_world --language en_US
expect_contains 'one row that was sent' "$work/out" ': 1 row, 1 accepted'
count_in C.UTF-8 1236
count_in de_DE.UTF-8 1.236
count_in hi_IN.UTF-8 1,236

# There is no such day in any of them.
export LC_ALL=de_DE.UTF-8
run --data "$work/kept" history list since:31.02.2025
expect 'no such day' "$status" 2
expect_contains 'no such day' "$work/err" 'there is no day 31.02.2025'
run --data "$work/kept" history list since:03/07/2025
expect 'as others write it' "$status" 2
finish
