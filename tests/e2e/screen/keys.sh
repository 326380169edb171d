#!/bin/sh
# The operator's own keys, editing with undo and what was cut, the palette by `:`, completion of a
# name, earlier values, and keys in the forms that terminals send.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/account.sh"
settings=$XDG_CONFIG_HOME/chakra-tui/chakra-tui.ini
start_account test
cp "$settings" "$world/plain.ini"

# raw BYTES: as a terminal sends them, escapes written as for printf.
raw() {
    terminal send-keys -t main -l -- "$(printf '%b' "$1")"
}

# Wrong rows: named with file and line at the start and by `config check`; the defaults stay.
printf '\n[keys]\nsned = F7\nsend = C-Ü\nrefresh = s\n' >>"$settings"
first=$(($(wc -l <"$world/plain.ini") + 3))
start 80x24 "$CHAKRA_TUI"
until_screen 'Wrong keys in the settings'
until_screen 'did you mean send?'
until_screen "chakra-tui.ini:$((first + 1))"
until_screen 'send-row'
keys Escape
until_row '^ F5 send'
keys C-c
until_end 0
stop
status=0
"$CHAKRA_TUI" config check >"$world/out" 2>"$world/err" || status=$?
[ "$status" = 3 ] || fail "config check: exit status $status"
grep -q "$settings:$first: there is no action sned" "$world/err" || fail "$(cat "$world/err")"
grep -q "$settings:$((first + 2)): refresh: s means send-row" "$world/err" || fail "$(cat "$world/err")"

# Own keys: shown, and they work.
{ cat "$world/plain.ini"; printf '\n[keys]\nsend = F7 C-g\nnext-field = C-x  ; a comment\n'; } >"$settings"
"$CHAKRA_TUI" config check >/dev/null
"$CHAKRA_TUI" config show | grep -q '^keys  *send  *F7 C-g  *.*chakra-tui.ini:' ||
    fail 'config show does not list the keys'
start 80x24 "$CHAKRA_TUI"
until_screen 'Choose the sender'
keys Enter Enter
until_row '^ F7 send .*C-x next'
choose_template track_parcel_url_dynamic

# A begun name becomes its number.
type_text 'ash'
until_screen 'Tab puts +15550001234, Asha'
keys M-/
until_row 'To +\+15550001234'
keys C-x
type_text 'AB1 AB2'

# Cut, put in, undo, make again; Ctrl and arrows as xterm sends them.
keys C-w C-y C-y
until_row '1}} +AB1 AB2AB2'
keys C-_
until_row '1}} +AB1 AB2 '
keys C-_
until_row '1}} +AB1  '
keys M-Z
until_row '1}} +AB1 AB2 '
raw '\033[1;5D\033[1;5DX'
until_row '1}} +XAB1 AB2'
# Sequences that are no key leave nothing behind, in whatever pieces they come.
keys C-u C-k
raw 'a\033[?1;2c\033[99~b'
raw '\033]11;rgb:0000/0000/0000\033\\c'
raw '\033[27;5;97~d\033[101;5ue'
until_row '1}} +dabce '

# `:` out of the fields, and the palette runs what is chosen, or says why it cannot.
keys Escape
until_screen 'letters are commands'
type_text ':'
until_screen 'Commands'
type_text 'clear-form'
keys Enter
until_screen 'The form is empty'
keys C-p
type_text 'look-up'
until_screen 'It works in the history'
keys Enter
until_row 'look-up: It works in the history'

# Sent with the own key; then C-r lists what was given before.
keys M-t
type_text '15550001234'
keys C-x
type_text 'HC-7'
keys C-x
type_text 'abc'
keys F7
until_screen 'y send it'
keys y
until_row 'accepted ✓'
until_row 'M-r: 15550001234'
keys C-x
keys C-u C-k C-r
until_screen 'Earlier values'
until_row '^. .   HC-7 '
keys Enter
until_row '1}} +HC-7'
keys C-c
until_end 0
