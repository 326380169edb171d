#!/bin/sh
# For a screen reader: one thing at a time, no boxes, the cursor at the focus, one line that says what
# changed. Done with it as with the other form: one message, and its row.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/account.sh"

no_boxes() {
    ! screen | grep -qE '[│─┌┐└┘├┤╭╮╰╯▾⠋⠙⠹]'
}
# cursor_row PATTERN: the row with the cursor matches.
cursor_row_matches() {
    row=$(($(cursor | cut -d, -f2) + 1))
    screen | sed -n "${row}p" | grep -qE -- "$1"
}
until_cursor_row() {
    until_true 50 cursor_row_matches "$1" || fail "the cursor's row does not match: $1"
}

start_account test
start 100x30 "$CHAKRA_TUI" --screen-reader
until_screen 'Choose the sender'
no_boxes || fail 'boxes are drawn'
screen_shows 'History' && fail 'two panes at once'
until_cursor_row 'From'
keys Enter
until_row 'Sender, 1 of 2: Sandbox'
until_cursor_row '^ *Sandbox  '
screen_shows 'Compose' && fail 'the form is still there below the list'
no_boxes || fail 'the list has a box'
keys Down
until_row 'Sender, 2 of 2: Sandbox Two'
until_cursor_row 'Sandbox Two'
keys Enter
until_row 'Template, choice, Enter opens the list. 3 of 5'
keys Enter
type_text 'hello_world'
until_row 'Template, 1 of [0-9]+: hello_world'
keys Enter
until_row 'To, text: empty. 5 of 5. There is no recipient'
until_cursor_row '^ *To '
type_text '15550001234'
until_row 'To, text: 15550001234. 5 of 5.'
keys F5
until_row 'Send this message\? Marked: Back. y is Send, Esc is Back.'
no_boxes || fail 'the review has a box'
until_screen 'y send it'
keys y
until_row 'Row 1 accepted: wamid'
keys F3
until_row 'History row 1 of 1: (accepted|sent|delivered|read), to \+1 555 000 1234, hello_world en_US'
until_cursor_row 'hello_world'
keys Enter
until_row 'Row 1.*, line 1 of [0-9]+\.'
no_boxes || fail 'the page has a box'
keys q
until_row 'History row 1 of 1'
resize 40x10
until_screen 'needs 60x16'
resize 60x16
until_row 'History row 1 of 1'
keys C-c
until_end 0
stop
printf '%s\n' '[chakra-tui]' 'screen_reader = on' >"$world/reader.ini"
start 80x24 "$CHAKRA_TUI" --sandbox --config "$world/reader.ini"
until_row 'Template|choice'
no_boxes || fail 'the setting does not count'
keys C-c
until_end 0
"$CHAKRA_TUI" send --screen-reader >/dev/null 2>"$world/err" && fail 'send takes --screen-reader'
grep -q 'no option --screen-reader' "$world/err" || fail 'no reason given'
