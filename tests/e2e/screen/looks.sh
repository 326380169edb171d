#!/bin/sh
# Themes, sizes of panes, title, pager, spinner: what one does to the screen itself.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/account.sh"

colours_show() {
    screen_with_colours | grep -qF -- "$1"
}
until_colours() {
    until_true 50 colours_show "$1" || {
        screen_with_colours >&2
        fail "no such colours: $1"
    }
}

# The page of help: Esc leaves the field, where ? is a text.
open_help() {
    keys Escape
    until_screen 'letters are commands'
    keys '?'
    until_screen 'Keys that work here'
}

start_account test
themes=$XDG_CONFIG_HOME/chakra-tui/themes
mkdir -p "$themes"

# All five, live, from the picker. 256 colours: 255 is the white of the cube, 233 its black.
esc=$(printf '\033')
start 120x40 "$CHAKRA_TUI"
until_screen 'Choose the sender'
keys Enter Enter
keys Escape
until_screen 'letters are commands'
use_theme() {
    keys V
    until_screen '┌ Theme'
    type_text "$1"
    until_row "filter $1"
    keys Enter
    until_screen "Theme $1. To keep it"
}
use_theme light
until_colours '[38;5;235m'
until_colours '[48;5;231m'
use_theme dark
until_colours '[48;5;233m'
use_theme high-contrast
until_colours '[48;5;226m'
use_theme mono
screen_with_colours | grep -qE "$esc\[(3[0-7]|4[0-7]|38|48)" && fail 'mono shows colours'
screen_with_colours | grep -qE "$esc\[(0;)?7m" || fail 'mono shows no reverse'
use_theme default
until_colours '[36m'

# A size that is chosen is kept: the history higher, the form wider, both after a restart too.
before=$(screen | grep -n '┌ History' | cut -d: -f1)
keys -- - - -
until_row '┌ History'
higher() {
    [ "$(screen | grep -n '┌ History' | cut -d: -f1)" -lt "$before" ]
}
until_true 50 higher || fail 'the history did not grow'
after=$(screen | grep -n '┌ History' | cut -d: -f1)
keys '>' '>'
until_row '┌ Compose ─{58,}┐'
keys z
until_screen_without 'History'
until_row '┌ Compose ─{100,}┐'
keys z
until_screen 'History'
title_is() {
    [ "$(terminal display-message -p -t main '#{pane_title}')" = "$1" ]
}
title_is_not() {
    ! title_is "$1"
}
until_true 50 title_is 'chakra-tui acme TEST' || fail 'the window has no title'
keys C-c
until_end 0
until_true 50 title_is_not 'chakra-tui acme TEST' || fail 'the title stays'
stop
grep -q form_share "$XDG_STATE_HOME/chakra-tui/screen.json" || fail 'no sizes are kept'
start 120x40 env PAGER=no-such-pager "$CHAKRA_TUI"
until_row '┌ Compose ─{58,}┐'
[ "$(screen | grep -n '┌ History' | cut -d: -f1)" = "$after" ] || fail 'the height was not kept'

# The page in the pager, which gets a file and no shell.
open_help
keys v
until_screen 'the pager no-such-pager was not found'
keys q C-c
until_end 0
stop
printf '{"form_share":1e9,"history_share":"x"}' >"$XDG_STATE_HOME/chakra-tui/screen.json"
# shellcheck disable=SC2016  # for nobody: no shell may see it
start 80x24 env PAGER='cat -E -- $(touch\ stolen)' "$CHAKRA_TUI"
until_screen 'Compose'
open_help
keys v
until_screen 'the pager cat'
keys q C-c
until_end 0
stop
start 80x24 env PAGER='sed -n 1w"'"$world"'/paged"' "$CHAKRA_TUI"
until_screen 'Compose'
open_help
keys v
until_true 50 test -s "$world/paged" || fail 'the pager saw no page'
grep -q 'Keys that work here' "$world/paged" || fail 'the pager saw another page'
find "$XDG_DATA_HOME/chakra-tui" -name '*page*' | grep -q . && fail 'the page is still on the disk'
until_screen 'Keys that work here'
until_true 50 title_is 'chakra-tui acme TEST' || fail 'no title after the pager'
keys q C-c
until_end 0
until_true 50 title_is_not 'chakra-tui acme TEST' || fail 'the title stays after a pager'
stop

# A theme of one's own, by name, with a mistake: named, and everything else of it counts.
cat >"$themes/mine.ini" <<'THEME'
[roles]
border = magenta
dim = purple
THEME
start 120x40 env CHAKRA_TUI_THEME=mine "$CHAKRA_TUI"
until_screen 'mine.ini:3: the role dim cannot be'
until_colours '[35m'
keys C-c
until_end 0
stop
start 120x40 env CHAKRA_TUI_THEME=gone "$CHAKRA_TUI"
until_end 3
grep -q "theme cannot be 'gone'" "$world/stderr" || fail 'a theme that is not there is not named'
stop

# RGB, exactly as the theme says, where terminfo has it; palette numbers otherwise.
cat >"$world/rgb.ti" <<'TERMINFO'
tmux-rgb-of-a-test|tmux with RGB,
    RGB, colors#0x1000000, pairs#0x7FFF, ccc@, initc@, oc@,
    setaf=\E[%?%p1%{8}%<%t3%p1%d%e38;2;%p1%{65536}%/%d;%p1%{256}%/%{255}%&%d;%p1%{255}%&%d%;m,
    setab=\E[%?%p1%{8}%<%t4%p1%d%e48;2;%p1%{65536}%/%d;%p1%{256}%/%{255}%&%d;%p1%{255}%&%d%;m,
    use=tmux-256color,
TERMINFO
tic -x -o "$HOME/.terminfo" "$world/rgb.ti"
start 120x40 env TERM=tmux-rgb-of-a-test CHAKRA_TUI_THEME=dark "$CHAKRA_TUI"
until_screen 'Compose'
until_colours '38;2;95;215;215'
until_colours '48;2;20;23;28'
keys C-c
until_end 0
stop

# NO_COLOR: no colour, but bold and reverse.
start 120x40 env NO_COLOR=1 "$CHAKRA_TUI"
until_screen 'Compose'
screen_with_colours | grep -qE "$esc\[(3[0-7]|4[0-7]|38|48|[0-9;]*;3[0-7]m)" && fail 'NO_COLOR shows colours'
screen_with_colours | grep -qE "$esc\[(0;)?1m" || fail 'NO_COLOR shows no bold'
keys C-c
until_end 0
stop
# A terminal without colours shows a theme of colours with bold and reverse.
start 80x24 env TERM=vt100 CHAKRA_TUI_THEME=dark "$CHAKRA_TUI"
until_screen '+ Compose -'
screen_with_colours | grep -qE "$esc\[[0-9;]*7m" || fail 'vt100 shows no reverse'
keys C-c
until_end 0
stop
start 80x24 env CHAKRA_TUI_BORDERS=ascii "$CHAKRA_TUI"
until_screen '+ Compose -'
until_screen '▾'
keys C-c
until_end 0
