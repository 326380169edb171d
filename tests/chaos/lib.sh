# What both loops begin with: a world of their own in $world, and the sandbox as a server at $url.
# Sourced: $1 is the program.
# shellcheck shell=sh
program=$1
world=$(mktemp -d "${TMPDIR:-/tmp}/chakra-chaos.XXXXXX")
export HOME="$world" XDG_CONFIG_HOME="$world/config" XDG_DATA_HOME="$world/data" XDG_STATE_HOME="$world/state"
export CHAKRA_TOKEN=invented ASAN_OPTIONS="${ASAN_OPTIONS-}:detect_leaks=0"
server=
clean_up() {
    [ -z "$server" ] || kill "$server" 2>/dev/null || :
    rm -rf "$world"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

"$program" sandbox --port 0 --data "$world/server" >"$world/url" &
server=$!
tries=0
until [ -s "$world/url" ]; do
    tries=$((tries + 1))
    [ "$tries" -lt 100 ] || { echo 'the sandbox did not start'; exit 1; }
    sleep 0.1
done
# shellcheck disable=SC2034  # used by who sources this
url=$(head -n 1 "$world/url")
