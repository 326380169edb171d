#!/bin/sh
# `test` with header.file: looked at by a check, uploaded once by a run before its first message, and
# never the end of the run.
set -u
# shellcheck source=tests/e2e/cli/lib.sh
. "$(dirname "$0")/lib.sh"

files=$work/cases
mkdir -p "$files/media"
printf '\377\330\377\340\000\020JFIF\000 a photo' >"$files/media/photo.jpg"
cp "$files/media/photo.jpg" "$files/media/same.jpg"
printf '\211PNG\r\n\032\n\000\000\000\rIHDR\000\000\000\001\000\000\000\001\010\002\000\000\000' \
    >"$files/media/logo.png"
printf '%%PDF-1.7\n%%\342\343\317\323\nend\n' >"$files/media/May.pdf"
printf 'plain words\n' >"$files/media/note.txt"
cp "$files/media/photo.jpg" "$files/media/huge.jpg" && truncate -s 6M "$files/media/huge.jpg"
cat >"$files/good.json" <<'CASES'
{"defaults": {"language": "en_US", "to": "15550001111"}, "cases": [
 {"name": "image", "template": "event_invite_image", "preview_contains": "[image] media/photo.jpg",
  "preview_lacks": "upload.invalid",
  "values": {"header.file": "media/photo.jpg", "body.1": "Rohan", "body.2": "20:30"}},
 {"name": "again", "template": "event_invite_image", "to": "15550001112",
  "values": {"header.file": "media/photo.jpg", "body.1": "Rohan", "body.2": "20:30"}},
 {"name": "same bytes", "template": "event_invite_image", "to": "15550001113",
  "values": {"header.file": "media/same.jpg", "body.1": "Rohan", "body.2": "20:30"}},
 {"name": "document", "template": "receipt_document",
  "values": {"header.file": "media/May.pdf", "body.1": "Aylin", "body.2": "R-9042"}},
 {"name": "plain", "template": "hello_world"}]}
CASES

requests() { # PATH_END: how many of them the sandbox saw
    curl -s "$url/_sandbox/requests" | jq --arg last "$1" '[.[] | select(.path | endswith($last))] | length'
}
forget() { curl -s -X DELETE "$url/_sandbox/requests" >/dev/null; }
verdicts() { jq -r 'select(.case) | [.case, .verdict] | join(" ")' "$work/out" | sort; }
of() { jq -r --arg name "$1" "select(.case == \$name) | $2" "$work/out"; } # CASE FILTER

start_sandbox --templates "$data/templates"
run --base-url "$url" templates list
forget

# ---- without sending: the files are looked at, from the folder of the case file
for mode in --check --dry-run; do
    run test "$files/good.json" $mode --base-url "$url" --json
    expect "$mode" "$status $(jq -c 'select(.summary) | .summary.passed' "$work/out")" '0 5'
    expect "$mode warns" "$(of image '.problems[0] | [.slot, .level] | join(" ")')" \
        'header.file warning'
done
cd "$files" || exit 1
run test good.json --check --base-url "$url"
expect 'from its own folder' "$status" 0
cd "$work" || exit 1
jq '.cases = [.cases[0] | del(.preview_contains)] |
    .cases[0].values["header.file"] = "'"$files"'/media/photo.jpg"' "$files/good.json" >"$work/whole.json"
run test "$work/whole.json" --check --base-url "$url"
expect 'a whole path' "$status" 0

# bad FILE PIECE [TEMPLATE]
bad() {
    jq -n --arg file "$1" --arg template "${3-event_invite_image}" '{cases: [{name: "bad",
        template: $template, language: "en_US", to: "15550001111",
        values: {"header.file": $file, "body.1": "a", "body.2": "b"}}]}' >"$files/bad.json"
    for mode in --check --dry-run; do
        run test "$files/bad.json" $mode --base-url "$url" --json
        expect "$mode of $1" "$status $(of bad '.problems[0] | [.slot, .level] | join(" ")')" \
            '1 header.file error'
        expect_contains "$mode says why: $1" "$work/out" "$2"
    done
}
bad media/none.jpg 'No such file'
bad media 'is a folder'
bad media/huge.jpg 'takes 5.0 MB at most'
bad media/note.txt 'an image header takes JPEG'
bad media/photo.jpg 'a document header takes' receipt_document
jq '.cases[0].values["header.link"] = "https://example.com/a.jpg"' "$files/good.json" >"$files/bad.json"
run test "$files/bad.json" --check --base-url "$url" --json
expect 'a file and a link' "$status $(of image .verdict)" '1 failed'
expect_contains 'one of them' "$work/out" 'Empty all but one'
bad media/none.jpg 'No such file'
jq '.cases[0].expect = "rejected:131053"' "$files/bad.json" >"$files/foreseen.json"
run test "$files/foreseen.json" --check --base-url "$url"
expect 'a refusal that is foreseen' "$status" 0
expect 'nothing was uploaded' "$(requests /upload-public-media)" 0

# ---- a run: each content once, first of all; the record has the link
run test "$files/good.json" --base-url "$url" --json --report "$work/files.md"
expect 'a run' "$status $(jq -c 'select(.summary) | .summary.passed' "$work/out")" '0 5'
expect 'uploads and messages' "$(requests /upload-public-media) $(requests /messages)" '2 5'
expect 'uploads come first' "$(curl -s "$url/_sandbox/requests" | jq -r '[.[] | .path |
    select(endswith("/upload-public-media") or endswith("/messages")) | split("/") | last] |
    .[0:2] | join(" ")')" 'upload-public-media upload-public-media'
expect_contains 'the page shows the file' "$work/files.md" '[image] media/photo.jpg'
ids=$(of image .id) other=$(of 'same bytes' .id) document=$(of document .id)
run --base-url "$url" history show "$ids" --json
link=$(json '.request.body.template.components[0].parameters[0].image.link')
expect 'the link is the file' "$(curl -s "$link" | cmp - "$files/media/photo.jpg" && echo same)" same
expect 'the record has the link' "$(json '.values["header.link"], .values["header.file"]')" "$link
null"
run --base-url "$url" history show "$other" --json
expect 'the same link' "$(json '.values["header.link"]')" "$link"
run --base-url "$url" history show "$document" --json
expect 'the name of the document' "$(json '.values["header.filename"]')" May.pdf

# ---- cards, from a preset; --max-sends counts messages
jq '{template: "media_carousel", language: "en_US", to: "15550001111", values: (.inputs | del(.to) |
    with_entries(if .key | endswith("header.id") then
        {key: (.key | sub("id$"; "file")), value: "media/logo.png"} else . end))}' \
    "$data/sends/media_carousel.json" >"$files/cards.json"
printf '%s' '{"cases":[{"name":"cards","preset":"cards.json"}]}' >"$files/carousel.json"
forget
run test "$files/carousel.json" --base-url "$url" --json --max-sends 1
expect 'cards' "$status $(of cards .verdict)" '0 passed'
expect 'one upload for all cards' "$(requests /upload-public-media) $(requests /messages)" '1 1'
run test "$files/good.json" --sandbox
expect 'the sandbox of the program' "$status" 0

# ---- what cannot be uploaded is an error of the cases that need it, and of no other
jq '.cases[0].expect = "rejected" | .cases[0] |= del(.preview_contains) |
    .cases[0].values["header.file"] = "media/none.jpg"' "$files/good.json" >"$files/some.json"
forget
run test "$files/some.json" --base-url "$url" --json
expect 'exit' "$status" 1
expect 'verdicts' "$(verdicts)" 'again passed
document passed
image error
plain passed
same bytes passed'
expect_contains 'why' "$work/out" 'none.jpg was not uploaded'
expect 'the others were sent' "$(requests /messages)" 4
jq '.cases = [.cases[1]] | .cases[0].expect = "rejected" |
    .cases[0].values["header.file"] = "media/note.txt"' "$files/good.json" >"$files/misfit.json"
forget
run test "$files/misfit.json" --base-url "$url" --json
expect 'what does not fit is sent where a refusal is expected' \
    "$(requests /upload-public-media) $(requests /messages)" '1 1'

# ---- live: said before it is asked for, only for cases that are sent
mkdir -p "$work/config/chakra-tui"
echo secret >"$work/token"
chmod 600 "$work/token"
profile() { # MODE PLUGIN
    printf '%s\n' '[profile acme]' "base_url = $url" "token_file = $work/token" "mode = $1" \
        'test_recipients = +15550001111 Asha' '[plugin support]' "id = $2" '[phone main]' \
        'plugin = support' 'id = 200000000000001' 'waba = 100000000000001' \
        >"$work/config/chakra-tui/chakra-tui.ini"
}
profile live d83e1d23-50b8-4d87-8f92-842a0ac516f6
forget
run test "$files/good.json" --live --yes --json --select 'again,same*'
expect 'strangers' "$status $(requests /upload-public-media) $(requests /messages)" '1 0 0'
run test "$files/good.json" --live --yes --json --select 'image'
expect 'live' "$status $(requests /upload-public-media) $(requests /messages)" '0 1 1'
profile live 00000000-0000-4000-8000-000000000000
forget
run test "$files/good.json" --live --yes --json --select image
expect 'the server refuses the upload' "$status $(of image .verdict) $(requests /messages)" \
    '1 error 0'
expect_contains 'its reason' "$work/out" 'photo.jpg was not uploaded'
stop_sandbox
finish
