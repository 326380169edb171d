# shellcheck shell=sh disable=SC2034,SC2120
# Sourced by each test: a world of its own, one way to run the program, one way to judge.
#
#   run ARGS…             runs it; $status, $work/out and $work/err say what came
#   expect WHAT HAVE WANT counts a failure when the two differ
#   finish                the last line of a test

program=$1
data=$2
failures=0
checks=0
server=
work=$(mktemp -d "${TMPDIR:-/tmp}/chakra-cli.XXXXXX") || exit 1
export HOME="$work" XDG_CONFIG_HOME="$work/config" XDG_DATA_HOME="$work/data"
export XDG_STATE_HOME="$work/state"
for variable in $(env | sed -n 's/^\(CHAKRA_[A-Z_]*\)=.*/\1/p'); do unset "$variable"; done

clean_up() {
    [ -z "$server" ] || kill "$server" 2>/dev/null
    rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

command -v jq >/dev/null || { echo "this test needs jq: install it, then run again" >&2; exit 1; }

run() {
    status=0
    "$program" "$@" >"$work/out" 2>"$work/err" </dev/null || status=$?
    said="$*"
    if grep -qE 'ERROR: (Address|Leak)Sanitizer|runtime error:' "$work/err"; then
        cat "$work/err"
        failures=$((failures + 1))
    fi
}

expect() {
    checks=$((checks + 1))
    [ "$2" = "$3" ] && return 0
    failures=$((failures + 1))
    printf 'FAILED %s\n  after: chakra-tui %s\n  have: %s\n  want: %s\n' "$1" "$said" "$2" "$3"
    sed 's/^/  stderr: /' "$work/err"
    return 1
}

# expect_contains WHAT FILE PIECE
expect_contains() {
    checks=$((checks + 1))
    grep -qF -- "$3" "$2" && return 0
    failures=$((failures + 1))
    printf 'FAILED %s\n  after: chakra-tui %s\n  want: %s\n  have:\n' "$1" "$said" "$3"
    sed 's/^/    /' "$2"
    return 1
}

# json FILTER: of the one object on stdout; "not one object" when it is anything else.
json() {
    jq -rs "if length == 1 then (.[0] | $1) else \"not one object\" end" "$work/out" 2>/dev/null ||
        echo 'no JSON'
}

# start_sandbox ARGS…: in the background; sets $url.
start_sandbox() {
    mkfifo "$work/url"
    "$program" sandbox --port 0 "$@" >"$work/url" 2>"$work/sandbox.err" &
    server=$!
    read -r url <"$work/url" || { echo 'the sandbox did not start'; cat "$work/sandbox.err"; exit 1; }
    rm "$work/url"
}

stop_sandbox() {
    kill -TERM "$server"
    stopped=0
    wait "$server" || stopped=$?
    server=
}

finish() {
    echo "$checks checks, $failures failures"
    [ "$failures" -eq 0 ]
    exit
}
