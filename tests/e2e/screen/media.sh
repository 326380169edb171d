#!/bin/sh
# The media of a row, from its page: by id it becomes a file, whole, with mode 0600, and never over
# another one without a question; by link the link is copied; cards are chosen from.
. "$(dirname "$0")/lib.sh"
files=$world/files
mkdir "$files" "$world/downloads"
cd "$files" || exit 1
export XDG_DOWNLOAD_DIR="$world/downloads"
picture=300000000000001
send() {
    "$CHAKRA_TUI" --sandbox send --force --language en_US --to 15550001234 --json "$@" >"$world/sent" ||
        fail "could not send: $(cat "$world/sent")"
}
invite() {
    send --template event_invite_image --set body.1=Pia --set body.2=19:00 --set "$1"
}
send --template hello_world
send --template media_carousel --set body.1=Nils --set body.2=GREEN10 \
    --set card.0.header.id=$picture --set card.1.header.link=https://cdn.example.com/card1.jpg \
    --set card.2.header.id=399999999999999 \
    --set card.0.body.1=10% --set card.1.body.1=10% --set card.2.body.1=10% \
    --set card.0.button.1.text=a --set card.1.button.1.text=b --set card.2.button.1.text=c
invite header.id=$picture

start 120x40 "$CHAKRA_TUI" --sandbox
until_row ' 3 rows '
keys F3 g Enter
until_row 'Media: M saves what has an id'
until_row "header +id $picture"

# A name is proposed in the folder for downloads.
type_text M
until_screen "Save image/png, 67 bytes as: $world/downloads/media-$picture.png"
dump media_prompt
keys Escape
until_screen_without 'Save image/png'
type_text M
until_screen 'Save image/png'
keys C-a C-k
type_text 'my picture.png'
keys Enter
until_screen "to $files/my picture.png."
"$CHAKRA_TUI" --sandbox media fetch $picture -o same.png || fail 'the command line cannot fetch it'
cmp same.png 'my picture.png' || fail 'it is another picture'
[ "$(stat -c %a 'my picture.png' 2>/dev/null || stat -f %Lp 'my picture.png')" = 600 ] ||
    fail 'others can read it'

# What is there is asked about, and stays unless the answer is yes; a folder is no file.
printf 'precious\n' >'my picture.png'
again() {
    type_text M
    until_screen 'Save image/png'
    keys C-a C-k
    type_text "$1"
    keys Enter
}
again 'my picture.png'
until_screen 'Replace it?'
keys n
until_screen_without 'Replace it?'
grep -q precious 'my picture.png' || fail 'the file was replaced after a no'
again 'my picture.png'
until_screen 'Replace it?'
keys y
until_screen "to $files/my picture.png."
cmp same.png 'my picture.png' || fail 'the file was not replaced after a yes'
mkdir sub
again sub
until_screen 'is a folder'
again none/here.png
until_screen 'Choose a folder that you can write to.'
again '  '
until_screen 'No file was named'
# A name that is taken is not proposed.
: >"$world/downloads/media-$picture.png"
type_text M
until_screen "media-$picture-1.png"
keys Escape
until_screen_without "media-$picture-1.png" # else Escape and q are one key, M-q

# Cards: one is chosen from a list; a link is offered, an unknown id is an error.
keys q
until_row ' 3 rows '
keys j Enter
until_screen 'Moon cactus'
keys Space
until_row 'card 1 header link https://cdn.example.com/card1.jpg'
type_text M
until_screen 'Media of the row'
keys Down Enter
until_screen 'https://cdn.example.com/card1.jpg Copy it?'
keys y
until_screen 'Copied'
until_row 'card 1 header'
type_text M
until_screen 'Media of the row'
keys Down Down Enter
until_screen 'WhatsApp keeps an upload'
# No media at all.
keys q
until_row 'accepted ✓ .*hello_world'
keys j M
until_screen 'This message has no media'
keys M-q
until_end 0
[ "$(find "$files" -name '*.part-*' | wc -l)" -eq 0 ] || fail 'an unfinished file was left behind'
