#!/bin/sh
# The history among 10,000 and 1,000,000 rows: ratios against bare statements. CHAKRA_TUI names the
# binary; the programs of this folder are built beside it. CHAKRA_BENCH_ROWS changes the larger number.
set -eu

build=$(dirname "${CHAKRA_TUI:?is set by ./dev bench}")
cmake --build "$build" --target make_history bench_history >&2
work=$(mktemp -d "${TMPDIR:-/tmp}/chakra-bench.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
many=${CHAKRA_BENCH_ROWS:-1000000}

for rows in 10000 "$many"; do
    echo "building a history of $rows rows" >&2
    "$build/tests/bench/make_history" "$work/$rows" "$rows"
    "$build/tests/bench/bench_history" "$work/$rows" "$rows"
    rm -rf "${work:?}/$rows"
done
