#!/bin/sh
# A history that can be read and not written: the commands that look at it say so and go on, and
# nothing leaves, not even a file to upload, as a send is recorded first.
set -u
# shellcheck source=tests/e2e/cli/lib.sh
. "$(dirname "$0")/lib.sh"

start_sandbox --templates "$data/templates"
folder=$work/history
printf 'sandbox\n' >"$work/token"
printf 'to\n15550004321\n' >"$work/list.csv"
printf '{"version":1,"cases":[{"name":"a","template":"hello_world","language":"en_US","to":"+15550004321"}]}\n' \
    >"$work/cases.json"
printf '\377\330\377\340\000\020JFIF\000 a picture' >"$work/photo.jpg"
chmod 600 "$work/token"
account="--base-url $url --plugin d83e1d23-50b8-4d87-8f92-842a0ac516f6 --from 200000000000001 --token-file $work/token"
# shellcheck disable=SC2086  # words
run --data "$folder" $account send --template hello_world --language en_US --to 15550001234
expect 'the row to look at' "$status" 0

# The superuser may write everywhere: he becomes nobody, with a program that nobody can reach.
cp "$program" "$work/chakra-tui"
chmod 500 "$folder"
chmod 400 "$folder"/*.db
if [ "$(id -u)" = 0 ]; then
    chown -R 65534:65534 "$work"
    printf '#!/bin/sh\nexec setpriv --reuid=65534 --regid=65534 --clear-groups "%s" "$@"\n' \
        "$work/chakra-tui" >"$work/ordinary"
    chmod 755 "$work/ordinary"
    program=$work/ordinary
fi

note='the history can be read, not written'
for command in 'list' 'show 1' 'stats' 'export'; do
    # shellcheck disable=SC2086
    run --data "$folder" history $command
    expect "history $command" "$status" 0
    expect_contains "history $command shows the row" "$work/out" hello_world
    expect "history $command says it once" "$(grep -c "$note" "$work/err")" 1
    expect_contains "history $command says what is refused" "$work/err" 'Sends are refused until'
done

seen() {
    curl -s "$url/_sandbox/requests" | jq '[.[] | select(.method == "POST") | .path] | length'
}
before=$(seen)
# refused WHAT WORD…
refused() {
    what=$1
    shift
    # shellcheck disable=SC2086
    run --data "$folder" $account "$@"
    expect "$what" "$status" 3
    cat "$work/out" >>"$work/err"
    expect_contains "$what: why" "$work/err" 'nothing is sent, as a send is recorded first'
    expect_contains "$what: next step" "$work/err" 'choose another folder with --data'
}
refused 'a send' send --template hello_world --language en_US --to 15550004321
refused 'a send again' send --template hello_world --language en_US --to 15550004321 --force --json
expect 'the state' "$(json .state)" not_sent
refused 'a send with a file' send --template event_invite_image --language en_US --to 15550004321 \
    --set "header.file=$work/photo.jpg" --set body.1=Rohan --set body.2=20:30
refused 'a list' batch "$work/list.csv" --template hello_world --language en_US --yes
# shellcheck disable=SC2086
run --data "$folder" $account send --template hello_world --language en_US --to 15550004321 --dry-run
expect 'a dry run sends nothing anyway' "$status" 0
refused 'cases' test "$work/cases.json" --live --yes
expect 'nothing left' "$before $(seen)" '1 1'

# The same when the folder could be written and the file not.
chmod 700 "$folder"
refused 'a send into a file' send --template hello_world --language en_US --to 15550004321
finish
