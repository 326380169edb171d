#!/bin/sh
# `templates sync`, `lock`, `diff` and `check`, and the example of a CI job, against a sandbox whose
# definitions are changed on purpose.
set -u
# shellcheck source=tests/e2e/cli/lib.sh
. "$(dirname "$0")/lib.sh"
example=$(CDPATH='' cd -- "$(dirname "$0")/../../../docs/examples" && pwd)/ci-templates.sh

# Sound definitions only, so that `check` passes.
mkdir "$work/then" "$work/now" "$work/project" "$work/project/presets"
for name in hello_world order_shipped_positional track_parcel_url_dynamic loyalty_points.ja \
    loyalty_points.ko coupon_copy_code; do
    cp "$data/templates/$name.json" "$work/then"
done
cp "$work/then"/* "$work/now"
# One word of a text, one button, one language gone, one template added; and what is no difference.
edit() { # FILE FILTER
    jq "$2" "$work/then/$1" >"$work/now/$1"
}
edit order_shipped_positional.json '.components |= map(if .type == "BODY"
    then .text |= sub("bakery"; "harbour") | .text += " Code {{5}}." | .example.body_text[0] += ["X"]
    else . end)'
edit track_parcel_url_dynamic.json '.components |= map(if .type == "BUTTONS"
    then .buttons[0] |= {type: "QUICK_REPLY", text: "Thanks"} else . end)'
edit hello_world.json '.id = "77" | .quality_score = {"score": "YELLOW"} | .last_updated_time = "x"'
rm "$work/now/loyalty_points.ko.json"
cp "$data/templates/feedback_quick_replies.json" "$work/now"

cd "$work/project" || exit 1
cat >cases.json <<'EOF'
{"cases": [
 {"name": "parcel", "template": "track_parcel_*", "language": "en_US",
  "values": {"body.1": "HC-1", "button.0.text": "HC-1"}},
 {"name": "hello", "template": "hello_world", "language": "en_US", "values": {}},
 {"name": "wrong before and after", "template": "coupon_copy_code", "language": "all", "values": {}}
]}
EOF
echo '{"template": "order_shipped_positional", "language": "en_US",
       "values": {"body.1": "a", "body.2": "b", "body.3": "c", "body.4": "d"}}' >presets/order.json

echo '{"body.1": "values alone"}' >presets/values.json

start_sandbox --templates "$work/then"
run --base-url "$url" templates sync
expect 'first sync' "$status $(grep -c ' added$' "$work/out")" '0 6'
run --base-url "$url" templates sync --json
expect 'second sync' "$status $(cat "$work/out")" '0 '
expect_contains 'it says so' "$work/err" '6 definitions are kept, 0 of them new or changed'
run --base-url "$url" templates lock --json
expect 'lock' "$status $(json .templates) $(json .waba)" '0 6 100000000000001'
cp chakra-templates.lock.json first
run --base-url "$url" templates lock -o again.json
expect 'the same bytes' "$(cmp first again.json && echo same)" same
expect 'sorted' "$(jq -r '.templates[] | .name + " " + .language' first)" \
    "$(jq -r '.templates[] | .name + " " + .language' first | LC_ALL=C sort)"
expect 'members are sorted' "$(jq -c . first)" "$(jq -Sc . first)"
run --base-url "$url" templates lock --check
expect 'no difference' "$status $(cat "$work/out")" '0 '
ci() {
    status=0
    CHAKRA_TUI=$program CHAKRA_TUI_ARGUMENTS="--base-url $1" sh "$example" "$work/project" \
        >"$work/out" 2>"$work/err" || status=$?
    said="the CI job with $1"
}
ci "$url"
expect 'the CI job passes' "$status" 0
run --base-url "$url" templates diff live waba:100000000000002
expect 'an account without templates' "$status $(grep -c ' removed$' "$work/out")" '1 6'
run --base-url "$url" templates lock --waba 100000000000002 -o empty.json --json
expect 'its lock' "$status $(json .templates) $(jq -c .templates empty.json)" '0 0 []'
run --base-url "$url" templates diff empty.json --waba 100000000000002
expect 'empty and empty' "$status" 0
stop_sandbox

start_sandbox --templates "$work/now"
ci "$url"
expect 'the CI job fails' "$status" 1
expect_contains 'words' "$work/out" 'left our [-bakery-]{+harbour+} on'
expect_contains 'a slot' "$work/out" '+ body.5: needs a value now'
expect_contains 'a button' "$work/out" '[-URL-]{+QUICK_REPLY+}'
expect_contains 'a case' "$work/out" 'cases.json: case 1 (parcel) breaks: track_parcel_url_dynamic en_US'
expect_contains 'a preset' "$work/out" 'presets/order.json: case 1 breaks: order_shipped_positional'
expect_contains 'values alone' "$work/err" 'presets/values.json names no template'
expect 'others do not' "$(grep -c ' breaks: ' "$work/out")" 2
run --base-url "$url" templates diff --json --cases cases.json --presets presets
expect 'exit' "$status" 1
expect 'changes' "$(jq -r 'select(.change) | .name + " " + .language + " " + .change' "$work/out")" \
    "$(printf '%s\n' 'feedback_quick_replies en_US added' 'loyalty_points ko removed' \
        'order_shipped_positional en_US changed' 'track_parcel_url_dynamic en_US changed')"
expect 'words' "$(jq -c 'select(.name == "order_shipped_positional") | .changes[]?
    | select(.path == "body.text") | .words[1:3]' "$work/out")" '[["-","bakery"],["+","harbour"]]'
expect 'the texts are the words' "$(jq -r 'select(.change == "changed") | .changes[]
    | select(.before and .after) | [([.words[] | select(.[0] != "+") | .[1]] | join("")) == .before,
      ([.words[] | select(.[0] != "-") | .[1]] | join("")) == .after] | all' "$work/out" | sort -u)" true
expect 'breaks' "$(jq -c 'select(.breaks) | [.case, [.problems[].slot]]' "$work/out")" \
    "$(printf '%s\n' '[1,["button.0.text"]]' '[1,["body.5"]]')"
run --base-url "$url" templates diff cache live
expect 'cache and live' "$status" 1
run --base-url "$url" templates sync
expect 'sync takes it over' "$status" 0
expect_contains 'quality' "$work/out" 'quality           [-GREEN-]{+YELLOW+}'
run --base-url "$url" templates diff cache live
expect 'then the same' "$status" 0
run --base-url "$url" templates diff cache live --cases missing.json
expect 'no such cases' "$status" 3

# Languages of one name that ask for different values.
run --base-url "$url" templates check --json
expect 'sound' "$status" 0
stop_sandbox
mkdir "$work/bad"
jq '.components |= map(if .type == "BODY" then .text = "{{1}}さん" else . end)' \
    "$work/then/loyalty_points.ja.json" >"$work/bad/ja.json"
cp "$work/then/loyalty_points.ko.json" "$work/bad"
jq '.previous_category = "UTILITY" | .category = "MARKETING"' "$work/then/hello_world.json" \
    >"$work/bad/hello.json"
cp "$data/templates/paused_low_quality.json" "$work/bad"
start_sandbox --templates "$work/bad"
run --base-url "$url" templates check --json
expect 'exit' "$status" 1
expect 'errors' "$(jq -r 'select(.level == "error") | .name + " " + .where + " " + .rule' "$work/out")" \
    "$(printf '%s\n' 'paused_low_quality status status' 'loyalty_points body.2 parity')"
expect 'category' "$(jq -r 'select(.rule == "category") | .message' "$work/out")" \
    'Meta moved it from UTILITY to MARKETING, which has another price.'
run --base-url "$url" templates check hello_world
expect 'a warning passes' "$status" 0
run --base-url "$url" templates check hello_world --strict
expect 'unless it is to be strict' "$status" 1
run --base-url "$url" templates check helo_world
expect 'no such name' "$status" 4
expect_contains 'the nearest' "$work/err" 'Did you mean hello_world?'

# The list breaks off in the middle: the lock stays as it was, and none is made.
run --base-url "$url" templates lock --waba 100000000000009
expect 'no such account' "$status" 5
stop_sandbox
start_sandbox
run --base-url "$url" templates lock --waba 100000000000003
expect 'broken off' "$status $(cmp chakra-templates.lock.json first && echo same)" '7 same'
run --base-url "$url" templates lock --waba 100000000000003 -o none.json
expect 'nothing made' "$status $(find . -name 'none.json*' | wc -l)" '7 0'
stop_sandbox
run --base-url "$url" templates lock --check
expect 'the server is down' "$status" 7
ci "$url"
expect 'the job says so' "$status" 7

# Locks that cannot be used; two files need no account.
bad_lock() { # WHAT PIECE
    run templates diff "$work/bad.lock" first
    expect "$1" "$status" 4
    expect_contains "$1" "$work/err" "$2"
    expect "$1: one line" "$(wc -l <"$work/out")" 0
}
run templates diff first again.json
expect 'two files' "$status" 0
jq '.lock_version = 2 | .news = 1' first >"$work/bad.lock"
bad_lock 'newer version' 'the lock has version 2'
head -c 2000 first >"$work/bad.lock"
bad_lock 'cut off' 'not valid JSON at line'
jq '.templates[1].checksum = 1' first >"$work/bad.lock"
bad_lock 'unknown member' "templates[1]"
expect_contains 'which' "$work/err" "an unknown member 'checksum'"
jq '.templates += [.templates[0]]' first >"$work/bad.lock"
bad_lock 'twice' 'stands there twice'
jq '.templates[0].definition.category = "UTILITY"' first >"$work/bad.lock"
bad_lock 'edited by hand' 'its hash does not fit'
jq 'del(.templates)' first >"$work/bad.lock"
bad_lock 'no list' 'no list of templates'
: >"$work/bad.lock"
bad_lock 'empty' 'bad.lock'
jq -n '[range(30000) | "word\(.) {{1}}"] | join(" ") | {name: "big", language: "en_US",
    status: "APPROVED", category: "UTILITY", components: [{type: "BODY", text: .}]}' >"$work/big.json"
jq '.components[0].text |= sub("word7 "; "other ")' "$work/big.json" >"$work/big2.json"
run templates diff "$work/big.json" "$work/big2.json"
expect 'a large text' "$status" 1
expect_contains 'is compared by words all the same' "$work/out" '[-word7-]{+other+}'
run templates diff "$work/missing" first
expect 'no such file' "$status" 3
run templates lock --cases cases.json --sandbox
expect 'cases without --check' "$status" 2
finish
