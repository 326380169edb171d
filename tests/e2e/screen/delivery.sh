#!/bin/sh
# After accepted: the program asks at growing gaps what became of it, and shows it without a key.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/account.sh"
start_account test
start 120x40 "$CHAKRA_TUI"
until_screen 'Choose the sender'
keys Enter Enter
choose_template hello_world
type_text '15550001234'
keys F5
until_screen 'y send it'
keys y
until_row 'accepted ✓ '
until_row '(delivered|read) ✓✓' 150
keys F3
keys Enter
until_row 'by poll'
keys q
until_screen_without 'by poll'
keys C-c
until_end 0
