# shellcheck shell=sh
# Drives the real binary in a terminal: a private tmux server, a new home, a pinned world. Source
# this from a test, which is then a list of keys and of texts to wait for:
#
#   . "$(dirname "$0")/lib.sh"
#   start 80x24 "$CHAKRA_TUI" --sandbox
#   until_screen 'Template'
#   keys Tab 'order' Enter
#   until_screen 'accepted' 100
#   stop
#
# For Ctrl-Z the program needs a shell with job control around it:
#
#   start_shell 80x24
#   type_text "$(quoted "$CHAKRA_TUI" --sandbox)"
#   keys Enter
#
# Nothing sleeps for a fixed time: each wait looks ten times a second until the text is there, or
# fails with the screen on stderr when its deadline (tenths of a second, default 100) is over.
set -eu

unset TMUX TMUX_PANE NO_COLOR COLORTERM LINES COLUMNS ESCDELAY EDITOR VISUAL PAGER \
    CHAKRA_TOKEN http_proxy https_proxy all_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY 2>/dev/null || :
export LC_ALL=C.UTF-8 TZ=UTC TERM=tmux-256color

# The world of the test, all below one folder that goes away with it.
world=$(mktemp -d "${TMPDIR:-/tmp}/chakra-screen.XXXXXX")
export HOME="$world/home" XDG_CONFIG_HOME="$world/home/.config" \
    XDG_DATA_HOME="$world/home/.local/share" XDG_STATE_HOME="$world/home/.local/state" \
    XDG_RUNTIME_DIR="$world/run" TMUX_TMPDIR="$world/run"
mkdir -p "$XDG_CONFIG_HOME" "$XDG_DATA_HOME" "$XDG_STATE_HOME" "$XDG_RUNTIME_DIR"
chmod 700 "$world" "$XDG_RUNTIME_DIR"

# -L and TMUX_TMPDIR: a server that is ours alone; -f: nobody's settings.
# A number in the name: a server that is still ending must not be taken for the next one.
server=1
terminal() {
    tmux -L "chakra-$server" -f /dev/null "$@"
}

clean_up() {
    terminal kill-server 2>/dev/null || :
    # What hangs at its end (a leak check whose terminal is gone) must not outlive the test.
    [ ! -s "$world/pid" ] || kill -9 "$(cat "$world/pid")" 2>/dev/null || :
    rm -rf "$world"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# fail MESSAGE: with the screen as it is, for whoever reads the log of the run.
fail() {
    printf 'FAILED: %s\n--- the screen:\n' "$*" >&2
    screen >&2 || :
    printf -- '---\n' >&2
    exit 1
}

# quoted WORD...: the words as one line that a shell reads back as the same words.
quoted() {
    for word; do
        printf "'%s' " "$(printf '%s\n' "$word" | sed "s/'/'\\\\''/g")"
    done
}

# open_terminal COLUMNSxROWS: an empty one. The pane's first command only holds it open until the
# options are set; respawn-pane then puts the real one in its place.
open_terminal() {
    rm -f "$world/status" "$world/pid"
    terminal new-session -d -s main -x "${1%x*}" -y "${1#*x}" 'exec cat'
    terminal set-option -g status off
    terminal set-option -g remain-on-exit on
    terminal set-option -g default-terminal "$TERM"
    terminal set-option -s escape-time 0
    terminal set-window-option -g window-size manual
    terminal resize-window -t main -x "${1%x*}" -y "${1#*x}"
}

# start COLUMNSxROWS COMMAND [ARGUMENT]...: exit status, process id and stderr of the program land
# in $world/status, $world/pid and $world/stderr.
start() {
    open_terminal "$1"
    shift
    # The inner shell leaves its process id and becomes the program; the outer keeps the status.
    # shellcheck disable=SC2016  # for the inner shell
    printf 'sh -c %s %s %s\n' "$(quoted 'echo "$$" >"$0"; exec "$@"')" "$world/pid" \
        "$(quoted "$@")" >"$world/run.sh"
    printf 'echo "$?" >%s.part; mv %s.part %s\n' "$world/status" "$world/status" "$world/status" \
        >>"$world/run.sh"
    terminal respawn-pane -k -t main "exec sh $world/run.sh 2>$world/stderr"
}

# start_shell COLUMNSxROWS: an interactive shell with the prompt "$ ".
start_shell() {
    open_terminal "$1"
    terminal respawn-pane -k -t main "PS1='$ ' exec sh -i"
    until_row '^\$'
}

# keys KEY...: names as tmux has them (Enter, Tab, F5, C-p, Escape); anything else is typed.
keys() {
    terminal send-keys -t main "$@"
}

# type_text TEXT: typed as it is, even where it reads like the name of a key.
type_text() {
    terminal send-keys -t main -l -- "$1"
}

# paste TEXT: in one piece, bracketed where the program asked for that.
paste() {
    terminal set-buffer -- "$1"
    terminal paste-buffer -p -t main
}

# resize COLUMNSxROWS
resize() {
    terminal resize-window -t main -x "${1%x*}" -y "${1#*x}"
}

# screen: the rows as text. screen_with_colours: the same with its escape sequences.
screen() {
    terminal capture-pane -p -t main
}

screen_with_colours() {
    terminal capture-pane -p -e -t main
}

# cursor: "COLUMN,ROW", from 0, where the real cursor stands.
cursor() {
    terminal display-message -p -t main '#{cursor_x},#{cursor_y}'
}

# dump NAME: keeps the screen as a file where SCREEN_DUMPS says so (recordings, screenshots).
dump() {
    [ -z "${SCREEN_DUMPS-}" ] || { mkdir -p "$SCREEN_DUMPS" && screen >"$SCREEN_DUMPS/$1.txt"; }
}

# until_true TENTHS COMMAND...: true as soon as the command is; false when the time is over.
until_true() {
    left=$1
    shift
    while ! "$@"; do
        left=$((left - 1))
        [ "$left" -gt 0 ] || return 1
        sleep 0.1
    done
}

screen_shows() {
    screen | grep -qF -- "$1"
}

screen_hides() {
    ! screen_shows "$1"
}

# until_screen TEXT [TENTHS], and until the text is gone.
until_screen() {
    until_true "${2:-100}" screen_shows "$1" || fail "the screen does not show: $1"
}

until_screen_without() {
    until_true "${2:-100}" screen_hides "$1" || fail "the screen still shows: $1"
}

# until_row PATTERN [TENTHS]: one row of the screen matches the extended regular expression.
row_shows() {
    screen | grep -qE -- "$1"
}

until_row() {
    until_true "${2:-100}" row_shows "$1" || fail "no row of the screen matches: $1"
}

# until_last_row PATTERN [TENTHS]: the last row that is not empty does: a prompt that came before, and
# still stands above, is not taken for the one that is waited for.
last_row_shows() {
    screen | grep -v '^ *$' | tail -n 1 | grep -qE -- "$1"
}

until_last_row() {
    until_true "${2:-100}" last_row_shows "$1" || fail "the last row does not match: $1"
}

cursor_is() {
    [ "$(cursor)" = "$1" ]
}

until_cursor() {
    until_true "${2:-100}" cursor_is "$1" || fail "the cursor is at $(cursor), not at $1"
}

has_ended() {
    [ -f "$world/status" ]
}

# until_end STATUS [TENTHS]: the program ends by itself, with that exit status.
until_end() {
    until_true "${2:-100}" has_ended || fail "the program still runs"
    [ "$(cat "$world/status")" = "$1" ] ||
        fail "exit status $(cat "$world/status"), not $1: $(cat "$world/stderr")"
}

# program_pid: of the program itself, for signals.
program_pid() {
    cat "$world/pid"
}

# stop: ends terminal and server between two starts; the home stays until the test ends.
stop() {
    terminal kill-server 2>/dev/null || :
    server=$((server + 1))
}
