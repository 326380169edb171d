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
case $route in
phone)
    type_text '+15550001234'
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
    # Without a record nothing is asked; half of one is none.
    until_row 'Record +required'
    keys F5
    until_screen 'the route process needs it'
    type_text 'lead'
    keys F5
    until_screen 'does not name a record'
    # The record brings the recipient: another one in To is refused, and his own one is fine.
    type_text '/1'
    keys Up
    type_text '+15550004321'
    keys F5
    until_screen 'belongs to 15550001234'
    keys C-a C-k
    until_row "To +the record's"
    keys F4 F4 F4
    until_screen '/process/lead/1'
    keys F4
    # A record that the account does not have: in mode test nobody can say whether it may be sent to.
    keys Down C-e
    type_text '0'
    until_row 'Record +lead/10'
    keys F5
    until_screen 'cannot be told'
    requests_are 0 || fail 'something went out'
    # The draft keeps it.
    keys BSpace
    until_row 'Record +lead/1 '
    keys M-q
    until_end 0
    stop
    start 120x40 "$CHAKRA_TUI"
    until_row 'Language +en_US'
    until_row 'Record +lead/1 '
    keys F5
    until_row 'Record +lead/1 *│'
    until_row 'To +\+1 555 000 1234 +Asha'
    until_screen 'y send it'
    keys y
    until_row 'accepted ✓.*555 000 1234'
    until_row 'Record +M-r: lead/1 again'
    requests_are 1 || fail "the server has $(requests) messages"
    # From the row back into the form, with its record.
    keys F3 e
    until_row 'Record +lead/1 '
    until_row "To +the record's"
    ;;
esac
