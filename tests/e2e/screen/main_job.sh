#!/bin/sh
# The main job, as an operator does it: choose, type, look, review, send, watch the row, quit, find
# it again. Usage: main_job.sh COLUMNSxROWS
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/account.sh"
size=$1
start_account test
start "$size" "$CHAKRA_TUI"

# The account has two senders: none is chosen for the operator.
until_screen 'Choose the sender'
until_row 'From +choose with Enter'
keys Enter
until_screen 'filter'
until_row 'GREEN'
keys Enter
until_row 'From .*9999'
choose_template track_parcel_url_dynamic
until_row 'Language +en_US'

# Values show in the preview as they are typed; a suffix is encoded there.
# F5 is too early, and the y that would have answered its review is no value.
type_text '+1 555 000 1234'
keys F5 y
until_screen 'Type the value for {{1}}'
type_text 'HC-90210'
until_row '1}} +HC-90210 '
keys Tab
type_text 'a b'
case $size in
80x24) keys F4 && until_screen 'Preview' ;;
esac
until_screen 'Parcel HC-90210 is out for delivery.'
until_screen 'https://track.example.com/p/a%20b'
case $size in
80x24) keys F4 F4 F4 F4 && until_screen 'Compose' ;;
esac
dump "compose_$size"

# The review says who, what and from where; only its own key sends.
keys F5
until_screen 'Send this message?'
until_screen 'y send it'
until_screen 'Asha'
until_row 'Template +track_parcel_url_dynamic +'
until_row 'Language +en_US  English'
dump "review_$size"
keys F5 F5
requests_are 0 || fail 'F5 confirmed'
keys y
until_row 'accepted ✓'
until_row 'wamid\.'
until_screen 'Delivery is not known yet'
until_row 'To +.*M-r: 15550001234'
requests_are 1 || fail "the server saw $(requests) requests"
dump "accepted_$size"

# The same message again: the guard names the row, y does not do.
keys M-r
until_row 'To +15550001234'
keys F5
until_screen 'is row 1'
until_screen 'o send although'
keys y
until_screen 'Press o'
keys Escape
until_screen_without 'Send this message?'
requests_are 1 || fail 'a message went out twice'

# Refused: the code, what to do.
keys C-a C-k
type_text '15550131026'
keys F5
until_screen 'y send it'
keys y
until_row 'rejected ✗'
until_screen '131026'

# No answer yet: the screen stays live and the time counts; no answer at all: unknown, never failed.
keys M-t C-a C-k
type_text '15550000997'
keys F5
until_screen 'y send it'
keys y
until_row 'sending …'
keys Tab C-a C-k
type_text 'typed meanwhile'
until_row 'typed meanwhile'
until_row ' [2-4] s, no' 60
until_row 'accepted ✓ +\+1 555 000 0997' 120
keys M-t C-a C-k
type_text '15550000998'
keys F5
until_screen 'y send it'
keys y
until_row 'unknown \?'
until_screen 'It may have been'
until_row '1 unknown'
until_row 'To +15550000998'
dump "unknown_$size"

# Quit, start again: newest first, with the details of request and reply.
keys C-c
until_end 0
stop
start "$size" "$CHAKRA_TUI"
until_row 'unknown \?'
screen >"$world/again"
newest=$(grep -nE 'unknown \?' "$world/again" | head -n 1 | cut -d: -f1)
oldest=$(grep -nE '(accepted|sent|delivered|read) ✓+ +\+1 555 000 1234' "$world/again" | head -n 1 | cut -d: -f1)
[ "$newest" -lt "$oldest" ] || fail 'the history is not newest first'
keys F3 End
keys Enter
until_screen 'Row 1 '
# find TEXT: what the page has further below.
find() {
    keys /
    until_screen 'Find:'
    type_text "$1"
    until_row "$2"
    keys Enter g
    until_screen_without 'Find:'
}
find 'by reply' 'accepted +by reply'
find 'whatsappMessageId' 'whatsappMessageId'
find '"messaging_product"' '"messaging_product": "whatsapp"'
dump "detail_$size"
keys q
until_screen 'History'
keys q
until_end 0
