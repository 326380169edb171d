#!/bin/sh
# Bad input, named: settings, token, server, history. Each has a clear message with a next step, and
# nothing but its JSON on stdout.
set -u
# shellcheck source=tests/e2e/cli/lib.sh
. "$(dirname "$0")/lib.sh"

ini=$work/config/chakra-tui/chakra-tui.ini
mkdir -p "$work/config/chakra-tui"

# wrong_settings STATUS PIECE PIECE: the message names the place and what to do.
wrong_settings() {
    run send --template hello_world --language en_US --to 15550001234 --json
    expect 'exit' "$status" "$1"
    expect 'stdout' "$(cat "$work/out")" ''
    expect_contains 'what' "$work/err" "$2"
    expect_contains 'next step' "$work/err" "$3"
}

printf '[profile acme]\nmode = production\n' >"$ini"
wrong_settings 3 "$ini:2: mode cannot be 'production'" 'test|live|read-only'
printf '[profile acme]\ntoken_env = %0250d\n' 0 >"$ini"
wrong_settings 3 "$ini:2: the line has 262 bytes" 'token_file = PATH'
printf '[profile acme]\ntoken = abc\n' >"$ini"
wrong_settings 3 "$ini:2" 'token_command'
echo secret >"$work/token"
chmod 644 "$work/token"
printf '[profile acme]\ntoken_file = %s\n' "$work/token" >"$ini"
wrong_settings 3 "$work/token can be read by others" 'chmod 600'
chmod 600 "$work/token"
wrong_settings 3 'names no plugin' '--plugin UUID'
run --plugin suport config check
expect 'unknown plugin' "$status" 3
expect_contains 'unknown plugin' "$work/err" "no plugin 'suport'"
printf '[profile acme]\ntoken_command = sh -c "echo no key >&2; exit 4"\n' >"$ini"
wrong_settings 3 'status 4: no key' 'by hand'
run config check --config "$work/none.ini"
expect 'no such file' "$status" 3
expect_contains 'no such file' "$work/err" "$work/none.ini"
printf '[profile acme]\ntoken_file = %s\n' "$work/token" >"$ini"
run config check
expect 'right settings' "$status" 0
run config show --json --timeout 7
expect 'origin' "$(jq -r 'select(.name == "timeout") | .value + " " + .origin' "$work/out")" \
    '7 --timeout'
expect 'origin of the file' "$(jq -r 'select(.name == "token_file") | .origin' "$work/out")" "$ini:2"

# Mode test: only test_recipients, from anywhere.
# shellcheck disable=SC2119
start_sandbox
printf '%s\n' '[profile acme]' "base_url = $url" "token_file = $work/token" \
    'test_recipients = +15550001234 Asha' '[plugin support]' \
    'id = d83e1d23-50b8-4d87-8f92-842a0ac516f6' >"$ini"
run send --template hello_world --language en_US --to 15550001234 --json
expect 'several senders' "$status" 3
expect_contains 'several senders' "$work/err" '--from 200000000000001'
printf '%s\n' '[phone main]' 'plugin = support' 'id = 200000000000001' >>"$ini"
run send --template hello_world --language en_US --to 15550001234 --json
expect 'a test recipient' "$status $(json .state)" '0 accepted'
run send --template hello_world --language en_US --to 15550004321 --json
expect 'somebody else' "$status $(json '.problems[-1].slot')" '4 to'
expect_contains 'why' "$work/out" 'test_recipients'
sed -i 's/^test_recip.*/mode = read-only/' "$ini"
run send --template hello_world --language en_US --to 15550001234 --json
expect 'read-only' "$status" 4

# Without settings: --base-url, --plugin and --from are enough.
rm "$ini"
echo sandbox >"$work/token"
run send --base-url "$url" --plugin d83e1d23-50b8-4d87-8f92-842a0ac516f6 --from 200000000000001 \
    --token-file "$work/token" --template hello_world --language en_US --to 15550001234 --json --force
expect 'no settings' "$status $(json .state)" '0 accepted'
echo expired >"$work/token"
run send --base-url "$url" --token-file "$work/token" --template hello_world --language en_US \
    --to 15550001234 --json --force
expect 'wrong token' "$status" 3

# A token command is asked once more after a 401: tokens of such a source may be short-lived.
cat >"$work/token-command" <<'SCRIPT'
#!/bin/sh
if [ -e "$1/asked" ]; then echo fresh; else echo expired; fi
echo >>"$1/asked"
SCRIPT
chmod 700 "$work/token-command"
printf '%s\n' '[profile acme]' "base_url = $url" \
    "token_command = $work/token-command $work" >"$ini"
run templates list --from 200000000000001
expect 'renewed token' "$status" 0
expect 'asked twice' "$(wc -l <"$work/asked" | tr -d ' ')" 2
rm "$ini"
stop_sandbox

# A history that cannot be used: nothing is sent.
mkdir -p "$work/broken/sandbox"
echo 'this is no database, and it is long enough to be looked at' >"$work/broken/sandbox/chakra-tui.db"
run --sandbox --data "$work/broken" send --template hello_world --language en_US --to 15550001234 \
    --json
expect 'broken history' "$status $(json .state)" '3 not_sent'
expect 'next step' "$(json '.error.next | length > 0')" true
run --sandbox --data "$work/broken" history list
expect 'broken history, listed' "$status" 3

# Output that cannot be written.
if [ -e /dev/full ]; then
    status=0
    "$program" --help >/dev/full 2>"$work/err" || status=$?
    expect 'full disk' "$status" 3
    # What was sent was sent: a script must take a full disk neither for a refusal and send again,
    # nor for a success whose wamid it has.
    status=0
    "$program" --sandbox send --template hello_world --language en_US --to 15550001234 --force --json \
        >/dev/full 2>"$work/err" || status=$?
    expect 'sent, though the disk is full' "$status" 6
    expect_contains 'it says so' "$work/err" 'the message was sent and accepted: #'
    expect 'why, once' "$(grep -c 'No space left' "$work/err")" 1
    wamid=$(sed -n 's/.*accepted: #[0-9]* \(wamid\.[^ ]*\)\. Do not.*/\1/p' "$work/err")
    run --sandbox history list --json --limit 1
    expect 'with its wamid' "$(json .wamid)" "$wamid"
    status=0
    "$program" --sandbox send --template hello_world --language en_US --to 15550001235 --dry-run \
        >/dev/full 2>"$work/err" || status=$?
    expect 'a dry run sends nothing' "$status" 3
    status=0
    "$program" --sandbox send --template hello_world --language en_US --to 15550131026 --json \
        >/dev/full 2>"$work/err" || status=$?
    expect 'a rejection is one' "$status" 5
fi
finish
