#!/bin/sh
# The rollout: a cell and a row run in the sandbox, a failed one opened in the form, verdicts kept over
# a restart, the question in mode test, and drift after a definition was changed on purpose.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/account.sh"
definitions=$(dirname "$0")/../../../assets/sandbox/templates

open_rollout() {
    until_row Compose
    until_row 'From +.*▾'
    until_true 100 opens || fail 'the rollout does not open'
    until_screen 'Rollout · to'
}

# Before the templates are there it says so, and nothing else happens.
opens() {
    keys M-w
    (until_true 5 screen_shows 'Rollout · to') # apart: its count is not the caller's
}

# The line below the grid names the marked cell.
marked() {
    screen | grep -oE '^│ [a-zA-Z0-9_]+ [a-zA-Z_]+ +│$'
}

has_moved() {
    [ "$(marked)" != "$before" ]
}

# go_to NAME: from the top, row by row. The top is waited for: the grid opens where it was left, and
# a mark that stands on NAME already would be gone as soon as Home arrives.
go_to() {
    keys Home
    until_row '^│ appointment_reminder_named [a-zA-Z_]+ +│$'
    steps=0
    until row_shows "^│ $1 [a-zA-Z_]+ +│\$"; do
        steps=$((steps + 1))
        [ "$steps" -lt 80 ] || fail "no row $1"
        before=$(marked)
        keys j
        until_true 30 has_moved || fail "the mark does not leave $before"
    done
}

start 120x40 "$CHAKRA_TUI" --sandbox
open_rollout
until_row '│ hello_world +· not run'
keys r
until_row '│ appointment_reminder_named +✓ passed [0-9]+s'
until_screen 'The run is over: 1 of 1.'
until_row '1 passed · 0 failed · 0 unclear'
keys Enter
until_screen 'Last result of appointment_reminder_named en_US'
until_row 'Message id +wamid\.'
until_screen 'Dear Jonas, we expect you on Tuesday'
keys Escape
until_screen 'Rollout · to'

# A row with two languages, neither in the first column.
go_to loyalty_points
keys R
keys l
until_row '3 passed · 0 failed'
until_row '│ loyalty_points .*✓ passed .*✓ passed'

# A paused one is not run; a check sends nothing.
go_to paused_low_quality
keys h h h h r
until_screen 'There is nothing to run here: PAUSED'
go_to order_shipped_positional
keys c
until_row '│ order_shipped_positional +✓ checked'

# All, denied.
keys A
until_screen 'messages to +1 555 000 1234 with the profile sandbox'
keys n
until_screen_without 'with the profile sandbox'
until_row '│ hello_world +· not run'
keys Escape
until_screen 'Compose'
until_screen '3 rows · 3 accepted'

# A recipient that is refused: the verdict says so, and the message opens in the form.
keys M-t
type_text '15550131026'
until_row 'To +15550131026'
keys M-w
until_screen 'Rollout · to +1 555 013 1026'
go_to order_shipped_positional
keys r
until_row '│ order_shipped_positional +✗ failed'
until_row 'failed: .*131026'
keys e
until_screen 'neither sent nor kept'
keys y
until_row 'Template +order_shipped_positional'
until_row 'To +15550131026'
until_row 'ready [0-9]/[0-9]'
keys C-q
until_end 0
stop

# Kept: the next start shows them without running anything.
start 80x24 "$CHAKRA_TUI" --sandbox
open_rollout
until_row '│ appointment_reminder_named +✓ passed'
until_row '4 passed · 1 failed · 0 unclear|3 passed · 1 failed · 0 unclear'
keys Escape
until_screen 'Compose'
keys C-q
until_end 0
stop

# Mode test: one message is asked for too. Then the definition changes.
start_account test
start 120x40 "$CHAKRA_TUI" --from 200000000000001
open_rollout
go_to hello_world
keys r y # the y is typed ahead of the question's being seen: no answer
until_screen 'This sends 1 message to +1 555 000 1234 with the profile acme (test). Send it?'
until_screen 'y yes'
requests_are 0 || fail 'a key typed ahead sent a message'
keys y
until_row '│ hello_world +✓ passed [0-9]+s' 150
until_true 50 requests_are 1 || fail "$(requests) messages"
jq '(.components[] | select(.type == "BODY") | .text) |= . + " Changed on purpose."' \
    "$definitions/hello_world.json" >"$world/edited.json"
"$CHAKRA_TUI" templates update hello_world "$world/edited.json" --from 200000000000001 --yes \
    --watch 20s >/dev/null 2>"$world/update.err" || fail "$(cat "$world/update.err")"
keys u
until_row '│ hello_world +✓ passed [0-9]+[sm]≠' 150
until_row '≠ Drift: the definition has changed since'
keys r
until_screen 'y yes'
keys y
until_row '│ hello_world +✓ passed [0-9]+s +│' 200
keys C-q
until_end 0

# A live profile sends nothing from here.
stop
write_settings live "$account_url"
start 80x24 "$CHAKRA_TUI" --from 200000000000001
open_rollout
keys A
until_screen 'Nothing was sent'
requests_are 2 || fail "$(requests) messages, not 2"
keys C-q
until_end 0
