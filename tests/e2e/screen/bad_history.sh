#!/bin/sh
# A history that cannot be used: corrupt, newer than the program, no database at all, locked by
# another program, on a full disk. The program says what to do and loses nothing.
. "$(dirname "$0")/lib.sh"
data=$XDG_DATA_HOME/chakra-tui/sandbox
mkdir -p "$data"

refused() {
    start 80x24 "$CHAKRA_TUI" --sandbox
    until_end 3
    for text; do
        grep -qF -- "$text" "$world/stderr" || fail "no '$text' in: $(cat "$world/stderr")"
    done
    stop
}

"$CHAKRA_TUI" --sandbox send --template hello_world --language en_US --to 15550001234 --json >"$world/sent"
cp -r "$data" "$world/good"

printf 'this is no database, and long enough to be looked at as one' >"$data/chakra-tui.db"
rm -f "$data"/chakra-tui.db-*
cp "$data/chakra-tui.db" "$world/garbage"
refused 'ove' "$data/chakra-tui.db"
cmp -s "$data/chakra-tui.db" "$world/garbage" || fail 'a file that is no history was changed'

rm -rf "$data" && cp -r "$world/good" "$data"
sqlite3 "$data/chakra-tui.db" 'PRAGMA user_version = 9999' >/dev/null
refused 'newer'

# A lock that somebody holds: after 5 s of trying the program says so.
rm -rf "$data" && cp -r "$world/good" "$data"
mkfifo "$world/hold"
sqlite3 "$data/chakra-tui.db" <"$world/hold" >/dev/null 2>&1 &
holder=$!
exec 9>"$world/hold"
printf 'PRAGMA locking_mode = EXCLUSIVE;\nBEGIN EXCLUSIVE;\nUPDATE send SET note = note;\n' >&9
start 80x24 "$CHAKRA_TUI" --sandbox
until_true 150 has_ended || fail 'the locked history holds the program up'
grep -qi 'lock\|another program\|busy' "$world/stderr" || fail "the lock is not named: $(cat "$world/stderr")"
stop
exec 9>&-
wait "$holder" || :

# All is as it was.
rm -rf "$data" && cp -r "$world/good" "$data"
start 80x24 "$CHAKRA_TUI" --sandbox
until_row 'accepted ✓'
keys C-c
until_end 0
stop

# One that may be read and not written: it opens, and a send is refused before its review. The
# superuser may write everywhere; he becomes nobody, with a program that nobody can reach.
cp "$CHAKRA_TUI" "$world/chakra-tui"
chmod 400 "$data/chakra-tui.db"
chmod 500 "$data"
set -- "$world/chakra-tui" --sandbox
if [ "$(id -u)" = 0 ]; then
    chown -R 65534:65534 "$HOME"
    chmod 711 "$world"
    set -- setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
fi
start 120x40 "$@"
until_screen 'the history can be read, not written'
until_screen 'Sends are refused until'
until_row 'accepted ✓'
. "$(dirname "$0")/account.sh"
choose_template hello_world
type_text '15550004321'
until_row 'ready 2/2'
# The notice stays for two seconds, then the next key takes it away.
notice_goes() {
    keys End
    screen_hides 'the history can be read'
}
until_true 100 notice_goes || fail 'the notice stays'
keys F5
until_screen 'the history can be read, not written'
screen_hides 'sending' || fail 'it is being sent'

# A list and a run of the rollout are refused in the same words, before anything is begun.
printf 'to\n15550004322\n' >"$HOME/list.csv"
keys M-n
until_screen 'CSV'
type_text "$HOME/list.csv"
keys Enter
until_row 'Columns +1\.'
keys c
until_screen 'the history can be read, not written'
screen_hides 'lock' || fail 'the lock of a list is asked for'
keys Escape
until_screen 'Compose'
keys M-w
until_row 'hello_world +· not run'
keys r
until_screen 'the history can be read, not written'
screen_hides 'error' || fail 'a case was begun'
keys Escape
until_screen 'Compose'
keys C-c
until_end 0
