#!/bin/sh
# `templates create` and `update`: checked, confirmed, submitted once, watched; then sent.
set -u
# shellcheck source=tests/e2e/cli/lib.sh
. "$(dirname "$0")/lib.sh"

cat >"$work/new.json" <<'EOF'
{"name": "parcel_ready", "language": "en_US", "category": "UTILITY", "id": "1", "status": "APPROVED",
 "quality_score": {"score": "GREEN"}, "rejected_reason": "NONE", "components": [
  {"type": "BODY", "text": "Hi {{1}}, your parcel {{2}} is ready.", "example": {"body_text": [["Ann", "7"]]}}]}
EOF
jq '.components[0].text |= sub("is ready"; "has come")' "$work/new.json" >"$work/edited.json"
submit() { # NAME-ENDING ARGS…
    jq ".name = \"parcel_$1\"" "$work/new.json" >"$work/named.json"
    shift
    run --base-url "$url" templates create "$work/named.json" "$@"
}

start_sandbox
run --base-url "$url" templates create "$work/new.json" --dry-run
expect 'dry run' "$status $(json .request.method) $(json '.request.url | sub("^http://[^/]*"; "")')" \
    '0 POST /v1/ext/plugin/whatsapp/api/v24.0/100000000000001/message_templates'
expect 'the body' "$(json '.request.body | keys_unsorted | join(" ")')" 'name language category components'
expect 'nothing left' "$(curl -s "$url/_sandbox/requests" | jq '[.. | .method? // empty | select(. == "POST")] | length')" 0
run --base-url "$url" templates create "$work/new.json" --json
expect 'created' "$status $(json .status) $(json .category)" '0 PENDING UTILITY'
run --base-url "$url" send --template parcel_ready --language en_US --to 15550001234 \
    --set body.1=Ann --set body.2=7
expect 'not before it is approved' "$status" 4
run --base-url "$url" templates create "$work/new.json"
expect 'twice' "$status" 4
expect_contains 'twice' "$work/err" 'V71'
run --base-url "$url" templates update parcel_ready "$work/edited.json"
expect 'an edit while it is reviewed, or after it' "$(case $status in 0 | 4) echo fine ;; esac)" fine
until run --base-url "$url" send --template parcel_ready --language en_US --to 15550001234 \
    --set body.1=Ann --set body.2=7 --dry-run; [ "$status" -eq 0 ]; do
    [ "$checks" -lt 10000 ] || break
    checks=$((checks + 1))
done
run --base-url "$url" send --template parcel_ready --language en_US --to 15550001234 \
    --set body.1=Ann --set body.2=7
expect 'sent' "$status" 0

submit watched --watch 20s --json
expect 'watched' "$status $(json .status)" '0 APPROVED'
submit watched_scam --watch 20s --json
expect 'rejected' "$status $(json .status) $(json .rejected_reason)" '5 REJECTED SCAM'
submit watched_stays_pending --watch 1s --json
expect 'not decided' "$status $(json .status)" '6 PENDING'
submit watched_recategorized --watch 20s --json
expect 'another category' "$status $(json .category)" '0 MARKETING'
expect_contains 'is said' "$work/err" 'the category is MARKETING, not UTILITY'

jq '.name = "parcel_watched"' "$work/edited.json" >"$work/named.json"
run --base-url "$url" templates update parcel_watched "$work/named.json" --watch 20s --json
expect 'updated' "$status $(json .status)" '0 APPROVED'
expect_contains 'the diff' "$work/err" 'your parcel {{2}} [-is ready-]{+has come+}.'
run --base-url "$url" templates update parcel_watched "$work/named.json"
expect 'nothing to do' "$status" 0
expect_contains 'nothing to do' "$work/err" 'has this definition already'
jq '.category = "MARKETING"' "$work/named.json" >"$work/moved.json"
run --base-url "$url" templates update parcel_watched "$work/moved.json"
expect 'a category cannot change' "$status" 4
run --base-url "$url" templates update nobody "$work/named.json"
expect 'another name than the file' "$status" 4
run --base-url "$url" templates update hello_world "$data/templates/hello_world.json" --language de
expect 'no such language' "$status" 4

# What the rules find does not leave.
before=$(curl -s "$url/_sandbox/requests" | jq length)
jq '.components[0].text = "{{1}}"' "$work/new.json" >"$work/bad.json"
run --base-url "$url" templates create "$work/bad.json"
expect 'begins with a variable' "$status" 4
expect_contains 'V70' "$work/err" 'body.text V70'
expect 'no request at all' "$(curl -s "$url/_sandbox/requests" | jq length)" "$before"
jq '.message_send_ttl_seconds = 5' "$work/new.json" >"$work/bad.json"
run --base-url "$url" templates create "$work/bad.json"
expect_contains 'V73' "$work/err" 'V73'
jq '.components[0].text = ("wordy " * 200000)' "$work/new.json" >"$work/bad.json"
run --base-url "$url" templates create "$work/bad.json"
expect 'a megabyte' "$status" 4
expect_contains 'a megabyte' "$work/err" 'at most 1024 are allowed'
jq -s . "$work/new.json" "$work/new.json" >"$work/bad.json"
run --base-url "$url" templates create "$work/bad.json"
expect 'twice in a file' "$status" 4
echo '{"name": 1}' >"$work/bad.json"
run --base-url "$url" templates create "$work/bad.json"
expect 'no definition' "$status" 4
run --base-url "$url" templates create "$work/new.json" --watch soon
expect 'no span' "$status" 2

# An authentication template as it is listed goes out as creation wants it.
jq '.name = "code_new"' "$data/templates/otp_copy_code.json" >"$work/code.json"
run --base-url "$url" templates create "$work/code.json" --dry-run
expect 'one-time code' "$(json '.request.body.components | tostring')" \
    '[{"type":"BODY","add_security_recommendation":true},{"type":"FOOTER","code_expiration_minutes":5},{"type":"BUTTONS","buttons":[{"type":"OTP","otp_type":"COPY_CODE","text":"Copy code"}]}]'

# Profiles: a live one needs a yes, a read-only one refuses.
mkdir -p "$work/config/chakra-tui"
for mode in live test read-only; do
    cat >"$work/config/chakra-tui/chakra-tui.ini" <<EOF
[chakra-tui]
profile = acme
[profile acme]
base_url = $url
token_env = ACME_TOKEN
mode = $mode
[phone one]
id = 200000000000001
waba = 100000000000001
EOF
    export ACME_TOKEN=canary
    jq ".name = \"parcel_in_$mode\" | .name |= sub(\"-\"; \"_\")" "$work/new.json" >"$work/named.json"
    run --from 200000000000001 templates create "$work/named.json"
    case $mode in
    read-only) expect "$mode" "$status" 4 ;;
    *) expect "$mode, nobody to ask" "$status" 2 ;;
    esac
    run --from 200000000000001 templates create "$work/named.json" --yes
    case $mode in
    read-only) expect "$mode, even with --yes" "$status" 4 ;;
    *) expect "$mode, with --yes" "$status" 0 ;;
    esac
done
rm "$work/config/chakra-tui/chakra-tui.ini"
stop_sandbox
run --base-url "$url" templates create "$work/new.json"
expect 'the server is down' "$status" 7

# The sandbox inside the program keeps what was created.
run --sandbox templates create "$work/new.json" --watch 20s
expect 'inside' "$status" 0
run --sandbox templates list --json
expect 'listed' "$(jq -r 'select(.name == "parcel_ready") | .status' "$work/out")" APPROVED
run --sandbox send --template parcel_ready --language en_US --to 15550001234 \
    --set body.1=Ann --set body.2=7
expect 'sent' "$status" 0
finish
