#!/bin/sh
# `config init` without a terminal: by options, or a starter; never over an existing file.
. "$(dirname "$0")/lib.sh"
plugin=d83e1d23-50b8-4d87-8f92-842a0ac516f6
settings=$XDG_CONFIG_HOME/chakra-tui/chakra-tui.ini

# Nothing given: a starter with every setting switched off.
run config init
expect 'a starter' "$status" 0
expect 'says where' "$(cat "$work/out")" "$settings"
expect 'its mode' "$(stat -c %a "$settings")" 600
expect 'its folder' "$(stat -c %a "$XDG_CONFIG_HOME/chakra-tui")" 700
expect_contains 'all settings' "$settings" ';template_max_age = 10m'
run config show --json
expect 'nothing is in force' "$(jq -rs '[.[] | select(.origin | startswith("/"))] | length' "$work/out")" 0
cp "$settings" "$work/before"
run config init
expect 'again' "$status" 3
expect_contains 'and why' "$work/err" 'not overwritten'
run config init --plugin $plugin --yes
expect 'by options, again' "$status" 3
cmp -s "$settings" "$work/before"
expect 'it is as it was' "$?" 0
run config init -o -
expect 'to the standard output' "$status" 0
cmp -s "$work/out" "$work/before"
expect 'the same starter' "$?" 0
rm "$settings"

# By options, each checked with the account.
start_sandbox
printf 'a-good-token\n' >"$work/token"
chmod 600 "$work/token"
run config init --base-url "$url" --token-file "$work/token" --plugin $plugin \
    --from 200000000000002 --to '+15550001234 Asha' --profile acme
expect 'by options' "$status" 0
expect_contains 'a dry run' "$work/err" 'nothing is sent. This request would go out'
expect_contains 'of a template' "$work/err" '"name": "hello_world"'
expect 'private' "$(stat -c %a "$settings")" 600
run config check
expect 'they are right' "$status" 0
run doctor --json
expect 'doctor agrees' "$(json .ok)" true
run templates list
expect 'they work' "$status" 0
run send --template hello_world --language en_US --to 15550001234 --dry-run
expect 'to the test recipient' "$status" 0
run send --template hello_world --language en_US --to 15550004321
expect 'to nobody else' "$status" 4
rm "$settings"

# A second profile: behind the lines that are there, which stay; the first stays in force.
run config init --base-url "$url" --token-file "$work/token" --plugin $plugin
expect 'by options' "$status" 0
printf '; my own line, without an end' >>"$settings"
cp "$settings" "$work/before"
run config init --profile main --base-url "$url" --token-file "$work/token" --plugin $plugin
expect 'a name that is there' "$status" 3
expect_contains 'and where' "$work/err" "$settings:"
cmp -s "$settings" "$work/before"
expect 'nothing was written' "$?" 0
run config init --profile second --base-url "$url" --token-file "$work/token" --plugin $plugin \
    --from 200000000000002 --to '+15550001234 Asha'
expect 'a second profile' "$status" 0
expect_contains 'what to do next' "$work/err" 'chakra-tui --profile second doctor'
head -c "$(stat -c %s "$work/before")" "$settings" >"$work/begin"
cmp -s "$work/begin" "$work/before"
expect 'the lines before are as they were' "$?" 0
expect 'still private' "$(stat -c %a "$settings")" 600
run config check
expect 'both are right' "$status" 0
run --profile second templates list
expect 'the second works' "$status" 0
run config show --json
expect 'the first stays in force' "$(jq -r 'select(.name == "profile" and .section == "chakra-tui").value' "$work/out")" main
rm "$settings"

# A relative path is written as it is found from anywhere.
cd "$work" || exit 1
run config init --base-url "$url" --token-file token --plugin $plugin
expect 'a relative path' "$status" 0
expect_contains 'is absolute' "$settings" "token_file = $work/token"
rm "$settings"

# refused STATUS PIECE ARGS…: nothing is written.
refused() {
    wanted=$1
    piece=$2
    shift 2
    run config init "$@"
    expect "refused: $*" "$status" "$wanted"
    expect_contains "refused: $*" "$work/err" "$piece"
    [ ! -e "$settings" ]
    expect "nothing written: $*" "$?" 0
}
refused 3 'UUID' --base-url "$url" --token-file "$work/token" --plugin support
refused 3 'does not know the plugin' --base-url "$url" --token-file "$work/token" \
    --plugin 11111111-2222-3333-4444-555555555555
refused 3 'does not list' --base-url "$url" --token-file "$work/token" --plugin $plugin --from 42
refused 3 'phone number' --base-url "$url" --token-file "$work/token" --to Asha
refused 7 'is up' --base-url http://127.0.0.1:1 --token-file "$work/token"
refused 3 'not encrypted' --base-url http://example.com --token-file "$work/token"
refused 3 'Check the path' --base-url "$url" --token-file "$work/none"
refused 3 'semicolon' --token-command "sh -c 'pass ;true'"
refused 3 'status 4' --token-command "sh -c 'exit 4'"
refused 3 'name of a variable' --token-env 'eyJ.abc'
refused 3 'bracket' --profile 'a]' --token-env HOME
refused 3 'fit into a line' --token-command "printf $(head -c 300 /dev/zero | tr '\0' x)"
refused 2 'no option' --nonsense
refused 2 'sandbox' --sandbox
printf 'expired\n' >"$work/token"
refused 3 'refused the token' --base-url "$url" --token-file "$work/token"
printf 'a-good-token\n' >"$work/token"

# --yes: what cannot be asked just now is no reason; what is wrong in itself still is.
run config init --base-url http://127.0.0.1:1 --token-file "$work/token" --plugin $plugin \
    --from 42 --yes
expect 'offline with --yes' "$status" 0
expect_contains 'the sender' "$settings" 'id = 42'
rm "$settings"
run config init --plugin support --yes
expect 'a wrong id with --yes' "$status" 3

# A folder that cannot be made.
run config init -o "$work/token/below/a.ini" --yes
expect 'below a file' "$status" 3
expect_contains 'and why' "$work/err" 'cannot make the folder'
stop_sandbox
finish
