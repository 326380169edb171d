#!/bin/sh
# A list on the screen: a column mapped by hand, problems shown, sent, watched, its rows in the
# history; then the same list again, and files that are none.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/account.sh"
start_account live
{
    echo 'to,Customer,body.2,body.3,body.4,comment'
    i=0
    while [ $i -lt 30 ]; do
        echo "1555700$(printf %04d $i),Ines,MF-$i,14 May,$((i + 1)),a note"
        i=$((i + 1))
    done
} >"$world/list.csv"
sed -e '4s/14 May//' -e '9s/^[^,]*/12/' "$world/list.csv" >"$world/wrong.csv"
: >"$world/empty.csv"
printf 'to,body.1\n15557000001,\000\001\377\n' >"$world/binary.csv"

# open_list FILE: from the panes.
open_list() {
    keys M-n
    until_screen 'List, a CSV file:'
    keys C-u
    type_text "$1"
    until_screen "$(basename "$1")"
    keys Enter
    until_screen 'List of sends'
}

start 80x24 "$CHAKRA_TUI"
until_screen 'Choose the sender'
keys M-n
until_screen 'choose it first'
keys Enter
until_row 'GREEN'
keys Enter
choose_template order_shipped_positional
until_row 'Language +en_US'

open_list "$world/nowhere.csv"
until_screen 'No such file'
keys q
until_screen_without 'List of sends'
open_list "$world"
until_screen 'is a folder'
keys q
until_screen_without 'List of sends'
open_list "$world/empty.csv"
until_screen 'the list is empty'
keys q
until_screen_without 'List of sends'

# The header is not that of the template: both columns are named, and c goes to the first.
open_list "$world/wrong.csv"
until_row 'Columns +6, of which 2 fill nothing yet'
keys c
until_screen 'Column Customer: the template has no such slot.'
keys Enter
until_screen 'The column fills'
type_text 'body.1'
keys Enter
until_row 'Customer +body.1  by hand'
keys c
until_screen 'Column comment: the template has no such slot.'
keys Enter
until_screen 'The column fills'
keys Enter
until_row 'comment +left out'
keys c
until_row 'Checked +30 rows, [1-9][0-9]* problems'
until_row 'row 4 body.3'
until_row 'row 9 to'
keys s
until_screen 'Nothing is sent while there are problems'
requests_are 0 || fail 'a list with problems was sent'
keys q
until_screen_without 'List of sends'

open_list "$world/list.csv"
until_row 'Columns +6, of which 2 fill nothing yet'
keys Down Enter
until_screen 'The column fills'
type_text 'body.1'
keys Enter
until_row 'Customer +body.1  by hand'
keys End Enter
until_screen 'The column fills'
keys Enter
until_row 'comment +left out'
keys c
until_row 'Checked +30 rows, 0 problems'
keys s
until_screen 'Send 30 messages of order_shipped_positional (en_US)'
# Neither the key that asked, nor Enter, nor the button marked by Tab answers in mode live.
keys s
until_screen 'y yes'
keys Tab Enter
until_screen_without 'Send 30 messages'
until_row 'Checked +30 rows, 0 problems'
requests_are 0 || fail 'sent without a y'
keys s
until_screen 'Send 30 messages'
until_screen 'y yes'
keys y
until_row 'Ended +30/30 100 %' 300
until_row ' 30 accepted +0 rejected'
until_screen "$world/list.result.csv"
dump list-ended
[ "$(wc -l <"$world/list.result.csv")" -eq 31 ] || fail 'the results do not hold each row'
requests_are 30 || fail "the server was asked $(requests) times"
keys h
until_row 'batch:[0-9a-f]{16}'
until_row ' 30 rows'
keys M-n
until_screen 'List of sends'
keys q
until_screen_without 'List of sends'

# The same list again: nothing of it goes out twice.
open_list "$world/list.csv"
until_row 'Columns +6'
keys Down Enter
until_screen 'The column fills'
type_text 'body.1'
keys Enter
until_row 'Customer +body.1  by hand'
keys End Enter
until_screen 'The column fills'
keys Enter
until_row 'comment +left out'
keys c
until_screen 'Begun before: 30 rows are left alone, 0 are sent.'
keys s
until_screen 'Every row was decided before'
requests_are 30 || fail 'the list went out again'
keys q
until_screen_without 'List of sends'

open_list "$world/binary.csv"
until_row 'Columns +2'
keys c
until_screen 'row 2'
requests_are 30 || fail 'a binary file was sent'
keys q
until_screen_without 'List of sends'
keys M-q
until_end 0
stop

# Each row in the language that it names; the form's for the others.
printf 'to,sprache,body.1,body.2\n15557100001,ko,Asha,7\n15557100002,,Ines,8\n15557100003,xx,Mara,9\n' \
    >"$world/languages.csv"
grep -v ',xx,' "$world/languages.csv" >"$world/right.csv"
start 80x24 "$CHAKRA_TUI"
until_row 'Language +en_US'
keys M-l
until_row 'filter .* [1-9][0-9]* of'
type_text loyalty_points
until_row 'filter loyalty_points'
keys Enter
until_row 'ko +Korean'
keys Enter
until_row 'Language +ja'
for list in languages right; do
    open_list "$world/$list.csv"
    until_row 'Template +loyalty_points  ja'
    until_row 'Columns +4, of which 1 fill nothing yet'
    keys Down Enter
    until_screen 'The column fills'
    type_text 'language'
    until_row 'filter language'
    keys Enter
    until_row 'sprache +language  by hand'
    until_row 'Template +loyalty_points  in the languages of the rows'
    keys c
    [ "$list" = right ] || {
        until_row 'Checked +3 rows, 1 problem,'
        until_row 'row 4 sprache'
        keys q
        until_screen_without 'List of sends'
    }
done
until_row 'Checked +2 rows, 0 problems'
keys s
until_screen 'Send 2 messages of loyalty_points (in the languages of the rows)'
until_screen 'y yes'
keys y
until_row 'Ended +2/2 100 %' 300
said=$(curl -s "$account_url/_sandbox/messages" |
    jq -r '[.[] | select(.to | startswith("1555710")) | .to + " " + .language] | sort | join(",")')
[ "$said" = '15557100001 ko,15557100002 ja' ] || fail "sent: $said"
keys q
until_screen_without 'List of sends'
keys M-q
until_end 0
stop

# At 20 a second: stopped with x, what is left goes on; the program left in the middle.
{
    echo to
    seq 15559000001 15559000230
} >"$world/slow.csv"
start 60x16 "$CHAKRA_TUI"
until_row 'Language +ja' # the form is as it was left
keys M-l
until_row 'filter .* [1-9][0-9]* of'
type_text hello_world
until_row 'filter hello_world'
keys Enter
until_row 'Template +hello_world'
open_list "$world/slow.csv"
until_row 'Columns +1. c checks every row'
keys c
until_row 'Checked +230 rows, 0 problems'
keys s
until_screen 'Send 230 messages'
until_screen 'y yes'
keys y
until_row 'Sending +[1-9][0-9]*/230' 200
until_row ' [0-9.]+/s, [0-9]+ s left' 200
dump list-running
keys x
until_row 'Ended +[0-9]+/230' 200
until_screen 'rows were not reached'
keys q
until_screen_without 'List of sends'
open_list "$world/slow.csv"
until_row 'Columns +1'
keys c
until_screen 'Begun before:'
keys s
until_screen 'of an earlier run are left alone'
until_screen 'y yes'
keys y
until_row 'Sending +[1-9][0-9]*/' 200
keys M-q
until_screen 'A list is being sent. Quit all the same?'
keys y
until_end 0 200
[ -s "$world/slow.result.csv" ] || fail 'the results were not written at the end'
requests=$(curl -s "$account_url/_sandbox/messages" | jq '[.[].to] | length - (unique | length)')
[ "$requests" = 0 ] || fail "$requests messages went out twice"
stop
