#!/bin/sh
# The two pictures of README.md are the program's own: the same moment, after three sends in the
# sandbox, as text (80x24) and as docs/screen.svg (120x30, in colour). Compares both with what the
# program shows now; UPDATE_GOLDEN=1 draws them anew. Usage: readme_screens.sh REPOSITORY
. "$(dirname "$0")/lib.sh"
: "${CHAKRA_TUI:?names the binary under test}" "${SCREEN_SVG:?names the program that draws}"
root=$1
day=$(date +%F)
mark='<!-- drawn by tests/e2e/screen/readme_screens.sh -->'

# steady: times of the clock, and how long a reply took, are the same in every run. What a shorter
# number leaves free becomes blanks, behind the escape sequences that end its colour. Where no reply
# came, less than a millisecond is not shown at all.
steady() {
    ends="\\(\\($(printf '\033')\\[[0-9;]*m\\)*\\)"
    sed -e 's/[0-2][0-9]:[0-5][0-9]:[0-5][0-9]/09:41:00/' \
        -e ":digit
            s/[0-9]\\([0-9] ms\\)$ends/\\1\\2 /
            t digit" \
        -e 's/[0-9] ms/2 ms/' -e '/unknown ?/s/2 ms/    /'
}

# settle: until two looks, a tenth of a second apart, show the same.
is_still() {
    screen >"$world/now"
    cmp -s "$world/before" "$world/now" && return
    mv "$world/now" "$world/before"
    return 1
}
settle() {
    : >"$world/before"
    until_true 100 is_still || fail 'the screen does not settle'
}

# send_to NUMBER: the form keeps the values of the last message.
send_to() {
    keys M-t C-a C-k
    type_text "$1"
    keys F5
}

# compare FILE DRAWN: or put it in the file's place.
compare() {
    if [ -n "${UPDATE_GOLDEN-}" ]; then
        cp "$2" "$1"
    elif ! cmp -s "$1" "$2"; then
        diff "$1" "$2" >&2 || :
        fail "$1 is not what the program shows; draw it anew with UPDATE_GOLDEN=1 and read the diff"
    fi
}

# Three sends: taken and read, refused, without an answer.
start 120x30 "$CHAKRA_TUI" --sandbox
until_screen 'choose with Enter' 200
keys Enter
until_row 'filter .* [1-9][0-9]* of'
type_text order_shipped_positional
until_row 'filter order_shipped_positional'
keys Enter
until_row 'Template +order_shipped_positional'
type_text 15550001234
for value in Asha 1042 '24 November' 2; do
    keys Tab
    type_text "$value"
done
until_screen 'ready 6/6'
keys F5
until_row 'accepted ✓'
send_to 15550131026
until_row 'rejected ✗'
send_to 15550000998
until_row 'unknown \?'
until_row 'read ✓✓' 300
keys M-t C-a C-k
type_text '+91 99012 58433'
until_row 'To +\+91 99012 58433 +India'
settle

cursor=$(cursor)
terminal capture-pane -p -e -N -t main | steady >"$world/coloured"
"$SCREEN_SVG" 120 30 "${cursor%,*}" "${cursor#*,}" <"$world/coloured" >"$world/screen.svg" ||
    fail 'the picture could not be drawn'
xmllint --noout "$world/screen.svg" || fail 'the picture is not XML'
printf '\033[58m' | "$SCREEN_SVG" 1 1 0 0 >/dev/null 2>&1 && fail 'an unknown colour was drawn'

resize 80x24
until_row '^└─.* 3 rows .*─┘$'
until_screen_without 'F4 for text'
settle
screen | steady >"$world/text"
[ "$day" = "$(date +%F)" ] || { clean_up && exec sh "$0" "$@"; } # rows of yesterday show their date

awk -v mark="$mark" -v text="$world/text" '
    $0 == mark { print; getline; print; while ((getline row <text) > 0) print row; skipping = 1; next }
    /^```/ { skipping = 0 }
    !skipping' "$root/README.md" >"$world/README.md"
grep -qxF "$mark" "$root/README.md" || fail "README.md has no line: $mark"
compare "$root/docs/screen.svg" "$world/screen.svg"
compare "$root/README.md" "$world/README.md"
keys C-c
until_end 0
