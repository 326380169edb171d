#!/bin/sh
# Drafts that are put aside, presets with variables, and the question before typed values are lost.
. "$(dirname "$0")/lib.sh"
presets="$XDG_CONFIG_HOME/chakra-tui/presets"
start 120x40 env SHOP='Marlow & Finch' "$CHAKRA_TUI" --sandbox
until_screen 'Compose'
choose() {
    keys M-l
    until_row 'filter .* of'
    type_text "$1"
    until_row "filter $1"
    keys Enter
    until_row "Template +$1"
}
choose order_shipped_positional
type_text '15550001234'
keys Tab
type_text 'Asha'
until_row 'Hi Asha'

# Put aside, and taken up again.
keys M-z M-a # what the second key lists is still on its way to the disk
until_row 'order_shipped_positional en_US → 15550001234'
keys Enter M-a
until_screen 'Nothing was put aside'
keys Escape
until_screen_without 'Nothing was put aside'
until_row 'To +15550001234'
until_row 'Hi Asha'
keys M-c
until_screen 'The form is empty'

# A preset: values without the recipient, in a file of its own.
type_text '15550001234'
keys Tab
type_text 'Ines'
keys M-s
until_screen 'Name of the preset: order_shipped_positional'
type_text '/evil'
keys Enter
until_screen 'cannot be the name of a preset'
keys M-s
until_screen 'Name of the preset'
keys C-u
type_text 'shipped'
keys Enter
until_screen 'Saved as'
grep -q '"body.1": *"Ines"' "$presets/shipped.json" || fail "the preset: $(cat "$presets/shipped.json")"
! grep -q '15550001234' "$presets/shipped.json" || fail 'the preset names the recipient'
cat >"$presets/today.json" <<'JSON'
{"version": 1, "template": "order_shipped_positional", "language": "en_US",
 "values": {"body.1": "${env:SHOP}", "body.2": "$${1}", "body.3": "${today}", "body.4": "2"}}
JSON
printf '{"version": 9, "template": "hello_world"}' >"$presets/newer.json"
printf '{"template": "hello_world", "values": {"body.1": "${env:CHAKRA_TOKEN}"}}' >"$presets/secret.json"

# Typed since it was saved: nothing is lost without a question.
type_text 'x'
until_row 'Hi Inesx'
keys M-i
until_row 'today +.*today.json'
type_text 'today'
keys Enter
until_screen 'neither sent nor kept'
keys n
until_row 'Hi Inesx'
keys M-i
until_screen 'today.json'
type_text 'today'
keys Enter
until_screen 'neither sent nor kept'
keys y
until_row 'Hi Marlow & Finch'
until_row "$(date +%Y-%m-%d)"
until_row 'order \$\{1\}'
keys M-c
until_screen 'The form is empty'
keys M-i
until_screen 'newer.json'
type_text 'newer'
keys Enter
until_screen 'made by a newer chakra-tui'
keys M-i
until_screen 'secret.json'
type_text 'secret'
keys Enter
until_screen 'the environment has no CHAKRA_TOKEN'
keys C-q
until_end 0
