#!/bin/sh
# Terminals that are not there, too small, too plain, or taken away in the middle of a send.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/account.sh"

# No terminal, or one that cannot move its cursor: the command line is named instead.
status=0
"$CHAKRA_TUI" --sandbox </dev/null >"$world/out" 2>"$world/err" || status=$?
[ "$status" = 3 ] || fail "without a terminal: exit status $status"
grep -q 'needs a terminal' "$world/err" || fail 'no reason given'
grep -q 'chakra-tui send --help' "$world/err" || fail 'no next step given'
start 80x24 env TERM=dumb "$CHAKRA_TUI" --sandbox
until_end 3
grep -q 'cannot move its cursor' "$world/stderr" || fail 'TERM=dumb is not explained'
stop
# The library itself loses memory when it does not know the terminal.
start 80x24 env TERM=no-such-terminal ASAN_OPTIONS=detect_leaks=0 "$CHAKRA_TUI" --sandbox
until_end 3
grep -q 'is not known' "$world/stderr" || fail 'an unknown TERM is not explained'
stop

# Smaller than usable, then grown.
start 20x5 "$CHAKRA_TUI" --sandbox
until_screen 'needs 60x16, is 20x5'
resize 100x30
until_screen 'Compose'
keys C-c
until_end 0
stop

# The C locale: nothing but ASCII is written.
for row in read:15550001001 accepted:15550001002 accepted:15550001003; do
    printf '{"uid":null,"profile":"sandbox","created_at":"2026-03-08T12:00:00.000Z","state":"%s","to":"%s",%s}\n' \
        "${row%:*}" "${row#*:}" '"template":"hello_world","language":"en_US"'
done >"$world/rows"
"$CHAKRA_TUI" --sandbox history import "$world/rows" >/dev/null
start 80x24 env LC_ALL=C "$CHAKRA_TUI" --sandbox
until_screen '+ Compose -'
keys F3 S
until_row 'read +1  #######  '
screen_hides '?' || fail 'a sign without a letter for it'
keys q
until_screen '+ Compose -'
keys C-c
until_end 0
stop

start_account test
send_slow() {
    keys M-t C-a C-k
    type_text '15550000997'
    keys F5
    until_screen 'y send it'
    keys y
    until_row 'sending …'
}

# A storm of sizes while sending; the row ends well.
start 120x40 "$CHAKRA_TUI"
until_screen 'Choose the sender'
keys Enter Enter
choose_template hello_world
send_slow
for size in 80x24 60x16 20x5 200x60 40x10 119x41 120x40; do resize $size; done
until_row 'accepted ✓ +\+1 555 000 0997' 120
until_row '┌ Compose'

# SIGTERM and SIGHUP while sending: the terminal is as before, the row says what is known.
for signal in TERM HUP; do
    keys M-r
    keys F5
    until_screen 'o send although'
    keys o
    until_row 'sending …'
    kill -"$signal" "$(program_pid)"
    until_end 130
    "$CHAKRA_TUI" history list --json --limit 1 >"$world/row"
    [ "$(jq -r .state "$world/row")" = unknown ] || fail "after SIG$signal: $(cat "$world/row")"
    stop
    # The form is as it was: sender and template come back from the kept draft.
    start 120x40 "$CHAKRA_TUI"
    until_row 'From .*9999'
    until_row 'Template +hello_world'
    keys M-t C-a C-k
    type_text '15550000997'
done
[ "$("$CHAKRA_TUI" history list --json | wc -l)" = 3 ] || fail 'a row is missing'
stop

# Ctrl-Z while sending, and back.
start_shell 120x40
type_text "$(quoted "$CHAKRA_TUI")"
keys Enter
until_row 'Template +hello_world'
keys M-t C-a C-k
type_text '15550000997'
keys F5
until_screen 'o send although'
keys o
until_row 'sending …'
keys C-z
until_row 'Stopped'
type_text 'fg'
keys Enter
until_screen 'Compose'
until_screen_without 'sending …' 120
until_row 'accepted ✓|unknown \?'
keys C-c
until_row '^\$ *$'
