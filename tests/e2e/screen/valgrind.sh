#!/bin/sh
# One whole run of the terminal program under valgrind: start, choose, type, send, look, quit. Not in
# ctest: `./dev soak` runs it with a build without sanitizers.
# Only definite leaks count: the terminal library keeps a tree whose pointers carry marks.
. "$(dirname "$0")/lib.sh"
start 120x40 valgrind --quiet --leak-check=full --errors-for-leak-kinds=definite \
    --error-exitcode=9 "$CHAKRA_TUI" --sandbox
until_screen 'choose with Enter' 600
keys Enter
until_row 'filter .* [1-9][0-9]* of' 300
type_text 'track_parcel_url_dynamic'
until_row 'filter track_parcel_url_dynamic' 300
keys Enter
until_row 'Template +track_parcel_url_dynamic' 300
type_text '15550001234'
keys Tab
type_text 'HC-1'
keys Tab
type_text 'x'
until_screen '/p/x' 300
keys F5
until_row 'accepted ✓' 300
keys F4 F6
until_screen 'Nothing is sent' 300
keys q F3 Enter
until_screen 'Row 1' 300
keys q
keys C-c
until_end 0 600
