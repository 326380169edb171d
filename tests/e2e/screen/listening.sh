#!/bin/sh
# The terminal program takes webhooks itself when a port is set: signed ones move the row, others do
# nothing, and a second window says that the port is taken and goes on.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/account.sh"
start_account test
settings="$XDG_CONFIG_HOME/chakra-tui/chakra-tui.ini"
port=$(($$ % 10000 + 20000))
sed -i "s/^confirm = always/confirm = always\npoll = no\nlisten_port = $port\nwebhook_secret_env = HOOK_SECRET/" "$settings"
export HOOK_SECRET=invented-secret
start 120x40 "$CHAKRA_TUI"
until_screen "webhooks :$port"
keys Enter Enter
choose_template hello_world
type_text '15550001234'
keys F5
until_screen 'y send it'
keys y
until_row 'accepted ✓ '
wamid=$("$CHAKRA_TUI" history list --json | jq -r .wamid)
body="{\"statuses\":[{\"id\":\"$wamid\",\"status\":\"delivered\",\"timestamp\":\"1795430531\",\"recipient_id\":\"15550001234\"}]}"
body="{\"entry\":[{\"changes\":[{\"field\":\"messages\",\"value\":$body}]}]}"
signature=$(printf '%s' "$body" | openssl dgst -sha256 -hmac "$HOOK_SECRET" | sed 's/.*= *//')
post() { # SIGNATURE
    curl -s -o /dev/null -w '%{http_code}' -H "X-Chakra-Signature-256: $1" --data-binary "$body" \
        "http://127.0.0.1:$port/"
}
[ "$(post "$(printf '%064d' 0)")" = 401 ] || fail 'a wrong signature was taken'
[ "$(post "$signature")" = 200 ] || fail 'a signed webhook was refused'
until_row 'delivered ✓✓'
"$CHAKRA_TUI" history show 1 --json | jq -e '.events[] | select(.state == "delivered" and .source == "webhook")' >/dev/null ||
    fail 'the event does not name its source'
keys C-q
until_end 0
stop

# Somebody else has the port.
"$CHAKRA_TUI" listen --port "$port" >"$world/listen" 2>&1 &
other=$!
until_true 100 test -s "$world/listen" || fail 'listen did not start'
start 120x40 "$CHAKRA_TUI"
until_screen 'no webhooks'
kill "$other"
keys C-q
until_end 0
