#!/bin/sh
# The benchmarks run, tiny, and print every row. No time is looked at.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
out=$(mktemp "${TMPDIR:-/tmp}/chakra-smoke.XXXXXX")
home=$(mktemp -d "${TMPDIR:-/tmp}/chakra-smoke-home.XXXXXX")
trap 'rm -rf "$out" "$home"' EXIT
trap 'exit 130' INT TERM

HOME="$home" CHAKRA_BENCH_BUILT=1 CHAKRA_BENCH_QUICK=1 CHAKRA_BENCH_ROWS=3000 CHAKRA_BENCH_FEW=1000 \
    sh "$here/all.sh" >"$out" || { cat "$out"; echo "FAILED: all.sh ended with an error"; exit 1; }
cat "$out"

failed=0
while IFS= read -r row; do
    grep -qF -- "$row" "$out" || { echo "FAILED: no row: $row"; failed=1; }
done <<'ROWS'
form and newest rows shown
settled, few rows over many
resident
a character in a field
a character in a value, with its preview
down in the history
page down in the history
a letter of a search, painted
500 times down at once, us until caught up
bytes to the terminal, a key
a character, 1 under way
down, 1 under way
a character, many under way
down, many under way
idle: 0.
history of 1000 rows
history of 3000 rows
first page
words: common
words: rare
words: absent
each further key of a search
most memory of all these searches
export, JSON lines
intent + outcome
ROWS
# A peer that is not installed may be missing, nothing else.
if grep -F '(not measured)' "$out" | grep -vE ' (nano|less) '; then
    echo 'FAILED: rows without numbers'
    failed=1
fi
exit "$failed"
