#!/bin/sh
# `batch` on a terminal: asked with the total in mode live, a bar while it runs, Ctrl-C and going on.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/account.sh"
start_account live
{
    echo to
    seq 15557000001 15557000120
} >"$world/list.csv"
command=$(quoted "$CHAKRA_TUI" batch "$world/list.csv" --template hello_world --language en_US \
    --from 200000000000001)

start_shell 120x40
type_text "$command"
keys Enter
until_screen 'is LIVE: this sends 120 messages (hello_world en_US) from 15550009999.'
until_screen 'Type 120 to send them:'
type_text 'yes'
keys Enter
until_screen 'not confirmed; nothing was sent'

type_text 'clear'
keys Enter
until_screen_without 'chakra-tui'
type_text "$command --rate 20"
keys Enter
until_screen 'Type 120 to send them:'
type_text '120'
keys Enter
until_row '^\[[#-]{20}\] [0-9]+/120 [0-9]+ %  [0-9.]+/s, [0-9]+ s left' 150
dump batch-running
keys C-c
until_screen 'stopping: what is in flight is waited for'
until_row '120 rows, [0-9]+ accepted, [0-9]+ not reached'
until_screen '--resume sends the rows that were not reached'
type_text 'clear'
keys Enter
until_screen_without 'chakra-tui'
type_text "$command --resume --yes --rate 1000; echo ended-\$?"
keys Enter
until_screen 'ended-0' 200
until_row '120 rows, [0-9]+ accepted, [0-9]+ left alone'
screen | grep -qE '^\[[#-]{20}\]' && fail 'the bar was left behind'
stop
