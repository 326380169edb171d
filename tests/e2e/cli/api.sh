#!/bin/sh
# api: any request, within what the profile may do and to its own server alone; media and the account
# by their commands.
set -u
# shellcheck source=tests/e2e/cli/lib.sh
. "$(dirname "$0")/lib.sh"

command -v curl >/dev/null || { echo 'this test needs curl: install it, then run again'; exit 1; }
start_sandbox
at="--base-url $url"
seen() { curl -s "$url/_sandbox/requests" | jq -rc "$1"; }

run api --list --json
expect 'every entry, one a line' "$status $(jq -s length "$work/out")" '0 66'
expect 'nothing is made up: no path, then why' \
    "$(jq -rs '[.[]|select(.path==null and .effect!="guide")|.note]|unique|join("|")' "$work/out")" \
    'path not known, see the page'
expect 'with the page'"'"'s own titles' \
    "$(jq -rs '[.[]|select(.title=="Send Whatsapp Template Message For A Phone Number")|.method+" "+.page]|first' "$work/out")" \
    'POST api-11312774'

# shellcheck disable=SC2086
{
run api $at GET /v1/ext/whatsapp-business-account
expect 'the answer as it came' "$status $(json '._data[0].id')" '0 100000000000001'
run api $at GET /v1/ext/whatsapp-phone-number -f pluginId=other
expect 'a field of a GET goes into the query' "$status $(json '._errors[0]')" '5 plugin not found'
run api $at -i GET /v1/health
expect 'with its headers' "$(head -1 "$work/out")" 'HTTP/1.1 200 OK'
run api $at --verbose POST /v1/ext/chat --data '{"limit":1}'
expect_contains 'told on stderr' "$work/err" "> POST $url/v1/ext/chat"
expect_contains 'without the token' "$work/err" 'Authorization: Bearer ***'
run api $at GET '/v1/ext/plugin/whatsapp/{pluginId}/config'
expect 'what the settings know is filled in' "$status" 0
run api $at GET '/v1/ext/chat/{chatId}'
expect 'what they do not know is asked for' "$status" 4
run api $at GET /v1/ext/nothing-there
expect 'what the server does not know, it refuses' "$status" 5
expect 'and its answer is the output' "$(json .message)" 'Not Found'

printf '{"limit": 3}\n' >"$work/body.json"
run api $at POST /v1/ext/chat --data "@$work/body.json"
expect 'a body from a file' "$status" 0
expect "as it is" "$(seen ".[-1].body")" "{\"limit\":3}"
run api $at POST /v1/ext/chat -f limit=5 -f 'a[b]=true' -f 'a[c][]=x' -f 'a[c][]=1' -f n=null -f t=007
expect 'a body of fields, typed' "$(seen '.[-1].body')" '{"limit":5,"a":{"b":true,"c":["x",1]},"n":null,"t":"007"}'
run api $at POST /v1/ext/chat -f 'a=1' -f 'a[b]=2'
expect 'a field that is two things' "$status" 2
run api $at POST /v1/ext/chat --data '{oops'
expect 'a body that is no JSON' "$status" 4
run api $at GET /v1/ext/chat --data '{}'
expect 'a GET has no body' "$status" 2
run api $at FETCH /v1/health
expect 'no such method' "$status" 2

for i in 1 2 3 4 5; do
    run send $at --template hello_world --language en_US --to 1555000222$i
done
run api $at POST /v1/ext/chat -f limit=2 -f page=1 --paginate
expect 'pages by number' "$(jq -rcs '[.[]._data|length]' "$work/out")" '[2,2,1,0]'
run api $at GET '/v1/ext/plugin/whatsapp/api/v24.0/100000000000001/message_templates?limit=20' --paginate
expect 'pages by cursor' "$(jq -rcs '[.[].data|length]|[.[0],.[1],(.[2]>0)]' "$work/out")" '[20,20,true]'
expect 'and none twice' "$(jq -rs '[.[].data[].id]|(length == (unique|length))' "$work/out")" true
run api $at POST /v1/ext/procedure/lead/process/list -f limit=1 --paginate
expect 'pages by skip' "$status $(jq -s length "$work/out")" '0 1'
run api $at POST '/v1/ext/plugin/whatsapp/{pluginId}/update-config' --data '{}' --paginate
expect 'only reads have pages' "$status" 4

# The token goes to the profile's server and nowhere else, and only by plain paths.
before=$(seen length)
for path in https://evil.example/v1 http://127.0.0.1:1/v1 "$url.evil.example/v1" //evil.example/v1 \
    /v1/../admin /v1/./x /v1//x '/v1/%2e%2e/x' '/v1/ch%61t' '/v1/x%2fy' '/v1/x;y' '/v1/x y' \
    '/v1/x?a b'; do
    run api $at GET "$path"
    expect "refused: $path" "$status" 4
done
run api $at GET v1/health
expect 'no path' "$status" 2
expect 'and none of it went out' "$(seen length)" "$before"
run api $at GET "$url/v1/health"
expect 'its own address may be written in full' "$status" 0
}

cat >"$work/modes.ini" <<INI
[profile test]
base_url = $url
token_env = SHOP_TOKEN
mode = test
test_recipients = +15550001234 Asha
[profile look]
base_url = $url
token_env = SHOP_TOKEN
mode = read-only
[profile live]
base_url = $url
token_env = SHOP_TOKEN
mode = live
INI
export SHOP_TOKEN=canary
messages=/v1/ext/plugin/whatsapp/d83e1d23-50b8-4d87-8f92-842a0ac516f6/api/v24.0/200000000000001/messages
phone=/v1/ext/plugin/whatsapp/d83e1d23-50b8-4d87-8f92-842a0ac516f6/phoneNumber/15550001234/send-template-message
config=/v1/ext/plugin/whatsapp/d83e1d23-50b8-4d87-8f92-842a0ac516f6/update-config
before=$(seen length)
for case in "test POST $messages" "test POST $phone" "test POST $messages/" 'test POST /v1/ext/unknown' \
    "test PUT /v1/ext/plugin" "look POST $messages" "look POST $config" 'look PUT /v1/ext/procedure/lead/process/1' \
    'look DELETE /v1/ext/chat' "live POST $config" 'live DELETE /v1/ext/procedure/lead/process/1'; do
    # shellcheck disable=SC2086
    set -- $case
    run api --config "$work/modes.ini" --profile "$1" "$2" "$3" --data '{}'
    expect "refused: $case" "$status" 4
done
expect 'and none of it went out' "$(seen length)" "$before"
run api --config "$work/modes.ini" --profile test POST "$messages" --data '{}'
expect_contains 'with the way that there is' "$work/err" 'Use chakra-tui send'
for case in 'look GET /v1/ext/config' 'look POST /v1/ext/chat' 'test POST /v1/ext/chat'; do
    # shellcheck disable=SC2086
    set -- $case
    run api --config "$work/modes.ini" --profile "$1" "$2" "$3"
    expect "a read, allowed: $case" "$status" 0
done
run api --config "$work/modes.ini" --profile live POST "$config" --data '{"chakraWebhookUrl":"https://example.com/a"}' --yes
expect 'with --yes it is done' "$status $(json '._data.success')" '0 true'

# shellcheck disable=SC2086
{
run account show $at --json
expect 'the account' \
    "$(json '[(.senders|length),.business_accounts[0].id,.plugin_config.chakra_webhook_url,.is_copy]|@csv')" \
    '2,"100000000000001","https://example.com/a",false'
run media show $at 300000000000001 --json
expect 'a media' "$(json '.type + " " + (.bytes|tostring)')" 'image/png 67'
digest=$(json .sha256)
run media fetch $at 300000000000001 -o "$work/picture.png" --json
expect 'is fetched' "$status $(json .bytes) $(sha256sum <"$work/picture.png" | cut -d' ' -f1)" "0 67 $digest"
run media fetch $at 300000000000001 -o "$work/picture.png"
expect 'never over another file' "$status" 4
run media fetch $at 404 -o "$work/none.png"
expect 'an unknown media' "$status" 5
expect 'leaves nothing behind' "$(find "$work" -name '*none.png*' -o -name '*.part-*')" ''
run media fetch $at 300000000000001
expect 'needs to know where' "$status" 2

run chats window $at 15550002221 --json
expect 'a window that nobody opened' "$(json .window)" closed
curl -s -X POST --data '{"from":"15550002221","text":"hi"}' "$url/_sandbox/inbound"
run chats window $at 15550002221 --json
expect 'opens with a message' "$(json '.window + " " + (.closes_at > .last_inbound_at|tostring)')" 'open true'
}
stop_sandbox
run account show --base-url "$url" --json
expect 'without the server, what was known' "$status $(json .is_copy)" '0 true'
finish
