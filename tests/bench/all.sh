#!/bin/sh
# Everything that is measured, each beside its floor in the same run: see docs/PERFORMANCE.md.
# CHAKRA_TUI names the binary; the programs of this folder are built beside it. Environment:
#   CHAKRA_BENCH_ROWS=1000000   rows of the large history
#   CHAKRA_BENCH_FEW=10000      rows of the small one, to see growth
#   CHAKRA_BENCH_ROUNDS=5       rounds through the terminal programs, in shuffled order
#   CHAKRA_BENCH_KEYS=60        keys of each kind in a round
#   CHAKRA_BENCH_QUICK=1        one round of everything with few keys: shows that it runs
#   CHAKRA_BENCH_WORK=FOLDER    keeps the histories there, for the next run
set -eu

build=$(dirname "${CHAKRA_TUI:?is set by ./dev bench}")
programs=$build/tests/bench
many=${CHAKRA_BENCH_ROWS:-1000000}
few=${CHAKRA_BENCH_FEW:-10000}
[ -n "${CHAKRA_BENCH_BUILT-}" ] || cmake --build "$build" --target bench >&2

work=${CHAKRA_BENCH_WORK-}
kept=$work
[ -n "$work" ] || work=$(mktemp -d "${TMPDIR:-/tmp}/chakra-bench.XXXXXX")
sandbox=
clean_up() {
    [ -z "$sandbox" ] || kill "$sandbox" 2>/dev/null || :
    [ -n "$kept" ] || rm -rf "${work:?}"
}
trap clean_up EXIT
trap 'exit 130' INT TERM HUP
export TMPDIR="$work" LC_ALL=C.UTF-8 TZ=UTC
unset NO_COLOR COLORTERM LINES COLUMNS ESCDELAY LESS 2>/dev/null || :

# history NAME ROWS: once for each folder that is kept.
history() {
    [ ! -f "$work/$1/rows-$2" ] || return 0
    rm -rf "${work:?}/$1"
    mkdir -p "$work/$1"
    chmod 700 "$work/$1"
    echo "bench: building a history of $2 rows" >&2
    "$programs/make_history" "$work/$1" "$2"
    : >"$work/$1/rows-$2"
}
history many "$many"
history few "$few"
history busy "$few"

# The terminal program talks to a sandbox of its own process, as it would to the real server.
rm -f "$work/url" # of an earlier run
"$CHAKRA_TUI" sandbox --port 0 >"$work/url" &
sandbox=$!
tries=0
until [ -s "$work/url" ]; do
    tries=$((tries + 1))
    [ "$tries" -lt 100 ] || { echo "bench: the sandbox did not start" >&2; exit 1; }
    sleep 0.1
done
(umask 077 && echo bench-token >"$work/token")
cat >"$work/settings.ini" <<INI
[chakra-tui]
profile = acme
[profile acme]
base_url = $(cat "$work/url")
token_file = $work/token
mode = test
test_recipients = 15550000999 Hanging
[plugin support]
profile = acme
id = d83e1d23-50b8-4d87-8f92-842a0ac516f6
[phone sandbox]
plugin = support
id = 200000000000001
waba = 100000000000001
label = Sandbox
INI

printf '%s rows and %s rows; %s processors; %s\n' "$many" "$few" "$(getconf _NPROCESSORS_ONLN)" \
    "$(uname -sr)"
"$programs/terminal_bench" "$CHAKRA_TUI" "$work/settings.ini" "$work/many" "$work/few" "$work/busy"
"$programs/bench_history" "$work/few" "$few"
"$programs/bench_history" "$work/many" "$many"
if [ -r /proc/loadavg ]; then
    read -r load _ </proc/loadavg
    printf '\nload at the end: %s\n' "$load"
fi
