#!/bin/sh
# docs/FIRST_STEPS.md: each of its lines is run, in its order, against the sandbox.
. "$(dirname "$0")/lib.sh"
cd "$2/../.." || exit 1
start_sandbox
printf 'a-good-token\n' >"$work/token"
chmod 600 "$work/token"
run config init --base-url "$url" --token-file "$work/token" --from 200000000000001 \
    --plugin d83e1d23-50b8-4d87-8f92-842a0ac516f6 --to '+15550001234 Asha'
expect 'the set-up' "$status" 0

count=0
awk '/^```sh$/ { inside = 1; next } /^```$/ { inside = 0 } inside' docs/FIRST_STEPS.md >"$work/lines"
while IFS= read -r line; do
    count=$((count + 1))
    # The words of a line are quoted as a shell wants them; the text is the project's own.
    eval "set -- ${line#chakra-tui }"
    run "$@"
    expect "$line" "$status" 0
done <"$work/lines"
expect 'lines' "$count" 8
run history list --json
expect 'one message to the account' "$(jq -rs length "$work/out")" 1
finish
