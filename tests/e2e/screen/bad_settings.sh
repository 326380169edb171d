#!/bin/sh
# Settings, tokens and servers that are wrong: each has a message with the next step, on the screen
# or before it is taken.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/account.sh"
settings=$XDG_CONFIG_HOME/chakra-tui/chakra-tui.ini

# refused TEXT...: the program does not start, with exit status 3 and each text on stderr.
refused() {
    start 80x24 "$CHAKRA_TUI"
    until_end 3
    for text; do
        grep -qF -- "$text" "$world/stderr" || fail "no '$text' in: $(cat "$world/stderr")"
    done
    stop
}

start_account test

# A file without a profile leads to the set-up; one whose profile names no account opens the form,
# which says what is missing.
mv "$settings" "$world/kept.ini"
printf '[chakra-tui]\ntheme = auto\n' >"$settings"
start 80x24 "$CHAKRA_TUI"
until_screen 'The settings have no profile yet'
keys C-c
until_end 0
stop
printf '[profile acme]\nmode = test\n' >"$settings"
start 80x24 "$CHAKRA_TUI"
until_screen 'token'
until_row 'Plugin +none: add \[plugin NAME\]'
keys C-c
until_end 0
stop

# A wrong line is named with its file and number.
printf '[chakra-tui]\nthemes = auto\n' >"$settings"
refused "$settings:2" 'theme'
printf '[profile acme]\nmode = test\ntoken = abcdef\n' >"$settings"
refused "$settings:3" 'token_command'
{ printf '[profile acme]\ntoken_command = '; head -c 300 /dev/zero | tr '\0' 'x'; echo; } >"$settings"
refused "$settings:2"

# Tokens: none, readable by others, refused by the server.
cp "$world/kept.ini" "$settings"
chmod 644 "$world/token"
start 80x24 "$CHAKRA_TUI"
until_screen 'chmod 600'
keys C-c
until_end 0
stop
chmod 600 "$world/token"
printf 'expired\n' >"$world/token"
start 80x24 "$CHAKRA_TUI"
until_screen '401'
keys C-c
until_end 0
stop
printf 'invented-token\n' >"$world/token"

# The server is down; the history still shows, and the program says what to do.
write_settings test 'http://127.0.0.1:1'
start 80x24 "$CHAKRA_TUI"
until_screen 'Nothing was sent yet'
until_row '[Cc]onnect|refused|reach'
keys C-c
until_end 0
stop

# Billing (402), then HTML from a gateway (502).
write_settings test "$account_url"
sed 's/^test_recipients = /test_recipients = +15550000402, +15550000502, /' "$settings" >"$world/more.ini"
cp "$world/more.ini" "$settings"
start 120x40 "$CHAKRA_TUI"
until_screen 'Choose the sender'
keys Enter Enter
choose_template hello_world
type_text '15550000402'
keys F5
until_screen 'y send it'
keys y
until_row 'rejected ✗ +\+1 555 000 0402'
until_screen 'billing'
keys M-t C-a C-k
type_text '15550000502'
keys F5
until_screen 'y send it'
keys y
until_row 'unknown \? +\+1 555 000 0502'

# A number that is no test recipient cannot be sent to from a test profile.
keys M-t C-a C-k
type_text '447700900123'
keys F5
until_screen 'test_recipients'
requests_are 2 || fail 'a message went to a stranger'
keys C-c
until_end 0
