#!/bin/sh
# Another language: with a catalogue in which every letter is marked (a is á), no word of a screen or a
# command stays unmarked but names, keys, states and data. Exit 77: no gettext, or none for C.UTF-8.
. "$(dirname "$0")/lib.sh"
made=0
sh "$(dirname "$0")/../../support/pseudo_locale.sh" "$world/locale" || made=$?
[ "$made" -eq 0 ] || exit "$made"
export TEXTDOMAINDIR="$world/locale" LANGUAGE=xx
"$CHAKRA_TUI" --help | grep -q 'ţħé ţéŕṁíńáł' || exit 77 # nothing is looked up in this locale

# The same in all languages: names of the program and of the sandbox's account, keys.
names='chakra|tui|json|csv|md|Sandbox|Two|sandbox|Asha|Enter|Esc|Tab|Space|Backspace|Delete|Insert|Home|End'
names="$names|Left|Right|Up|Down|PageUp|PageDown"

# plain ALLOWED: words of the input without a mark, but for names, ALLOWED (with | between them),
# options, what an edge cuts, and what has a digit or one of _@/:= in it or is all capitals.
plain() {
    sed -E 's/[A-Za-z]*[^ -~│─┌┐└┘├┤…·▾▴▸✓✗≠↗☎⧉↩–•█⁺→⟦⟧█▏▎▍▌▋▊▉░]+[A-Za-z]*/ /g
        s/[^ ]*…//g; s/[A-Za-z]+│|│[A-Za-z]+/│/g; s/(^|[^A-Za-z-])--?[a-z][a-z-]*/\1/g; s/[^ │]*[0-9_@/:=][^ │]*/ /g' |
        grep -oE '[A-Za-z]*[a-z][A-Za-z]+' | grep -vxE "$names|$1" | sort -u | tr '\n' ' '
}

misses=0
missed() {
    misses=$((misses + 1))
    printf '%s: not translated: %s\n%s\n' "$1" "$2" "$3" >&2
}

# screen_is_marked WHAT ALLOWED
screen_is_marked() {
    left=$(screen | plain "$2")
    [ -z "$left" ] || missed "$1" "$left" "$(screen)"
}

# command_is_marked ALLOWED ARGUMENT...
command_is_marked() {
    allowed=$1
    shift
    "$CHAKRA_TUI" --sandbox "$@" >"$world/out" 2>&1 || :
    left=$(plain "$allowed" <"$world/out")
    [ -z "$left" ] || missed "chakra-tui $*" "$left" "$(cat "$world/out")"
}

states='queued|sending|accepted|rejected|unknown|sent|delivered|read'
hello='hello|world|Hello|World|Welcome|and|congratulations|This|message|shows|that|your|number|can|send'
hello="$hello|templates|WhatsApp|Business|sample"

places='English|United|States|or|Can|Canada' # of tables of languages and calling codes

# ---- commands
words='templates|list|show|preview|sync|lock|diff|check|create|update|history|export|import|status|purge'
words="$words|stats|reconcile|chats|window|account|media|fetch|upload|config|init|test|batch|listen|api"
words="$words|explain|doctor|completion|csv|send"
command_is_marked "$words" --help
command_is_marked "$words" send --help
command_is_marked "$words" batch --help
command_is_marked "$words" templates --help
command_is_marked "$words" history --help
command_is_marked "$words" test --help
# Checks have names and states, as in --json.
checks='ok|skipped|warning|settings|profile|token|webhook|data|space|history|terminal|address|name'
checks="$checks|connection|tls|clock|api|plugin|senders|sender|phone|templates|versions"
command_is_marked "$checks" doctor
command_is_marked 'en|de|hi|ja|ko|ar' templates list
command_is_marked 'status|body|text|header|buttons|de' templates check
command_is_marked "$states" send --template hello_world --language en_US --to +15550001234
command_is_marked '' send --template order_shipped_positional --language en_US --to 1
command_is_marked "$states" history list
command_is_marked "$states" history stats
command_is_marked '' account show
command_is_marked 'Message|undeliverable' explain 131026
command_is_marked '' history purge
command_is_marked nonsense nonsense
# What programs read is the same in every language.
"$CHAKRA_TUI" --sandbox test --generate hello_world >"$world/cases.json"
"$CHAKRA_TUI" --sandbox test "$world/cases.json" --junit "$world/made.xml" >"$world/out" 2>&1 || fail 'the cases'
grep -q 'name="definitions" value="fetched for this run"' "$world/made.xml" || fail 'JUnit in another language'

# ---- screens
start 120x40 "$CHAKRA_TUI" --sandbox
until_screen 'Ćóṁṕóšé'
until_screen 'ćħóóšé ŵíţħ Éńţéŕ'
screen_is_marked 'the empty form' "$states|$hello"
keys Enter
until_row 'ƒíłţéŕ .* [1-9][0-9]* óƒ'
type_text hello_world
until_row 'ƒíłţéŕ hello_world'
screen_is_marked 'the list of templates' "$states|epted"
keys Enter
until_row 'Ţéṁṕłáţé +hello_world'
type_text 15550001235
screen_is_marked 'the filled form' "$states|$hello|$places"
keys F5
until_row '✓ +.1 555 000 1235'
type_text 15550001235 # the same once more is reviewed first
until_row 'Ţó +15550001235'
keys F5
until_screen 'Šéńđ ţħíš ṁéššáǵé?'
screen_is_marked 'the review' "$states|$hello|$places"
keys Escape
until_screen_without 'Šéńđ ţħíš ṁéššáǵé?'
keys F3
until_row 'Ħíšţóŕý'
screen_is_marked 'the history' "$states|$hello|$places"
keys Enter
until_screen 'Éṽéńţš'
screen_is_marked 'the page of a row' \
    "$states|$hello|program|reply|messages|cli|messaging|Content|Type|application|method|url|body|type"
keys q
keys S
until_screen 'Óúţćóṁéš'
screen_is_marked 'the numbers' "$states|$hello"
keys q
keys '?'
until_screen 'Ķéýš ţħáţ ŵóŕķ ħéŕé'
screen_is_marked 'the help' "$states|$hello"
keys q
keys C-p
until_screen 'Ćóṁṁáńđš'
screen_is_marked 'the palette' "$states|$places|epted|$(sed -n 's/.*X([A-Z_]*, "\([a-z-]*\)".*/\1/p' \
    "$(dirname "$0")/../../../src/app/actions.h" "$(dirname "$0")/../../../src/app/edit_list.h" |
    tr '\n-' '||')"
keys Escape
until_screen_without 'Ćóṁṁáńđš' # an Esc with a key right behind it would be Meta
keys M-w
until_screen 'Ŕółłóúţ'
screen_is_marked 'the rollout' "$states|de|hi|ja|ko|ar"
keys c
until_row 'ćħéćķéđ [0-9]+š'
screen_is_marked 'a cell that was checked' "$states|de|hi|ja|ko|ar"
keys Enter
until_screen 'Łášţ ŕéšúłţ'
keys q
until_screen_without 'Łášţ ŕéšúłţ'
keys q
until_screen 'Ćóṁṕóšé'
printf 'to,nonsense\n+15550001234,1\n' >"$world/list.csv"
keys M-n
until_row 'ĆŠṼ'
type_text "$world/list.csv"
keys Enter
until_row 'ńó šúćħ šłóţ'
screen_is_marked 'a list of sends' 'nonsense|to'
keys Enter
until_row 'ƒíłţéŕ'
screen_is_marked 'the slots to choose from' 'nonsense|to|language'
keys Escape
until_screen_without 'ƒíłţéŕ '
stop
rm -rf "$XDG_DATA_HOME"
start 80x24 "$CHAKRA_TUI"
until_row 'ńó áććóúńţ, ńó ńéţŵóŕķ'
screen_is_marked 'the first start' ''
keys Down Enter
until_row '1 óƒ 4'
screen_is_marked 'the first step' ''
stop
start 80x24 "$CHAKRA_TUI" --sandbox --screen-reader
until_row 'Éńţéŕ óṕéńš ţħé łíšţ'
screen_is_marked 'the form for a screen reader' ''
stop
[ "$misses" -eq 0 ] || fail "$misses places have words that passed no text_of()"

# Without a catalogue it is what stands in the sources; every other test says so too.
unset TEXTDOMAINDIR LANGUAGE
"$CHAKRA_TUI" --sandbox history stats | grep -qx '0 sends, 0 accepted, 0 failed' ||
    fail 'the numbers are no longer English'
