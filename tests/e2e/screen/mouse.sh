#!/bin/sh
# The mouse: reports as a terminal sends them, put into the program's input.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/account.sh"

# report BUTTON COLUMN ROW [M|m], from 1; torn and wrong ones are written by hand.
raw() {
    terminal send-keys -t main -l -- "$(printf '\033[<%s' "$1")"
}
report() {
    raw "$1;$2;$3${4-M}"
}

# place_of TEXT: sets column and row (from 1) of its first place on the screen.
place_of() {
    until_screen "$1"
    screen >"$world/screen"
    row=$(grep -nF -- "$1" "$world/screen" | head -n 1 | cut -d: -f1)
    [ -n "$row" ] || fail "nothing to click at: $1"
    line=$(sed -n "${row}p" "$world/screen")
    column=$(($(printf '%s' "${line%%"$1"*}" | wc -m) + 1))
}

click() {
    place_of "$1"
    report 0 "$column" "$row"
    report 0 "$column" "$row" m
}

modes() {
    terminal display-message -p -t main \
        '#{mouse_standard_flag}#{mouse_button_flag}#{mouse_all_flag}#{mouse_sgr_flag}'
}
modes_are() {
    [ "$(modes)" = "$1" ]
}

start_account test
start 120x40 "$CHAKRA_TUI"
until_screen 'Choose the sender'

# Buttons and wheel only, in the form with decimal numbers: the terminal keeps Shift for selecting.
until_true 50 modes_are 1001 || fail "mouse modes $(modes)"

# A choice: the first press focuses it, the second opens it; a row of the list is picked.
click 'choose with Enter'
until_screen 'filter'
click 'Sandbox Two'
until_row 'From .*Two'
click 'choose with Enter'
until_screen 'filter'
type_text 'track_parcel_url'
until_row 'filter track_parcel_url'
click 'track_parcel_url_dynamic'
until_row 'Template +track_parcel_url_dynamic'

# A text field: the press puts the cursor where it was.
click ' required'
type_text '15550001234'
until_row 'To +15550001234'
place_of '15550001234'
report 0 $((column + 4)) "$row"
until_cursor "$((column + 3)),$((row - 1))"
report 64 "$column" "$row"
until_row 'Language +en_US'
report 65 "$column" "$row"

# What is torn or wrong moves nothing and becomes no text; neither does a report without an end.
place_of '15550001234'
raw "0;$column"
terminal send-keys -t main -l -- ";${row}M"
until_cursor "$((column - 1)),$((row - 1))"
for wrong in '0;x;9M' '0;;M' '0M' ';;;;M' '0;99999;2M' '-1;4;4M' '32;9;9M' '0;0;0M' '66;3;3M' \
    '128;3;3M' '0;4000;4000M' '0;1;1;1M'; do raw "$wrong"; done
raw '0;12'
keys Escape
until_screen 'letters are commands'
keys i C-e
type_text '5'
until_row 'To +155500012345'
keys BSpace
until_row 'To +15550001234 '
screen_hides ';' || fail 'a part of a mouse report became text'

# The values, then send by pressing the hint and the button; the first press of a double click on the
# hint must not reach the review.
click '{{1}}'
type_text 'HC-1'
keys Tab
type_text 'a'
place_of 'F5 send  F6'
report 0 "$column" "$row"
report 0 "$column" "$row" m
until_screen 'Send this message?'
until_screen 'y send it'
click 'Back'
until_screen_without 'Send this message?'
requests_are 0 || fail 'a press on Back sent'
keys F5
until_screen 'y send it'
click 'Send: y'
until_row 'accepted ✓'
requests_are 1 || fail "the server saw $(requests) requests"

# A row is picked by a press, opened by two; two on its message id copy that.
click 'track_parcel_url_dynamic       '
until_row 'e edit and send +s send again'
sleep 0.5 # longer than a double click may take
place_of 'track_parcel_url_dynamic       '
report 0 "$column" "$row"
report 0 "$column" "$row" m
report 0 "$column" "$row"
until_screen 'Row 1 '
# The wheel scrolls a page; a message id in it is copied by two presses too.
until_row ' 1-[0-9]+ of'
report 65 20 20
until_row ' 4-[0-9]+ of'
report 64 20 20
until_row ' 1-[0-9]+ of'
place_of 'wamid.HB'
report 0 $((column + 2)) "$row"
report 0 $((column + 2)) "$row" m
report 0 $((column + 2)) "$row"
until_screen 'Copied the wamid'
keys q
until_screen 'History'

# A press on the other pane goes there.
click 'Compose'
until_row 'F6 dry run +Tab next|F6 dry run +Enter edit'

# m turns it off and on; so does the setting.
keys Escape
until_screen 'letters are commands'
keys m
until_screen 'The mouse is off'
until_true 50 modes_are 0000 || fail 'the mouse is still on'
keys m
until_true 50 modes_are 1001 || fail 'the mouse is not on again'
keys C-c
until_end 0
until_true 50 modes_are 0000 || fail 'the mouse stays on after the end'
stop
start 80x24 env CHAKRA_TUI_MOUSE=off "$CHAKRA_TUI"
until_screen 'Compose'
modes_are 0000 || fail 'mouse = off does not count'
keys C-c
until_end 0
