#!/bin/sh
# From a row: look up what is unknown, the last messages, search, a filter that is wrong, send again,
# edit and send, copy. And a value in the editor.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/account.sh"
start_account test
printf '#!/bin/sh\nsed -i "s/Section title/Teas/" "$1"\nenv >"%s/editor.env"\n' "$world" >"$world/editor"
chmod +x "$world/editor"
start 120x40 env CHAKRA_TUI_TIMEOUT=2s CHAKRA_TOKEN=canary-token EDITOR="$world/editor" "$CHAKRA_TUI"
until_screen 'Choose the sender'
keys Enter Enter
choose_template order_shipped_positional
type_text '15550001234'
for value in Asha 1042 'today' 2; do keys Tab && type_text "$value"; done
keys F5
until_screen 'y send it'
keys y
until_row 'accepted ✓'
type_text '15550000999'
keys F5
until_screen 'y send it'
keys y
until_row 'unknown \?'

# Unknown is a place to act from: the look-up finds it and takes its wamid over.
keys F3
keys R
until_screen 'looked up: found, its message id is taken over. The account has it'
until_row '(accepted|sent|delivered|read) ✓+ +\+1 555 000 0999'
keys M-h
until_screen 'Last messages with 15550000999'
until_row 'outbound'
keys q

# Search, live while typing; what is wrong is said; Esc shows all.
keys /
type_text 'to:15550001234'
until_row ' 1 row'
type_text ' nobody'
until_screen 'No row matches'
keys Escape
until_row '1 555 000 0999'
keys /
type_text 'state:nonsense'
until_screen 'state'
until_row 'nonsense.*(no state|not a state|state)'
keys Escape
until_screen_without 'nonsense' # an Esc with a key right behind it would be Meta

# Send again names the row it repeats; edit and send only fills the form.
keys g
keys s
until_screen 'is row 2'
keys Escape
until_screen_without 'is row 2'
keys F3
keys e
until_row 'To +15550000999'
requests_are 2 || fail 'a row was sent again without a yes'

# Copying goes to the terminal (OSC 52): tmux keeps it as its buffer.
terminal set-option -s set-clipboard on
keys F3
keys c
until_screen 'filter'
type_text 'recipient'
keys Enter
until_screen 'Copied the recipient'
[ "$(terminal show-buffer)" = 15550000999 ] || fail "copied: $(terminal show-buffer)"

# A structured value in the editor, which gets no token.
keys M-l
until_row 'filter .* [1-9][0-9]* of'
type_text 'bundle_mpm'
until_row 'filter bundle_mpm'
keys Enter
until_row 'Template +bundle_mpm'
keys Tab Tab Tab Tab
keys M-e
until_row 'sections .*SKU-2'
grep -q 'canary-token' "$world/editor.env" && fail 'the editor got the token'
keys F6
until_screen 'Nothing is sent'
keys PageDown
until_screen '"Teas"'
keys C-c
until_screen_without '"Teas"'
keys C-c
until_end 0
