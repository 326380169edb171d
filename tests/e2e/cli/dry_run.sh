#!/bin/sh
# For every send of the test data: the dry run's body is exactly the request that is wanted, and
# no row is made.
set -u
# shellcheck source=tests/e2e/cli/lib.sh
. "$(dirname "$0")/lib.sh"

start_sandbox --templates "$data/templates"
for file in "$data"/sends/*.json; do
    jq .inputs "$file" >"$work/values.json"
    run --base-url "$url" send --dry-run --json --template "$(jq -r .template "$file")" \
        --language "$(jq -r .language "$file")" --values "$work/values.json"
    expect "request of $(basename "$file")" "$(jq -S .request.body "$work/out" 2>/dev/null)" \
        "$(jq -S .request "$file")"
done
expect 'method' "$(json .request.method)" POST
expect 'url' "$(json .request.url)" \
    "$url/v1/ext/plugin/whatsapp/d83e1d23-50b8-4d87-8f92-842a0ac516f6/api/v24.0/200000000000001/messages"

# None of this made a row.
run history list --json
expect 'rows' "$status $(wc -l <"$work/out" | tr -d ' ')" '0 0'

# It prints on exit 4 as well, as much as can be built; also when the template is unknown.
run --base-url "$url" send --dry-run --json --template order_shipped_positional \
    --language en_US --to 15550001234 --set body.1=Asha
expect 'exit with a gap' "$status" 4
expect 'body with a gap' "$(json '.request.body.template.name')" order_shipped_positional
expect 'its problems' "$(json '[.problems[].slot] | contains(["body.2"])')" true
expect 'keys of a problem' "$(json '.problems[0] | keys_unsorted | join(" ")')" \
    'slot rule level message prevents'
run --base-url "$url" send --dry-run --json --template nothing_such --language en_US \
    --to 15550001234
expect 'exit of unknown' "$status" 4
expect 'body of unknown' "$(json '.request.body.template | .name, .language.code')" 'nothing_such
en_US'
run --base-url http://127.0.0.1:1 --data "$work/empty" send --dry-run --json --template a \
    --language en_US --to 15550001234
expect 'exit without a server' "$status $(json '.problems | length')" '7 1'
stop_sandbox
expect 'the sandbox ended well' "$stopped" 0

# A preset says all but the recipient; options win, and its variables are expanded once.
cat >"$work/preset.json" <<'JSON'
{"version": 1, "template": "order_shipped_positional", "language": "en_US",
 "values": {"body.1": "${env:SHOP}", "body.2": "$${x}", "body.3": "${today}", "body.4": "2"}}
JSON
export SHOP=Marlow
run --sandbox send --values "$work/preset.json" --to 15550001234 --set 'body.4=${today}' --dry-run --json
expect 'preset: status' "$status" 0
expect 'preset: values' "$(jq -r '[.request.body.template.components[0].parameters[].text] | join("|")' "$work/out")" \
    "Marlow|\${x}|$(date +%Y-%m-%d)|\${today}"
expect 'preset: template' "$(jq -r .request.body.template.name "$work/out")" order_shipped_positional
run --sandbox send --values "$work/preset.json" --template hello_world --to 15550001234 --dry-run --json
expect 'the option wins' "$status $(jq -r .request.body.template.name "$work/out")" '4 hello_world'
unset SHOP
run --sandbox send --values "$work/preset.json" --to 15550001234 --dry-run --json
expect 'a variable that is not set' "$status $(jq -r '.problems[0].slot' "$work/out")" '4 body.1'
printf '{"body.1": "${today}"}' >"$work/values.json"
run --sandbox send --values "$work/values.json" --to 15550001234 --dry-run
expect 'values are no preset' "$status" 2
finish
