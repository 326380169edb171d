#!/bin/sh
# Secrets with unmistakable values go through every command; then every file that was written and
# every byte that was printed is searched for them, plain, as base64 and as hex. Nothing is found.
#
# Two exceptions are asked for by the operator, and go to the screen only: a dry run prints the
# request as it would go out, one-time code and all; and `chats` prints the texts that the server has.
set -u
# shellcheck source=tests/e2e/cli/lib.sh
. "$(dirname "$0")/lib.sh"

for tool in curl openssl xxd; do
    command -v $tool >/dev/null || { echo "this test needs $tool: install it, then run again"; exit 1; }
done

token=EAAcanaryTokenQ7x9ZzNobodyMaySeeThis0123456789
secret=canaryWebhookSecretQ8y7NobodyMaySeeThis98765
code=ZC4N4RYC0DE77

# Outside of what is searched: where the operator keeps secrets, and what the children say.
vault=$(mktemp -d "${TMPDIR:-/tmp}/chakra-vault.XXXXXX") || exit 1
trap 'clean_up; rm -rf "$vault"' EXIT
mkdir -p "$work/captured"
runs=0

# ---------------------------------------------------------------- the search

# forms TEXT: how it may stand in a file, one a line. Of base64 what does not depend on what stands
# before and after, for each of the three places where it may begin.
forms() {
    printf '%s\n' "$1"
    printf '%s' "$1" | xxd -p | tr -d '\n'
    echo
    printf '%s' "$1" | xxd -p -u | tr -d '\n'
    echo
    for before in '' x xx; do
        encoded=$(printf '%s%s' "$before" "$1" | openssl base64 -A | tr -d '=')
        printf '%s\n' "$encoded" | cut -c"$((${#before} == 0 ? 1 : 5))-$((${#encoded} - 3))"
    done
}

for value in "$token" "$secret" "$code"; do forms "$value"; done >"$vault/forms"
expect 'three secrets in six forms' "$(grep -c . "$vault/forms")" 18
expect 'no form is short' "$(grep -cE '^.{12,}' "$vault/forms")" 18

# Names of the files under $work that hold one of them, in any form.
leaks() {
    LC_ALL=C grep -rlaF -f "$vault/forms" "$work" | sed "s|^$work/||" | sort | tr '\n' ' '
}

# The search itself is tried: each secret in each form, between other bytes, is found.
said='the search'
expect 'nothing there yet' "$(leaks)" ''
for value in "$token" "$secret" "$code"; do
    for before in '' a bc; do
        printf '\0%s%s and more' "$before" "$value" >"$vault/plain"
        cp "$vault/plain" "$work/planted"
        expect 'plain' "$(leaks)" 'planted '
        xxd -p <"$vault/plain" | tr -d '\n' >"$work/planted"
        expect 'hex' "$(leaks)" 'planted '
        openssl base64 -A <"$vault/plain" >"$work/planted"
        expect 'base64' "$(leaks)" 'planted '
        rm "$work/planted"
    done
done

# ---------------------------------------------------------------- the runs

# go ARGS…: run, and what it printed is kept for the search.
go() {
    run "$@"
    runs=$((runs + 1))
    cp "$work/out" "$work/captured/$runs.out"
    cp "$work/err" "$work/captured/$runs.err"
}

# send ARGS…: one with the code.
send() {
    go send --template otp_copy_code --language en_US --set "otp=$code" --json --log debug "$@"
}

# The token's source: says what it was given, then the token.
cat >"$vault/token-command" <<SCRIPT
#!/bin/sh
env >>"$vault/child-environment"
tr '\\0' ' ' </proc/\$PPID/cmdline >>"$vault/parent-command-line" 2>/dev/null
cat "$vault/\$1"
SCRIPT
chmod 700 "$vault/token-command"
printf '%s' "$token" >"$vault/token"
printf 'expired' >"$vault/expired"
printf '%s' "$secret" >"$vault/secret"
chmod 600 "$vault/token" "$vault/secret" "$vault/expired"

# shellcheck disable=SC2119
start_sandbox
mkdir -p "$work/config/chakra-tui"
ini="$work/config/chakra-tui/chakra-tui.ini"
cat >"$ini" <<INI
[chakra-tui]
profile = live

[profile live]
base_url = $url
token_command = $vault/token-command token
webhook_secret_command = $vault/token-command secret
mode = live

[profile old]
base_url = $url
token_command = $vault/token-command expired
mode = live

[profile other]
base_url = $url
token_env = OTHER_TOKEN
webhook_secret_env = OTHER_SECRET
mode = live
INI
export CHAKRA_TUI_PLUGIN=d83e1d23-50b8-4d87-8f92-842a0ac516f6 CHAKRA_TUI_FROM=200000000000001
export OTHER_TOKEN="$token" OTHER_SECRET="$secret"

send --to 15550001234
expect 'accepted' "$status $(json .state)" '0 accepted'
first=$(json .id)
send --to 15550131026
expect 'rejected' "$status $(json .state)" '5 rejected'
send --to 15550000998
expect 'unknown' "$status $(json .state)" '6 unknown'
send --to 15550000998
expect 'the guard' "$status" 4
send --to 15550000999 --timeout 1
expect 'unknown, but stored' "$status $(json .state)" '6 unknown'
send --to 15550000502
expect 'HTML' "$status" 6
send --to 15550000402
expect 'billing' "$status" 8
send --to 15550001234 --profile old
expect '401' "$status" 3
send --to 15550001235 --profile other
expect 'from a variable' "$status $(json .state)" '0 accepted'
send --to 15550001236 --base-url http://127.0.0.1:1
expect 'no connection' "$status $(json .state)" '7 not_sent'
send --to 12
expect 'a bad number' "$status" 4
go send --template otp_copy_code --language en_US --set otp= --to 15550001234 --json
expect 'no code' "$status" 4

# It went out as it is: only the record is without it.
curl -s "$url/_sandbox/requests" >"$vault/requests"
expect 'the code went out' "$(grep -qF "$code" "$vault/requests" && echo yes)" yes

go send --template hello_world --language en_US --to 15550001234 --dry-run --json
run send --template otp_copy_code --language en_US --set "otp=$code" --to 15550001234 --dry-run --json
expect 'a dry run shows the request as it is' "$(grep -cF "$code" "$work/out")" 1
: >"$work/out"
go templates list --json --log debug
expect 'templates' "$status" 0
go templates show otp_copy_code --json
go history list --json
go history list
go history show "$first" --json
expect 'masked' "$(json '[.values.otp, .request.body.template.components[0].parameters[0].text] | unique | tostring')" \
    '["***"]'
go history show "$first"
go history reconcile --json --log debug
run chats list --json
expect 'chats show what the server has' "$status $(grep -qF "$code" "$work/out" && echo yes)" '0 yes'
expect 'but not the token' "$(cat "$work/out" "$work/err" | grep -cF "$token")" 0
: >"$work/out"
go config show --json
go config show --profile other
go config check
go doctor --json --log debug
expect 'doctor' "$(json '.checks[] | select(.check == "token") | .state')" ok
go doctor --profile old
go doctor --profile other
CHAKRA_TOKEN=$token go doctor
go config init -o "$work/made.ini" --base-url "$url" --token-file "$vault/token" --yes
CHAKRA_TOKEN=$token go config init -o - --base-url "$url" --token-env CHAKRA_TOKEN --yes
go config init -o - --token-env "$token"
expect 'a token for a variable' "$status" 3
go config init -o - --token-file "$token"
go explain 190
CHAKRA_TOKEN=$token go send --template hello_world --language en_US --to 15550001237 --json
expect 'CHAKRA_TOKEN' "$status" 0
CHAKRA_TOKEN=$token go config show --json
CHAKRA_WEBHOOK_SECRET=$secret go config show --json
CHAKRA_TOKEN="$token with blanks" go templates list
expect 'a token that is none' "$status" 3
go templates list --token-file "$vault/token"
chmod 644 "$vault/token"
go templates list --token-file "$vault/token"
expect 'a token that others can read' "$status" 3
chmod 600 "$vault/token"
# The token is no argument; what is said of one does not repeat it.
go --token "$token" templates list
expect 'the token is no argument' "$status" 2
go "--token=$token" templates list
expect 'in no form' "$status" 2

# A send that hangs: what others see of the process.
"$program" send --template otp_copy_code --language en_US --set "otp=$code" --to 15550000999 \
    --force --timeout 60 --json >"$work/captured/held.out" 2>"$work/captured/held.err" &
held=$!
tries=200
until "$program" history list --json 2>/dev/null | grep -q '"state":"sending"'; do
    tries=$((tries - 1))
    [ "$tries" -gt 0 ] || break
    sleep 0.05
done
expect 'it is sending' "$((tries > 0))" 1
expect 'the token is on no command line' \
    "$(tr '\0' ' ' <"/proc/$held/cmdline" 2>/dev/null | grep -cF "$token")" 0
expect 'while it runs' "$(leaks)" ''
kill -TERM "$held"
wait "$held"

# listen: its secret by command, its database open while it is searched.
mkfifo "$vault/pipe"
CHAKRA_TOKEN=$token "$program" listen --port 0 --json --log debug >"$vault/pipe" \
    2>"$work/captured/listen.err" &
listener=$!
exec 3<"$vault/pipe"
read -r address <&3
cat <&3 >"$work/captured/listen.out" &
reader=$!
exec 3<&-
wamid=$("$program" history show "$first" --json | jq -r .wamid)
printf '{"event":"status","payload":{"id":"%s","deliveryStatus":"READ","timestamp":1798761600123}}' \
    "$wamid" >"$work/body"
signature=$(openssl dgst -sha256 -hmac "$secret" -hex <"$work/body" | sed 's/.*= *//')
expect 'signed' "$(curl -s -o /dev/null -w '%{http_code}' -H "X-Chakra-Signature-256: $signature" \
    --data-binary "@$work/body" "$address")" 200
expect 'unsigned' "$(curl -s -o "$work/captured/answer" -w '%{http_code}' \
    --data-binary "@$work/body" "$address")" 401
expect 'while it listens' "$(leaks)" ''
kill -TERM "$listener"
wait "$listener"
wait "$reader"
go history show "$first" --json
expect 'applied' "$(json .state)" read
go history import-status "$work/captured/listen.out" --json

# ---------------------------------------------------------------- what was left

said='all of it'
expect 'there is a database' "$([ -s "$work/data/chakra-tui/chakra-tui.db" ] && echo yes)" yes
expect 'there is a log' "$([ -s "$work/state/chakra-tui/chakra-tui.log" ] && echo yes)" yes
expect 'no file and no output holds a secret' "$(leaks)" ''
expect 'the children were asked' "$(grep -c '^PATH=' "$vault/child-environment" | sed 's/^[1-9][0-9]*$/many/')" many
expect 'no child got a secret' "$(LC_ALL=C grep -cF -f "$vault/forms" "$vault/child-environment")" 0
expect 'nor its variables' "$(grep -cE '^(CHAKRA_TOKEN|CHAKRA_WEBHOOK_SECRET|OTHER_TOKEN|OTHER_SECRET)=' \
    "$vault/child-environment")" 0
expect 'no command line had the token' "$(grep -cF "$token" "$vault/parent-command-line")" 0
echo "$runs runs, $(find "$work" -type f | wc -l) files searched"
finish
