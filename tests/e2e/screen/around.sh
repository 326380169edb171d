#!/bin/sh
# Around the form: storms of sizes, a terminal that goes away, suspend with the mouse on, a bell for
# who looks elsewhere, links.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/account.sh"

start_account test
start 120x40 "$CHAKRA_TUI"
until_screen 'Choose the sender'
keys Enter Enter
choose_template track_parcel_url_dynamic
type_text '15550001234'
keys Tab
type_text 'HC-1'

# Hundreds of sizes a second, keys among them: the last one counts, and nothing is lost.
i=0
while [ "$i" -lt 60 ]; do
    for size in 80x24 60x16 20x5 200x60 1x1 119x41; do
        printf 'resize-window -t main -x %s -y %s\n' "${size%x*}" "${size#*x}"
    done
    i=$((i + 1))
done >"$world/storm"
terminal source-file "$world/storm"
type_text '23'
resize 120x40
until_row '│ \{\{1\}\} +HC-123 '
until_row '^┌ History ─+┐$'
until_row 'Parcel HC-123 is out'
[ "$(screen | grep -c '^┌ Compose')" = 1 ] || fail 'the storm left something behind'
keys Tab
type_text 'a'
until_row 'suffix +a '

keys C-c
until_end 0
stop

# What the program writes is kept as bytes: a bell and links leave no trace on the screen.
record() {
    : >"$world/bytes"
    terminal pipe-pane -t main "cat >>'$world/bytes'"
}
written() {
    grep -qF -- "$1" "$world/bytes"
}
bell=$(printf '\a')
escape=$(printf '\033')
slow_send() {
    keys M-t C-a C-k
    type_text '15550000997'
    keys F5
    until_screen "$1"
    keys "$2"
    until_row 'sending …'
    terminal send-keys -t main -l -- "$3"
    until_screen "Row $4 accepted" 150
}

# Another window is used while a slow send ends: the bell rings, once.
start 120x40 env CHAKRA_TUI_LINKS=on "$CHAKRA_TUI"
until_row 'Template +track_parcel'
record
slow_send 'y send it' y "${escape}[O" 1
until_true 50 written "$bell" || fail 'no bell for a slow send that ended unseen'
[ "$(tr -cd '\a' <"$world/bytes" | wc -c)" = 1 ] || fail 'more than one bell'
# The address of the button is a link now, and closed again.
keys C-l
until_true 50 written "${escape}]8;;https://track.example.com/p/" || fail 'no link'
until_true 50 written "${escape}]8;;${escape}\\" || fail 'the link has no end'
until_row '↗ Track.*https://track.example.com/p/'
# The window is used again: no bell.
record
slow_send 'o send although' o "${escape}[I" 2
written "$bell" && fail 'a bell although the window is used'
keys C-c
until_end 0
stop

# Ctrl-Z gives the mouse back and takes it again.
mouse_is() {
    [ "$(terminal display-message -p -t main '#{mouse_sgr_flag}')" = "$1" ]
}
start_shell 120x40
record
type_text "$(quoted "$CHAKRA_TUI")"
keys Enter
until_row 'Template +track_parcel'
written "${escape}]8;;" && fail 'links although they are off'
until_true 50 mouse_is 1 || fail 'no mouse'
keys C-z
until_row 'Stopped'
until_true 50 mouse_is 0 || fail 'the shell has the mouse of the program'
type_text 'fg'
keys Enter
until_screen 'Compose'
until_true 50 mouse_is 1 || fail 'no mouse after fg'
keys C-c
until_row '^\$ *$'
stop

# The terminal goes away: the program ends by itself.
start 80x24 "$CHAKRA_TUI"
until_screen 'Compose'
pid=$(program_pid)
terminal kill-server
gone() {
    ! kill -0 "$pid" 2>/dev/null
}
until_true 150 gone || fail "the program outlives its terminal: $pid"
