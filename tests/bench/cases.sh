#!/bin/sh
# 1,000 cases with --check: the engine and the whole command, beside a floor that reads the same JSON
# and builds the same bodies. CHAKRA_TUI names the binary; bench_cases is built beside it.
set -eu

build=$(dirname "${CHAKRA_TUI:?is set by ./dev bench}")
[ -n "${CHAKRA_BENCH_BUILT-}" ] || cmake --build "$build" --target bench_cases >&2
definitions=$(dirname "$0")/../../assets/sandbox/templates
work=$(mktemp -d "${TMPDIR:-/tmp}/chakra-bench.XXXXXX")
server=
clean_up() {
    [ -z "$server" ] || kill "$server" 2>/dev/null || :
    rm -rf "${work:?}"
}
trap clean_up EXIT
trap 'exit 130' INT TERM
export HOME="$work" XDG_CONFIG_HOME="$work" XDG_DATA_HOME="$work" XDG_STATE_HOME="$work"

# The definitions are fetched once; the check then reads what is kept.
mkfifo "$work/url"
"$CHAKRA_TUI" sandbox --port 0 >"$work/url" 2>/dev/null &
server=$!
read -r url <"$work/url"
"$CHAKRA_TUI" --base-url "$url" templates list --json >/dev/null
"$build/tests/bench/bench_cases" "$definitions" "$CHAKRA_TUI" "$work/cases.json"
