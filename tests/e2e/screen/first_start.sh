#!/bin/sh
# From an empty home: the sandbox with one key and a first message, then the set-up against an
# account, to its dry run.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/account.sh"
settings=$XDG_CONFIG_HOME/chakra-tui/chakra-tui.ini

# ---- explore: nothing but Enter, then the first message

start 80x24 "$CHAKRA_TUI"
until_screen 'There are no settings yet'
until_row '▸ 1 +Explore in the sandbox'
[ ! -e "$XDG_DATA_HOME/chakra-tui" ] || fail 'something was made before a choice'
keys Escape
until_screen 'first step'
keys Enter
until_screen 'This is the sandbox'
until_row 'From .*9999'
choose_template hello_world
type_text '15550001234'
keys F5
until_row 'accepted ✓'
keys C-q
until_end 0
stop
[ ! -e "$settings" ] || fail 'the sandbox wrote settings'
[ ! -e "$XDG_DATA_HOME/chakra-tui/chakra-tui.db" ] || fail 'the sandbox wrote to the real history'
rm -rf "$XDG_DATA_HOME/chakra-tui"

# ---- set up: each answer wrong once, the token typed

start_account test
rm "$settings"
start 80x24 "$CHAKRA_TUI"
until_screen 'There are no settings yet'
keys Down Enter
until_screen '1 of 4: where'
keys 2 Enter
until_screen 'nobody else may read the file'
keys C-u
type_text "$world/none"
keys Enter
until_row 'failed +token'
chmod 644 "$world/token"
keys C-u
type_text "$world/token"
keys Enter
until_screen 'chmod 600'
keys Escape
until_row '▸ 2 +A file'
keys 4 Enter
until_screen 'it is never shown'
paste 'expired'
until_row '\*\*\*\*\*\*\* +7 characters'
screen_hides 'expired' || fail 'the token is on the screen'
keys Enter
until_screen '2 of 4'
keys C-u
type_text 'http://example.com'
keys Enter
until_screen 'not encrypted'
keys C-u
type_text 'http://127.0.0.1:1'
keys Enter
until_row 'failed +connection'
keys C-u
type_text "$account_url"
keys Enter
until_row 'failed +api: .*401|refused'
until_screen 'Esc goes back to the token'
keys Escape
until_screen 'it is never shown'
until_screen '7 characters'
keys C-u
until_screen '0 characters'
type_text 'a-good-token'
keys Enter
until_screen '2 of 4'
until_screen "$account_url"
keys Enter
until_screen '3 of 4'
type_text 'support'
keys Enter
until_screen "Write the plugin's UUID"
keys C-u
type_text '11111111-2222-3333-4444-555555555555'
keys Enter
until_screen 'plugin not found'
keys C-u
type_text 'd83e1d23-50b8-4d87-8f92-842a0ac516f6'
keys Enter
until_screen '4 of 4: who sends?'
until_row '▸ 1 +Sandbox +\+1 555-000-9999'
resize 60x16
until_row '▸ 1 +Sandbox'
resize 80x24
keys Down
until_row '▸ 2 +Sandbox Two'
keys Up Enter
until_screen 'Your own number'
type_text 'Asha'
keys Enter
until_row 'failed +settings'
keys C-u
type_text '+1 555 000 1234 Asha'
keys Enter
until_screen 'Write these settings'
[ ! -e "$settings" ] || fail 'written before it was agreed to'
screen_hides 'good-token' || fail 'the token is on the screen'
keys Enter

# ---- the same process goes on: a dry run, and nothing was sent

until_screen 'Dry run'
until_screen 'Nothing is sent. This request would go out'
until_screen '"to": "15550001234"'
until_screen 'All set up'
requests_are 0 || fail 'a message was sent'
keys Escape
until_row 'Template +hello_world'
until_row 'From +.*9999'
until_screen 'main · TEST'
[ "$(stat -c %a "$settings")" = 600 ] || fail 'the settings can be read by others'
[ "$(cat "$XDG_CONFIG_HOME/chakra-tui/token")" = a-good-token ] || fail 'the token was not kept'
[ "$(stat -c %a "$XDG_CONFIG_HOME/chakra-tui/token")" = 600 ] || fail 'the token can be read by others'
! grep -q good-token "$settings" || fail 'the token stands in the settings'
keys F5
until_screen 'y send it'
keys y
until_row 'accepted ✓'
requests_are 1 || fail "the server saw $(requests) requests"
keys C-q
until_end 0
stop
"$CHAKRA_TUI" doctor >"$world/doctor" || fail "doctor: $(cat "$world/doctor")"
grep -q '^ok *phone *main is +1 555-000-9999' "$world/doctor" || fail "$(cat "$world/doctor")"

# ---- settings that appeared meanwhile are not overwritten; a check can be stopped

mv "$settings" "$world/mine.ini"
start 80x24 "$CHAKRA_TUI"
until_screen 'There are no settings yet'
keys Down Enter
until_screen '1 of 4: where'
keys 1 Enter
until_screen 'without a shell'
keys C-u
type_text 'printf another-token'
keys Enter
until_screen '2 of 4'
keys C-u
type_text "$account_url"
keys Enter
until_screen '3 of 4'
type_text 'd83e1d23-50b8-4d87-8f92-842a0ac516f6'
keys Enter
until_screen '4 of 4'
keys Enter
until_screen 'Your own number'
keys Enter
until_screen 'Write these settings'
printf '[chakra-tui]\ntheme = mono\n' >"$settings"
keys Enter
until_screen 'they are not overwritten'
grep -q 'theme = mono' "$settings" || fail 'somebody else'"'"'s settings were overwritten'
rm "$settings"
keys Enter
until_screen 'Dry run'
keys C-q
until_end 0
grep -q '^token_command = printf another-token$' "$settings" || fail "$(cat "$settings")"
stop

# ---- settings without a profile: it is added behind the lines that are there

printf '; mine\n[chakra-tui]\ntheme = mono' >"$settings"
cp "$settings" "$world/before.ini"
start 80x24 "$CHAKRA_TUI"
until_screen 'The settings have no profile yet'
keys Down Enter
until_screen '1 of 4: where'
keys 1 Enter
until_screen 'without a shell'
keys C-u
type_text 'printf another-token'
keys Enter
until_screen '2 of 4'
keys C-u
type_text "$account_url"
keys Enter
until_screen '3 of 4'
type_text 'd83e1d23-50b8-4d87-8f92-842a0ac516f6'
keys Enter
until_screen '4 of 4'
keys Enter
until_screen 'Your own number'
keys Enter
until_screen 'Add these settings'
cmp -s "$settings" "$world/before.ini" || fail 'written before it was agreed to'
keys Enter
until_screen 'Dry run'
head -c "$(stat -c %s "$world/before.ini")" "$settings" | cmp -s - "$world/before.ini" ||
    fail 'the lines that were there were changed'
grep -q '^\[profile main\]$' "$settings" || fail "$(cat "$settings")"
keys C-q
until_end 0
