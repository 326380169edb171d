#!/bin/sh
# The pages: sound for man, complete, true to what the program prints, and the checked-in one fresh.
#
#     documents.sh PROGRAM DATA PAGES      UPDATE_GOLDEN=1 writes docs/ERROR_CODES.md anew
set -u
# shellcheck source=tests/e2e/cli/lib.sh
. "$(dirname "$0")/lib.sh"
pages=$3
root=$(CDPATH='' cd -- "$data/../.." && pwd)
said='(the build)'

[ -z "${UPDATE_GOLDEN-}" ] || cp "$pages/ERROR_CODES.md" "$root/docs/ERROR_CODES.md"
: >"$work/err"
cmp -s "$pages/ERROR_CODES.md" "$root/docs/ERROR_CODES.md" && fresh=yes ||
    fresh='stale: UPDATE_GOLDEN=1 ctest -R e2e-cli-documents writes it anew'
expect 'docs/ERROR_CODES.md' "$fresh" yes
expect 'a row for each code' "$(grep -c '^| [0-9]' "$pages/ERROR_CODES.md")" \
    "$(jq length "$root/assets/error_codes.json")"

for page in chakra-tui.1 chakra-tui.ini.5 chakra-tui-tutorial.7; do
    expect "no part is left open in $page" "$(grep -c '^@' "$pages/$page")" 0
    command -v groff >/dev/null || continue
    groff -ww -man -Kutf8 -Tutf8 -z -rCHECKSTYLE=3 "$pages/$page" >"$work/warnings" 2>&1
    expect "groff on $page" "$(head -5 "$work/warnings")" ''
done
if command -v man >/dev/null; then
    for page in chakra-tui.1 chakra-tui.ini.5 chakra-tui-tutorial.7; do
        MANROFFSEQ='' MANWIDTH=80 man --warnings -E UTF-8 -l -Tutf8 -Z "$pages/$page" 2>&1 >/dev/null |
            head -5 >"$work/warnings"
        expect "man --warnings on $page" "$(cat "$work/warnings")" ''
    done
fi

# All commands of the help, all options of their helps, all settings and actions stand in the pages.
sed 's/\\-/-/g; s/\\f[BIR]//g' "$pages/chakra-tui.1" >"$work/page.1"
sed 's/\\-/-/g; s/\\f[BIR]//g' "$pages/chakra-tui.ini.5" >"$work/page.5"
run --help
sed -n '/^Commands:/,/^$/p' "$work/out" |
    sed -n 's/^  \([a-z][a-z-]*\( [a-z][a-z-]*\)\{0,1\}\) .*/\1/p' >"$work/commands"
expect 'commands in the help' "$([ "$(wc -l <"$work/commands")" -ge 30 ] && echo many)" many
while IFS= read -r command; do
    grep -qE "^$command( |\$)" "$work/page.1" && found=yes || found=no
    expect "chakra-tui.1 has the command $command" "$found" yes
done <"$work/commands"
sed '/^;*\[keys\]/,$d' "$root/chakra-tui.ini.example" | grep -oE '^;[a-z_]+ =' | tr -d ';= ' | sort -u >"$work/settings"
while IFS= read -r setting; do
    grep -qx "$setting" "$work/page.5" && found=yes || found=no
    expect "chakra-tui.ini.5 has the setting $setting" "$found" yes
done <"$work/settings"
expect 'no hidden command' "$(grep -c '^complete --' "$work/page.1")" 0

# keys_of COMMAND: as the page says, sorted
keys_of() {
    awk -v wanted=".B $1" '$0 == wanted { getline; print; exit }' \
        "$work/page.1" | sed 's/, /\n/g' | sort | tr '\n' ' '
}
# prints COMMAND ARGUMENT…: the first line's keys are those of the page
prints() {
    command=$1
    shift
    run --sandbox "$@" --json
    expect "--json of $command" \
        "$(head -1 "$work/out" | jq -r 'keys[]' 2>&1 | LC_ALL=C sort | tr '\n' ' ')" "$(keys_of "$command")"
}
hello='--template hello_world --language en_US --to 15550001234'
# shellcheck disable=SC2086  # words
{
    prints send send $hello
    prints 'send --dry-run' send $hello --dry-run
    "$program" --sandbox test --init >"$work/cases.json"
    prints test test "$work/cases.json" --sandbox
    printf 'to\n+15550001239\n' >"$work/list.csv"
    prints 'batch --dry-run' batch "$work/list.csv" --template hello_world --language en_US --dry-run
    prints batch batch "$work/list.csv" --template hello_world --language en_US -o "$work/result.csv"
    prints 'templates preview' templates preview order_shipped_positional
    run --sandbox send --template hello_world --language en_US --to 15550000998
}
prints 'history reconcile' history reconcile
prints 'templates list' templates list
prints 'templates show' templates show hello_world
prints 'templates check' templates check
prints 'history list' history list
prints 'history show' history show 1
prints 'history stats' history stats
prints 'history purge' history purge --older-than 1d
: >"$work/empty.jsonl"
prints 'history import' history import "$work/empty.jsonl"
prints 'chats list' chats list
prints 'chats show' chats show 15550001234
prints 'chats window' chats window 15550001234
prints 'account show' account show
echo words >"$work/words.txt"
prints 'media upload' media upload "$work/words.txt"
prints 'api --list' api --list
prints 'config show' config show
prints explain explain 4
prints doctor doctor

# Every line of the tutorial that works in the sandbox.
rm -rf "$XDG_DATA_HOME/chakra-tui/sandbox"
sed -n 's/\\-/-/g; s/^chakra-tui --sandbox/--sandbox/p' "$pages/chakra-tui-tutorial.7" >"$work/lines"
expect 'lines of the tutorial' "$([ "$(wc -l <"$work/lines")" -ge 10 ] && echo many)" many
while IFS= read -r line; do
    # shellcheck disable=SC2086  # the words of a command
    run $line
    case $line in
    *15550131026*) wanted=5 ;;
    *) wanted=0 ;;
    esac
    expect "tutorial: $line" "$status" "$wanted"
done <"$work/lines"
finish
