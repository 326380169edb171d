#!/bin/sh
# The profile's route holds for the form: the preview, what goes out, and what is refused.
# Usage: route.sh phone|process
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/account.sh"
route=$1
start_account test
requests() {
    curl -s "$account_url/_sandbox/messages" | jq length
}
cat >>"$XDG_CONFIG_HOME/chakra-tui/chakra-tui.ini" <<SETTINGS
route = $route
SETTINGS
start 120x40 "$CHAKRA_TUI"
until_screen 'Choose the sender'
until_row 'From +choose with Enter'
keys Enter
until_screen 'filter'
until_row 'GREEN'
keys Enter
until_row 'From .*9999'
choose_template hello_world
until_row 'Language +en_US'
type_text '+15550001234'
case $route in
phone)
    keys F4 F4
    until_screen "JSON · F4"
    keys F4
    until_screen 'Request as curl'
    until_screen '/phoneNumber/15550001234/send'
    keys F5
    until_screen 'y send it'
    keys y
    until_row 'accepted ✓'
    requests_are 1 || fail "the server has $(requests) messages"
    ;;
process)
    keys F5
    until_screen 'needs the record'
    requests_are 0 || fail 'something went out'
    ;;
esac
