#!/bin/sh
# `config init` on a terminal: four questions, each checked, the token without an echo; and Ctrl-C,
# which leaves nothing behind.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/account.sh"
settings=$XDG_CONFIG_HOME/chakra-tui/chakra-tui.ini
start_account test
rm -r "$XDG_CONFIG_HOME/chakra-tui"

# run_init: with its stderr on the terminal, where the questions are.
run_init() {
    start_shell 100x50
    type_text "$(quoted "$CHAKRA_TUI" config init "$@"); echo status \$?"
    keys Enter
}

run_init
until_screen '1 of 4'
keys Enter
until_screen 'Command [pass show chakra]'
keys C-c
until_screen 'no settings were written'
until_screen 'status 130'
[ ! -e "$settings" ] || fail 'something was written'
stop

run_init
until_screen '1 of 4'
keys 7 Enter
until_screen 'from 1 to 4'
keys 2 Enter
until_screen 'File ['
type_text "$world/none"
keys Enter
until_screen 'Check the path'
until_last_row '^Which .1.: *$'
keys 4 Enter
until_last_row '^Token .hidden.: *$'
type_text 'expired'
keys Enter
until_screen 'The token can be read'
until_screen '2 of 4'
screen_hides 'expired' || fail 'the token was echoed'
type_text 'http://127.0.0.1:1'
keys Enter
until_row 'failed +connection'
type_text "$account_url"
keys Enter
until_row 'failed +api'
until_last_row '^Which .1.: *$'
keys 4 Enter
until_last_row '^Token .hidden.: *$'
type_text 'a-good-token'
keys Enter
until_screen "Address [$account_url]"
keys Enter
until_screen '3 of 4'
screen_hides 'good-token' || fail 'the token was echoed'
type_text 'nonsense'
keys Enter
until_screen "Write the plugin's UUID"
type_text 'd83e1d23-50b8-4d87-8f92-842a0ac516f6'
keys Enter
until_screen '4 of 4'
type_text '2'
keys Enter
until_screen 'Your own number'
type_text '+15550001234 Asha'
keys Enter
until_screen 'Write them'
[ ! -e "$settings" ] || fail 'written before it was agreed to'
keys Enter
until_screen 'nothing is sent. This request would go out'
until_screen 'status 0'
grep -q '^id = 200000000000002$' "$settings" || fail "$(cat "$settings")"
grep -q "^token_file = $XDG_CONFIG_HOME/chakra-tui/token\$" "$settings" || fail "$(cat "$settings")"
[ "$(cat "$XDG_CONFIG_HOME/chakra-tui/token")" = a-good-token ] || fail 'the token was not kept'
[ "$(stat -c %a "$XDG_CONFIG_HOME/chakra-tui/token")" = 600 ] || fail 'the token can be read by others'
requests_are 0 || fail 'a message was sent'
stop

# The settings are there now: a profile can be added, under a name that is free, or none.
run_init
until_screen 'Name of the new profile'
keys Enter
until_screen 'they are not overwritten'
until_screen 'status 3'
stop
cp "$settings" "$world/before.ini"
run_init --base-url "$account_url" --plugin d83e1d23-50b8-4d87-8f92-842a0ac516f6 --to '+15550001234 Asha'
until_screen 'Name of the new profile'
type_text 'main'
keys Enter
until_screen '[profile main] already'
type_text 'second'
keys Enter
until_screen '1 of 4'
keys 4 Enter
until_screen 'Token (hidden)'
type_text 'another-token'
keys Enter
until_screen '4 of 4'
keys Enter
until_screen 'These settings will be added to'
cmp -s "$settings" "$world/before.ini" || fail 'written before it was agreed to'
keys Enter
until_screen 'status 0'
head -c "$(stat -c %s "$world/before.ini")" "$settings" | cmp -s - "$world/before.ini" ||
    fail 'the lines that were there were changed'
grep -q '^\[profile second\]$' "$settings" || fail "$(cat "$settings")"
grep -q "^token_file = $XDG_CONFIG_HOME/chakra-tui/token-2\$" "$settings" || fail "$(cat "$settings")"
stop

# Declined at the end: nothing is written, the token neither.
run_init -o "$world/other.ini" --base-url "$account_url" --plugin d83e1d23-50b8-4d87-8f92-842a0ac516f6
until_screen '1 of 4'
keys 4 Enter
until_screen 'Token (hidden)'
type_text 'a-good-token'
keys Enter
until_screen '4 of 4'
keys Enter
until_screen 'Your own number'
keys Enter
until_screen 'Write them'
keys n Enter
until_screen 'status 130'
[ ! -e "$world/other.ini" ] || fail 'written although it was declined'
