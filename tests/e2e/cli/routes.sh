#!/bin/sh
# The three routes of a send: one set of slots, three requests, one store; and what a route cannot
# do is refused before anything leaves.
# shellcheck disable=SC2086  # $at and $filled are words
set -u
# shellcheck source=tests/e2e/cli/lib.sh
. "$(dirname "$0")/lib.sh"

command -v curl >/dev/null || { echo 'this test needs curl: install it, then run again'; exit 1; }
start_sandbox
at="--base-url $url"
plugin=d83e1d23-50b8-4d87-8f92-842a0ac516f6
filled='--template order_shipped_positional --language en_US --set body.1=Asha --set body.2=1042 --set body.3=today --set body.4=2'
pairs='[["1","Asha"],["2","1042"],["3","today"],["4","2"]]'

# shellcheck disable=SC2086
for route in messages phone; do
    run send $at $filled --to 15550001111 --route $route --dry-run --json
    expect "$route: a dry run" "$status" 0
done
expect 'the phone route names the recipient in its path' "$(json .request.url)" \
    "$url/v1/ext/plugin/whatsapp/$plugin/phoneNumber/15550001111/send-template-message"
expect 'its body is flat' \
    "$(json '[.request.body.whatsappPhoneNumberId,.request.body.templateName,.request.body.language]|@csv')" \
    '"200000000000001","order_shipped_positional","en_US"'
expect 'with one pair a variable' \
    "$(json '[.request.body.mapping[]|[.schemaPropertyName,.schemaPropertyValue]]|tojson')" "$pairs"
expect 'nothing was sent' "$(curl -s "$url/_sandbox/messages")" '[]'

# shellcheck disable=SC2086
run send $at $filled --to 15550001111 --json
expect 'by messages' "$status $(json .state)" '0 accepted'
expect 'whose answer has a wamid alone' "$(json 'has("route")')" false
# shellcheck disable=SC2086
run send $at $filled --to 15550001112 --route phone --json
expect 'by phone' "$status $(json '.state + " " + .route + " " + .delivery_status')" '0 accepted phone SENT'
id=$(json .id)
message_id=$(json .message_id)
run send $at --template hello_world --language en_US --route process --process lead/1 --json
expect 'by process' "$status $(json '.state + " " + .to + " " + .route')" '0 accepted 15550001234 process'
expect 'all three are in one store' \
    "$(curl -s "$url/_sandbox/messages" | jq -rc '[.[].to]')" '["15550001234","15550001112","15550001111"]'
expect 'with the same text' "$(curl -s "$url/_sandbox/messages" | jq -rc '.[1].text == .[2].text')" true

run history show "$id" --json
expect 'the history keeps what the answer said' \
    "$(json '.route + " " + .message_id + " " + .delivery_status')" "phone $message_id SENT"
run history show "$id"
expect_contains 'and shows it' "$work/out" 'message id'

run send $at --template hello_world --language en_US --route process --process lead/1 --to 15550004321 --json
expect 'another --to is refused' "$status $(json '[.problems[]|select(.level=="error")|.slot]|join(",")')" '4 to'
run send $at --template hello_world --language en_US --route process --process lead/1 --to +15550001234 --force --json
expect 'the same one is fine' "$status" 0
run send $at --template hello_world --language en_US --route process --json
expect 'a record is needed' "$status $(json '.problems[0].slot')" '4 process'
run send $at --template hello_world --language en_US --route process --process lead --json
expect 'of both parts' "$status $(json '.problems[0].slot')" '4 process'
run send $at --template hello_world --language en_US --to 15550001113 --process lead/1 --json
expect 'and only for that route' "$status $(json '.problems[0].slot')" '4 process'
run send $at --template hello_world --language en_US --route process --process lead/404 --json
expect 'an unknown record is the server'"'"'s to refuse' "$status $(json .error.title)" '5 process not found'
run send $at --template hello_world --language en_US --route letter --to 15550001113
expect 'an unknown route' "$status" 2

# What a route cannot carry is named by its slot.
refused() {
    slot=$1
    shift
    run send $at --to 15550001114 --route phone --language en_US --json "$@"
    expect "phone cannot carry $slot" \
        "$status $(json "[.problems[]|select(.rule==\"route\")|.slot]|index(\"$slot\") != null")" '4 true'
    expect 'in words' "$(json '[.problems[]|select(.rule=="route")|.message|test("route phone")]|all')" true
}
refused button.0.coupon_code --template coupon_copy_code --set button.0.coupon_code=SAVE20
refused biz_opaque_callback_data --template hello_world --set biz_opaque_callback_data=x
refused header.id --template event_invite_image --set header.id=123
refused card.0.header.link --template media_carousel --set card.0.header.link=https://example.com/a.jpg
expect 'nothing of it was sent' \
    "$(curl -s "$url/_sandbox/messages" | jq -rc '[.[]|select(.to=="15550001114")]|length')" 0

# What the recipient does, it does on every route.
export CHAKRA_TUI_MAX_ATTEMPTS=1
for case in '15550131026 5 131026' '15550000402 8 null' '15550000429 8 null'; do
    # shellcheck disable=SC2086
    set -- $case
    run send $at --template hello_world --language en_US --route phone --to "$1" --timeout 10 --json
    expect "phone to $1" "$status $(json '.error.code')" "$2 $3"
done
run send $at --template hello_world --language en_US --route phone --to 15550000998 --json
expect 'a lost answer is unknown there too' "$status $(json .state)" '6 unknown'

# By the settings: of the profile, and of the plugin, which goes first; a flag goes before both.
cat >"$work/routes.ini" <<INI
[profile shop]
base_url = $url
token_env = SHOP_TOKEN
mode = test
test_recipients = +15550001234 Asha
route = phone
[plugin chat]
id = $plugin
[phone one]
id = 200000000000001
INI
export SHOP_TOKEN=canary
hello="--config $work/routes.ini --template hello_world --language en_US --dry-run --json"
# shellcheck disable=SC2086
run send $hello --to 15550001234
expect 'the profile'"'"'s route' "$(json '.request.url|test("/phoneNumber/15550001234/")')" true
# shellcheck disable=SC2086
run send $hello --to 15550001234 --route messages
expect 'the flag goes first' "$(json '.request.url|endswith("/messages")')" true
sed 's/^id = d83.*/&\nroute = messages/' "$work/routes.ini" >"$work/plugin.ini"
run send --config "$work/plugin.ini" --template hello_world --language en_US --dry-run --json --to 15550001234
expect 'the plugin'"'"'s goes before the profile'"'"'s' "$(json '.request.url|endswith("/messages")')" true
# shellcheck disable=SC2086
run send $hello --route process --process ticket/7
expect 'mode test holds for records: another contact' "$status" 4
# shellcheck disable=SC2086
run send $hello --route process --process lead/1
expect 'and a test recipient'"'"'s record' "$status" 0
# shellcheck disable=SC2086
run send $hello --route process --process lead/404
expect 'and nobody knows whose' "$status $(json '.problems[0].slot')" '4 process'
sed 's/^route = phone/route = post/' "$work/routes.ini" >"$work/wrong.ini"
run config check --config "$work/wrong.ini"
expect 'a route that is none' "$status" 3
expect_contains 'is told with those that are' "$work/err" 'messages|phone|process'
# Numbers have a decimal point wherever the operator is (only where locales can be made).
if mkdir "$work/locales" && localedef -i de_DE -f UTF-8 "$work/locales/de_DE.UTF-8" 2>/dev/null; then
    # The C library leaks the path itself, before our program begins.
    export LOCPATH="$work/locales" LC_ALL=de_DE.UTF-8 ASAN_OPTIONS=detect_leaks=0
    run --sandbox send --route phone --template courier_location --language en_US --to 15550001234 \
        --set header.latitude=50.125 --set header.longitude=8.5 --dry-run --json
    expect 'a German latitude' "$(jq -c '.request.body.locationLatitude' "$work/out")" 50.125
    unset LOCPATH ASAN_OPTIONS
    export LC_ALL=C.UTF-8
fi

finish
