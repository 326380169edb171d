#!/bin/sh
# The corpus in tmux: every row is as wide as the window, counted by tmux itself.
. "$(dirname "$0")/../e2e/screen/lib.sh"

columns=72
start "${columns}x64" "$SHOW_CORPUS"
until_row '^END'
screen >"$world/screen"
row=0
wrong=0
while IFS= read -r text; do
    row=$((row + 1))
    case $text in
    '|'*'|') ;;
    '' | END) continue ;;
    *) fail "row $row has lost a border: $text" ;;
    esac
    terminal set-option -g @row "$text"
    width=$(terminal display-message -p '#{w:@row}')
    [ "$width" = "$columns" ] || {
        wrong=$((wrong + 1))
        echo "row $row has $width cells: $text" >&2
    }
done <"$world/screen"
[ "$row" -gt 55 ] || fail "only $row rows"
[ "$wrong" = 0 ] || fail "$wrong rows are not aligned"
keys q
until_end 0
