#!/bin/sh
# `doctor`: one finding for each thing that can be wrong, with its remedy and exit status. Nothing
# is sent and nothing is made.
. "$(dirname "$0")/lib.sh"
plugin=d83e1d23-50b8-4d87-8f92-842a0ac516f6
settings=$XDG_CONFIG_HOME/chakra-tui/chakra-tui.ini

state() { json "[.checks[] | select(.check == \"$1\") | .state] | unique | join(\",\")"; }
next() { json "[.checks[] | select(.check == \"$1\") | .next // \"\"] | join(\" \")"; }

# Nothing set up: findings with what to do, not a crash.
run doctor --json
expect 'without settings' "$status" 3
expect 'the first failure' "$(json .failed)" token
expect 'settings are missing' "$(state settings)" warning
expect 'nothing was asked' "$(state api)" skipped
run doctor
expect_contains 'the remedy' "$work/out" 'chakra-tui config init'
expect_contains 'the other remedy' "$work/out" 'chakra-tui --sandbox'
run --sandbox doctor --json
expect 'the sandbox' "$status" 0
expect 'all is well' "$(json .ok)" true
expect 'no failure' "$(json .failed)" null
expect 'the address' "$(json '.checks[] | select(.check == "address") | .found')" \
    'the built-in sandbox (this machine)'
expect 'templates' "$(state templates)" ok
expect 'senders' "$(state sender)" ok
expect 'the clock' "$(state clock)" ok
expect 'nothing was made' "$(find "$work" -name '*.db' -o -name 'chakra-tui' | wc -l)" 0

# A server of its own, and settings that fit.
start_sandbox
mkdir -p "$XDG_CONFIG_HOME/chakra-tui"
printf 'a-good-token\n' >"$work/token"
chmod 600 "$work/token"
write_settings() { # TOKEN_LINE URL PLUGIN PHONE
    printf '[profile acme]\nbase_url = %s\n%s\ntest_recipients = +15550001234\n' "$2" "$1" >"$settings"
    printf '[plugin p]\nid = %s\n[phone f]\nplugin = p\nid = %s\n' "$3" "$4" >>"$settings"
    chmod 600 "$settings"
}
good="token_file = $work/token"
write_settings "$good" "$url" "$plugin" 200000000000001
run doctor --json
expect 'good settings' "$status" 0
for name in settings profile token data space address name connection api plugin senders phone \
    templates clock; do
    expect "$name" "$(state $name)" ok
done
expect 'tls on loopback' "$(state tls)" skipped
expect 'webhook' "$(state webhook)" skipped
expect 'the token is not printed' "$(grep -c good-token "$work/out")" 0

# One thing wrong at a time: check, exit status, a piece of the remedy.
judge() {
    run doctor --json
    expect "$1: exit status" "$status" "$3"
    expect "$1: first failure" "$(json .failed)" "$2"
    case $(next "$2") in
    *"$4"*) ;;
    *) expect "$1: remedy" "$(next "$2")" "$4" ;;
    esac
}
printf 'expired\n' >"$work/token"
judge 'expired token' api 3 'new access token'
printf 'a-good-token\n' >"$work/token"
chmod 644 "$work/token"
judge 'token that others can read' token 3 'chmod 600'
chmod 600 "$work/token"
write_settings "token_command = sh -c 'echo locked >&2; exit 4'" "$url" "$plugin" 200000000000001
judge 'command that fails' token 3 'by hand'
expect_contains 'what the command said' "$work/out" locked
write_settings 'token_env = NOT_SET_ANYWHERE' "$url" "$plugin" 200000000000001
judge 'variable that is not set' token 3 'Set the variable'
write_settings "$good" "$url" 11111111-2222-3333-4444-555555555555 200000000000001
judge 'unknown plugin' plugin 3 'WhatsApp Setup'
write_settings "$good" "$url" "$plugin" 42
judge 'phone of another account' phone 3 '200000000000001'
write_settings "$good" http://127.0.0.1:1 "$plugin" 200000000000001
judge 'server down' connection 7 'is up'
write_settings "$good" https://no-such-host.invalid "$plugin" 200000000000001
judge 'unknown name' name 7 'host name'
write_settings "$good" http://example.com "$plugin" 200000000000001
judge 'plain http' settings 3 'https'
printf '[profile acme]\nthemes = x\n' >"$settings"
judge 'a wrong line' settings 3 ''
expect_contains 'the line' "$work/out" "$settings:2"
expect 'the rest is skipped' "$(state api)" skipped
expect 'local checks go on' "$(state data)" ok

# Folder and history.
write_settings "$good" "$url" "$plugin" 200000000000001
chmod 666 "$settings"
run doctor --json
expect 'settings that others can change' "$(state settings)" warning
expect 'is no failure' "$status" 0
chmod 600 "$settings"
run send --template hello_world --language en_US --to 15550001234
expect 'a message' "$status" 0
run doctor --json
expect 'history' "$(json '.checks[] | select(.check == "history") | .found')" 'whole, 1 row'
chmod 755 "$XDG_DATA_HOME/chakra-tui"
run doctor --json
expect 'a folder that others can look into' "$(state data)" warning
chmod 700 "$XDG_DATA_HOME/chakra-tui"
cp "$XDG_DATA_HOME/chakra-tui/chakra-tui.db" "$work/kept.db"
head -c 20000 /dev/zero | tr '\0' 'x' >"$XDG_DATA_HOME/chakra-tui/chakra-tui.db"
judge 'a history that is none' history 3 ''
cp "$work/kept.db" "$XDG_DATA_HOME/chakra-tui/chakra-tui.db"
run doctor --json --data "$work/token"
expect 'a file for a folder' "$(json .failed)" data
expect 'its status' "$status" 3

# The webhook's secret counts only where one is configured.
printf 'webhook_secret_file = %s/none\n' "$work" >"$work/line"
sed -i "/^test_recipients/r $work/line" "$settings"
judge 'webhook secret' webhook 3 ''

# Not one message left in all of this but the one above.
sends=$(curl -s "$url/_sandbox/requests" | jq '[.[] | select(.path | endswith("/messages"))] | length')
expect 'messages' "$sends" 1
finish
