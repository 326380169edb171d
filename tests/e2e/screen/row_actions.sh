#!/bin/sh
# What one does from a row: its page with find, note and tags, the trash, compare, other language,
# other recipient, numbers, saved filters, times, following.
. "$(dirname "$0")/lib.sh"
printf '[filter refused]\nquery = state:rejected\n' >"$world/filters.ini"
send() {
    "$CHAKRA_TUI" --sandbox send --force --template "$1" --language en_US --to "$2" --json \
        --set body.1="$3" --set body.2=1042 --set body.3=today --set body.4=2 >/dev/null || :
}
send order_shipped_positional 15550001234 Asha
send order_shipped_positional 15550131026 Omar
start 120x40 "$CHAKRA_TUI" --sandbox --config "$world/filters.ini"
until_row 'rejected.*131026'
until_row '2 rows · .*1 rejected'
keys F3
until_screen 'following'

# The page: the message as it was sent, the command that sends it, a text that is found.
keys Enter
until_screen 'Hi Omar, your order 1042'
until_row 'meaning +Not a WhatsApp'
keys /
until_screen 'Find:'
type_text 'CURL -'
until_screen "curl -"
keys Enter
until_screen 'n goes to the next place'
type_text 'w'
until_screen 'Note of row 2:'
type_text 'called back'
keys Enter
until_screen 'Kept the note of row 2'
type_text '#'
until_screen 'Tags of row 2:'
type_text 'vip late'
keys Enter
until_screen 'Kept the tags of row 2'
keys g
until_row 'note +called back'
until_row 'tags +vip late'
type_text ']'
until_screen 'Hi Asha, your order'
type_text '['
until_screen 'Hi Omar, your order'
keys q
until_screen 'rows ·'

# Compare.
type_text '='
until_screen 'Row 2 is marked'
keys Down
type_text '='
until_screen 'Row 2 and row 1'
until_row '≠ body.1 +Omar'
until_row '= body.2 +1042'
keys q

# The trash gives back until the end, then it is empty.
keys g d
until_screen 'Row 2 is in the trash'
until_row ' 1 row '
keys u
until_screen 'Row 2 is back'
until_row ' 2 rows '

# Numbers, saved filters, times.
keys S
until_screen 'Failures by code'
until_row '131026'
keys q f
until_row 'refused +state:rejected'
keys Enter
until_screen '/ state:rejected'
until_row ' 1 row '
keys a
until_row ' 2 rows '
keys T
until_screen 'how long ago'
until_row ' (s|min) +.*rejected'
keys T
until_screen 'whole dates'
until_row '20[0-9][0-9]-[0-9][0-9]-[0-9][0-9] .*rejected'
keys T

# Back into the form: another language, another recipient. Nothing was sent by all that.
keys l
until_screen 'Language'
until_row 'en_US +English'
keys Escape
until_screen_without 'filter'
keys F3 g t
until_row 'To +required'
until_row 'Omar'
keys F3 g d
until_screen 'is in the trash'
keys M-q
until_end 0
"$CHAKRA_TUI" --sandbox history list --json | grep -c . | grep -qx 1 || fail 'the trash was not emptied'
