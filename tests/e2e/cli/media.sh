#!/bin/sh
# Files: uploaded by themselves and with a send, served back byte for byte, and each kind of file
# that must not leave.
set -u
# shellcheck source=tests/e2e/cli/lib.sh
. "$(dirname "$0")/lib.sh"

files=$work/files
mkdir "$files"
cd "$files" || exit 1
printf '\377\330\377\340\000\020JFIF\000 all bytes: \000\001\r\n--\377' >photo.jpg
printf '\211PNG\r\n\032\n\000\000\000\rIHDR\000\000\000\001\000\000\000\001\010\002\000\000\000' >logo.png
printf '%%PDF-1.7\n%%\342\343\317\323\nend\n' >'R 9042 "May".pdf'
printf '\000\000\000\030ftypmp42\000\000\000\000isommp42' >clip.mp4
printf 'plain words\n' >note.txt
dd if=/dev/urandom of=tail bs=1000 count=300 2>/dev/null
cat photo.jpg tail >large.jpg

# requests PATH_END: how many of them the sandbox saw
requests() {
    curl -s "$url/_sandbox/requests" | jq --arg last "$1" '[.[] | select(.path | endswith($last))] | length'
}
forget() {
    curl -s -X DELETE "$url/_sandbox/requests" >/dev/null
}

start_sandbox --templates "$data/templates"

# The link alone on stdout; what it means on stderr; the file behind it is the same.
for file in photo.jpg large.jpg logo.png 'R 9042 "May".pdf' clip.mp4 note.txt; do
    run --base-url "$url" media upload "$file"
    expect "upload of $file" "$status $(wc -l <"$work/out" | tr -d ' ')" '0 1'
    expect_contains "it warns for $file" "$work/err" 'anyone who has this link can read the file'
    curl -s -o "$work/back" "$(cat "$work/out")"
    same=no
    cmp -s "$file" "$work/back" && same=yes
    expect "$file comes back byte for byte" "$same" yes
done
run --base-url "$url" media upload logo.png --json
expect 'json' "$status $(json '[.type, .bytes, (.url | endswith("/logo.png"))] | tostring')" \
    "0 [\"image/png\",$(wc -c <logo.png | tr -d ' '),true]"
expect 'json keys' "$(json 'keys_unsorted | join(" ")')" 'url type bytes'
expect 'its type' "$(curl -s -o /dev/null -w '%{content_type}' "$(json .url)")" image/png
run --sandbox media upload logo.png
expect 'the sandbox of the program' "$status" 0

# A file that cannot be uploaded: exit 4, a reason, and nothing leaves.
: >empty.jpg
mkdir folder.jpg
mkfifo pipe.jpg
printf 'GIF89a\001\000\001\000' >moving.gif
printf '\177ELF\002\001\001\000' >program.pdf
cp photo.jpg huge.jpg && truncate -s 6M huge.jpg
cp clip.mp4 huge.mp4 && truncate -s 17M huge.mp4
cp note.txt huge.txt && truncate -s 101M huge.txt
printf '%%PDF-1.7\n' >huge.pdf && truncate -s 101M huge.pdf
ln -s nowhere.jpg dangling.jpg
forget
bad() { # FILE PIECE_OF_MESSAGE [EXIT_STATUS]
    run --base-url "$url" media upload "$1"
    expect "exit for $1" "$status" "${3:-4}"
    expect "stdout for $1" "$(cat "$work/out")" ''
    expect_contains "reason for $1" "$work/err" "$2"
}
bad empty.jpg 'is empty'
bad folder.jpg 'is a folder' 3
bad pipe.jpg 'is no regular file' 3
bad /dev/null 'is no regular file' 3
bad none.jpg 'No such file' 3
bad dangling.jpg 'No such file' 3
bad photo.jpg/x 'Not a directory' 3
bad '' 'no file is named'
bad moving.gif 'a GIF picture, which no header'
bad program.pdf 'of an unknown type, which no header'
bad huge.jpg 'takes 5.0 MB at most'
bad huge.mp4 'takes 16.0 MB at most'
bad huge.pdf 'takes 100.0 MB at most'
expect 'nothing left' "$(requests /upload-public-media)" 0
if [ "$(id -u)" -ne 0 ]; then
    cp photo.jpg secret.jpg && chmod 0 secret.jpg
    bad secret.jpg 'Permission denied' 3
fi

# Wrongly named: what it is counts, and it is said.
cp photo.jpg wrong.png
run --base-url "$url" media upload wrong.png --json
expect 'wrongly named' "$status $(json .type)" '0 image/jpeg'
expect_contains 'wrongly named' "$work/err" 'wrong.png is a JPEG picture'

# The command line and the server.
run media upload
expect 'no file' "$status" 2
run --base-url "$url" media upload a b
expect 'two files' "$status" 2
run --base-url http://127.0.0.1:1 media upload photo.jpg
expect 'no server' "$status $(cat "$work/out")" '7 '
CHAKRA_TOKEN=expired
export CHAKRA_TOKEN
run --base-url "$url" media upload photo.jpg
expect 'refused token' "$status" 3
unset CHAKRA_TOKEN

# A send with a file: uploaded first, and the link goes into the message and the record.
forget
run --base-url "$url" send --json --template event_invite_image --language en_US \
    --to 15550001111 --set header.file=photo.jpg --set body.1=Rohan --set body.2=20:30
expect 'image' "$status $(json .state)" '0 accepted'
expect_contains 'it warns' "$work/err" 'warning header.file: photo.jpg'
expect 'one upload, one message' "$(requests /upload-public-media) $(requests /messages)" '1 1'
id=$(json .id)
run history show "$id" --json
link=$(json '.request.body.template.components[0].parameters[0].image.link')
expect 'the link is the upload' "$(curl -s "$link" | cmp - photo.jpg && echo same)" same
expect 'the record has the link' "$(json '.values["header.link"], .values["header.file"]')" "$link
null"

run --base-url "$url" send --json --template receipt_document --language en_US --to 15550001111 \
    --set 'header.file=R 9042 "May".pdf' --set body.1=Aylin --set body.2=R-9042
expect 'document' "$status $(json .state)" '0 accepted'
run history show "$(json .id)" --json
expect 'its name' "$(json '.request.body.template.components[0].parameters[0].document.filename')" \
    'R 9042 "May".pdf'
run --base-url "$url" send --json --template receipt_document --language en_US --to 15550001112 \
    --set header.file=note.txt --set header.filename=Receipt.txt --set body.1=A --set body.2=B
expect 'document with a name' "$status" 0
run history show "$(json .id)" --json
expect 'the given name' \
    "$(json '.request.body.template.components[0].parameters[0].document.filename')" Receipt.txt

# The same file is the same message, though each upload has another link.
cp photo.jpg copy.jpg
again() {
    run --base-url "$url" send --json --template event_invite_image --language en_US \
        --to 15550001111 --set body.1=Rohan --set body.2=20:30 "$@"
}
forget
again --set header.file=copy.jpg
expect 'sent twice' "$status $(json '.problems[-1].rule')" '4 duplicate'
expect_contains 'it names the row' "$work/out" "row $id;"
expect 'nor is it uploaded twice' "$(requests /upload-public-media)" 0
again --set header.file=large.jpg
expect 'another file' "$status" 0
again --set header.file=copy.jpg --force
expect 'sent twice on purpose' "$status" 0

jq '.inputs | with_entries(if .key | endswith("header.id") then
        {key: (.key | sub("id$"; "file")), value: "logo.png"} else . end)' \
    "$data/sends/media_carousel.json" >"$work/cards.json"
forget
run --base-url "$url" send --json --template media_carousel --language en_US \
    --values "$work/cards.json"
expect 'carousel' "$status $(json .state)" '0 accepted'
expect 'a file for each card' "$(requests /upload-public-media)" 3

# Without a send nothing is uploaded: a dry run leaves the link out, and says so.
forget
run --base-url "$url" send --dry-run --json --template receipt_document --language en_US \
    --to 15550001111 --set 'header.file=R 9042 "May".pdf' --set body.1=Aylin --set body.2=R-9042
expect 'dry run' "$status $(json '.problems[0] | [.slot, .level] | join(" ")')" \
    '0 header.file warning'
expect 'dry run: no error' "$(json '[.problems[] | select(.level == "error")] | length')" 0
expect 'dry run: document' \
    "$(json '.request.body.template.components[0].parameters[0].document | tostring')" \
    '{"filename":"R 9042 \"May\".pdf"}'
run --base-url "$url" send --dry-run --json --template event_invite_image --language en_US \
    --to 15550001111 --set header.file=huge.jpg --set body.1=a --set body.2=b
expect 'dry run of a bad file' "$status $(json '.problems[0] | [.slot, .prevents] | tostring')" \
    '4 ["header.file",131053]'

refused() { # PIECE ARGS…
    piece=$1
    shift
    run --base-url "$url" send --json --language en_US --to 15550001111 --set body.1=a \
        --set body.2=b "$@"
    expect "exit of: $*" "$status" 4
    expect "slot of: $*" "$(json '[.problems[] | select(.level == "error")] | .[0].slot')" header.file
    expect_contains "reason of: $*" "$work/out" "$piece"
}
refused 'a document header takes' --template receipt_document --set header.file=photo.jpg
refused 'an image header takes JPEG' --template event_invite_image --set header.file=note.txt
refused 'is empty' --template event_invite_image --set header.file=empty.jpg
refused 'is a folder' --template event_invite_image --set header.file=folder.jpg
refused 'No such file' --template event_invite_image --set header.file=none.jpg
refused 'all but one' --template event_invite_image --set header.file=photo.jpg \
    --set header.link=https://example.com/a.jpg
refused 'all but one' --template event_invite_image --set header.file=photo.jpg \
    --set header.id=3000000000000011
run --base-url "$url" send --json --language en_US --to 15550001111 --set header.file=photo.jpg \
    --template event_invite_image --set body.1=a
expect 'another mistake' "$status" 4

# Who may not be sent to costs no upload either.
mkdir -p "$work/config/chakra-tui"
profile() { # MODE [TEMPLATE_MAX_AGE [TOKEN_LINE [PLUGIN]]]
    cat >"$work/config/chakra-tui/chakra-tui.ini" <<INI
[chakra-tui]
profile = acme
template_max_age = ${2-10m}
[profile acme]
base_url = $url
mode = $1
test_recipients = +15550004321
${3-token_env = ACME_TOKEN}
[plugin support]
profile = acme
id = ${4-d83e1d23-50b8-4d87-8f92-842a0ac516f6}
[phone main]
plugin = support
id = 200000000000001
waba = 100000000000001
INI
}
ACME_TOKEN=any
export ACME_TOKEN
for mode in test read-only; do
    profile "$mode"
    run send --json --template event_invite_image --language en_US --to 15550001111 \
        --set header.file=photo.jpg --set body.1=a --set body.2=b
    expect "mode $mode" "$status $(json '[.problems[] | select(.level == "error")] | .[0].slot')" \
        '4 to'
done
run media upload photo.jpg
expect 'upload of a read-only profile' "$status $(cat "$work/out")" '4 '
expect 'no upload for any of these' "$(requests /upload-public-media)" 0

# An upload that the server refuses: no message, no row.
profile live 10m 'token_env = ACME_TOKEN' 00000000-0000-4000-8000-000000000000
run send --json --template event_invite_image --language en_US --to 15550004444 \
    --set header.file=photo.jpg --set body.1=a --set body.2=b
expect 'upload refused' "$status $(json '[.state, .id] | tostring')" '7 ["not_sent",null]'
expect 'upload refused: why' "$(json '.error.title | contains("plugin")')" true
expect 'upload refused: no message' "$(requests /messages)" 0

# A token that has expired is asked for once more.
cat >"$work/token" <<'TOKEN'
#!/bin/sh
[ -e "$HOME/asked" ] && echo good && exit
: >"$HOME/asked"
echo expired
TOKEN
chmod 700 "$work/token"
profile live 10m "token_command = $work/token"
run media upload photo.jpg
expect 'a new token' "$status $(wc -l <"$work/out" | tr -d ' ')" '0 1'

# A live send does not go out on an old list of templates; a young one is used and named.
profile live
run send --json --template hello_world --language en_US --to 15550002222
expect 'live' "$status $(json .state)" '0 accepted'
rows=$(run history list --json && wc -l <"$work/out" | tr -d ' ')
stop_sandbox
profile live 1h
run send --json --template hello_world --language en_US --to 15550003333
expect 'a young list' "$status $(json '[.state, (.id != null)] | tostring')" '7 ["not_sent",true]'
expect_contains 'it says which list' "$work/err" 'using the list of '
profile live 1ms
language=${LC_ALL:-}
[ ! -d "${LOCPATH:-/nowhere}/de_DE.UTF-8" ] || export LC_ALL=de_DE.UTF-8 # whose dates are not for programs
run send --json --template hello_world --language en_US --to 15550003334
expect 'an old list' "$status $(json '[.state, .id] | tostring')" '7 ["not_sent",null]'
expect 'an old list: why' "$(json '.error.title | test("may have changed since [0-9]{4}-[0-9]{2}-[0-9]{2} ")')" true
export LC_ALL="$language"
run history list --json
expect 'no row of it' "$(wc -l <"$work/out" | tr -d ' ')" "$((rows + 1))"
profile test 1ms
run send --json --template hello_world --language en_US --to 15550004321
expect 'mode test does not mind' "$status $(json '.id != null')" '7 true'
profile live 1ms
run send --dry-run --json --template hello_world --language en_US --to 15550003334
expect 'nor does a dry run' "$status $(json .request.body.to)" '0 15550003334'
finish
