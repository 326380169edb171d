#!/bin/sh
# What a hand expects before it has read anything, as docs/CONVENTIONS.md promises it: help, search,
# movement, palette, leaving. What has a test of its own is not repeated.
. "$(dirname "$0")/lib.sh"

{
    echo to
    for number in 01 02 03 04 05 06 07 08 09 10 11 12; do echo "155500012$number"; done
} >"$world/list.csv"
"$CHAKRA_TUI" --sandbox batch "$world/list.csv" --template hello_world --language en_US --yes \
    >"$world/out" 2>"$world/err" || fail "batch: $(cat "$world/err")"

start 80x24 "$CHAKRA_TUI" --sandbox
until_screen 'Compose'
until_row ' sent|accepted|delivered|read'

# In a field `?`, `:`, `q` and `/` are text; F1 is help there, of the field first.
keys M-t
type_text '?:q/'
until_row 'To +\?:q/'
keys F1
until_screen 'Keys that work here, in a field'
keys q
until_screen_without 'Keys that work here'
keys C-u
until_row 'To +[^?]'

# Between fields: Tab and Shift-Tab, and the arrows.
keys BTab
until_row 'typing opens the list'
keys Tab
until_row 'typing · F1 help'
keys Up
until_row 'typing opens the list'
keys Down
until_row 'typing · F1 help'

# Esc leaves the field at once; then `?` is help, of that place first, and it can be searched.
keys Escape
until_row 'letters are commands'
keys '?'
until_screen 'Keys that work here, in the form, out of its fields'
keys /
until_screen 'Find:'
type_text 'page'
keys Enter
until_screen_without 'Find:'
until_screen 'PageUp M-J'
keys n n n n n n n n n n
until_screen_without 'PageUp M-J'
keys N N N N N N N N N N
until_screen 'PageUp M-J'
keys Escape
until_screen 'Compose'

# Movement in the history: the page of a row says which one is marked.
row_is() {
    keys Enter
    until_screen "Row $1 "
    keys q
    until_screen_without "┌ Row $1 "
}
keys F3 g
row_is 12
keys j
row_is 11
keys k
row_is 12
keys G
row_is 1
keys Home
row_is 12
keys End
row_is 1
keys C-u
keys g
row_is 12
keys C-d
keys PageDown
keys PageUp
keys C-u
row_is 12

# `:` and C-p are the palette, each action with its key; C-p also while typing.
keys :
until_screen 'Commands'
type_text 'show-stats'
until_row 'show-stats +S '
keys Enter
until_screen 'Outcomes'
keys q
keys M-t C-p
until_screen 'Commands'
keys Escape
until_screen_without 'Commands'

# A list of sends has movement, help and palette like everything else.
keys M-l
until_screen 'filter'
type_text 'hello_world'
keys Enter
until_row 'Template +hello_world'
keys M-n
until_screen 'List, a CSV file'
type_text "$world/list.csv"
keys Enter
until_row 'c check'
keys C-p
until_screen 'Commands'
type_text 'list-close'
keys Enter
until_screen 'Compose'

# q closes what is open, then ends the program; C-c as well.
keys Escape
until_row 'letters are commands'
keys '?' q
until_screen 'Compose'
keys q
until_end 0
