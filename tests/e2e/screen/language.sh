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

states='queued|sending|accepted|rejected|unknown|delivered'
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

# ---- screens
start 120x40 "$CHAKRA_TUI" --sandbox
until_screen 'Ćóṁṕóšé'
until_screen 'ćħóóšé ŵíţħ Éńţéŕ'
screen_is_marked 'the empty form' "$states|$hello"
keys Enter
until_row 'ƒíłţéŕ .* [1-9][0-9]* óƒ'
type_text hello_world
until_row 'ƒíłţéŕ hello_world'
screen_is_marked 'the list of templates' "$states"
keys Enter
until_row 'Ţéṁṕłáţé +hello_world'
type_text 15550001235
screen_is_marked 'the filled form' "$states|$hello|$places"
keys F5
until_screen 'Šéńđ ţħíš ṁéššáǵé?'
screen_is_marked 'the review' "$states|$hello|$places"
keys y
until_row 'accepted ✓ +.1 555 000 1235'
keys F3
until_row 'Ħíšţóŕý'
screen_is_marked 'the history' "$states|$hello"
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
screen_is_marked 'the palette' "$(sed -n 's/.*X([A-Z_]*, "\([a-z-]*\)".*/\1/p' \
    "$(dirname "$0")/../../../src/app/actions.h" "$(dirname "$0")/../../../src/app/edit_list.h" |
    tr '\n-' '||')"
keys Escape
keys M-w
until_screen 'Ŕółłóúţ'
screen_is_marked 'the rollout' "$states|de|hi|ja|ko|ar"
keys c
until_screen 'ćħéćķéđ'
keys Enter
until_screen 'Łášţ ŕéšúłţ'
keys q
keys q
stop

[ "$misses" -eq 0 ] || fail "$misses places have words that passed no text_of()"

# English is what stands in the sources.
unset TEXTDOMAINDIR LANGUAGE
"$CHAKRA_TUI" --sandbox history stats | grep -q '^2 sends, 2 accepted, 0 failed$' ||
    fail 'the numbers are no longer what they were in English'
