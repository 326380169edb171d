# shellcheck shell=sh disable=SC2154  # world is of lib.sh
# An account to test against: the sandbox as a server of its own, and settings that point at it.
# Source it after lib.sh.

: "${CHAKRA_TUI:?names the binary under test}"

# start_account MODE: serves the sandbox and writes a profile "acme" in that mode.
start_account() {
    "$CHAKRA_TUI" sandbox --port 0 >"$world/sandbox.url" 2>"$world/sandbox.err" &
    sandbox_pid=$!
    trap 'kill "$sandbox_pid" 2>/dev/null || :; clean_up' EXIT
    until_true 100 test -s "$world/sandbox.url" || fail "the sandbox did not start"
    account_url=$(head -n 1 "$world/sandbox.url")
    printf 'invented-token\n' >"$world/token"
    chmod 600 "$world/token"
    write_settings "$1" "$account_url"
}

# write_settings MODE URL
write_settings() {
    mkdir -p "$XDG_CONFIG_HOME/chakra-tui"
    cat >"$XDG_CONFIG_HOME/chakra-tui/chakra-tui.ini" <<SETTINGS
[chakra-tui]
profile = acme

[profile acme]
base_url = $2
token_file = $world/token
mode = $1
test_recipients = +15550001234 Asha, +15550000998, +15550000999, +15550131026, +15550000997
confirm = always

[plugin support]
profile = acme
id = d83e1d23-50b8-4d87-8f92-842a0ac516f6
SETTINGS
}

# requests: how many messages the sandbox was asked to send.
requests() {
    curl -s "$account_url/_sandbox/requests" | jq '[.[] | select(.path | endswith("/messages"))] | length'
}

requests_are() {
    [ "$(requests)" = "$1" ]
}

# choose_template NAME: from the form, whatever is focused.
choose_template() {
    until_screen 'choose with Enter'
    keys Enter
    until_row 'filter .* [1-9][0-9]* of' # an Enter on a list that is still loading chooses nothing
    type_text "$1"
    until_row "filter $1"
    keys Enter
    until_row "Template +$1"
}
