#!/bin/sh
# Prints the texts that can be translated, as the template of a catalogue (gettext). A new language:
#
#   assets/po/extract.sh >/tmp/chakra-tui.pot
#   msginit -i /tmp/chakra-tui.pot -l de -o assets/po/de.po      or, when texts have changed:
#   msgmerge -U assets/po/de.po /tmp/chakra-tui.pot
#
# The texts are those that pass a door to text_of() (src/base/text.h): each door is a row here.
set -eu
cd "$(dirname "$0")/../.."
work=$(mktemp -d "${TMPDIR:-/tmp}/extract.XXXXXX")
trap 'rm -rf "$work"' EXIT

# An empty text is none.
find src ui -name '*.[ch]' | LC_ALL=C sort >"$work/files"
while IFS= read -r file; do
    mkdir -p "$work/$(dirname "$file")"
    sed 's/, ""/, 0/g' "$file" >"$work/$file"
done <"$work/files"
cd "$work"
: >out.pot

# extract FUNCTION:ARGUMENT FORMAT FILES: one argument at a time, for xgettext takes one of each name.
extract() {
    xgettext --from-code=UTF-8 --language=C --package-name=chakra-tui --join-existing --keyword \
        --keyword="$1" ${2:+--flag="$1:$2"} -o out.pot -f "$3"
}
grep '\.c$' files >sources
printf 'src/app/actions.h\nsrc/app/edit_list.h\n' >tables
extract text_of:1 '' sources
extract app_say:3 c-format sources
extract app_open_question:3 '' sources
extract error_set:3 '' sources
extract error_set:4 c-format sources
extract output_note:1 c-format sources
extract X:5 '' tables # the word for the hint bar
extract X:6 '' tables # the help
cat out.pot
