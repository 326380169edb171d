#!/bin/sh
# Writes FOLDER/xx/LC_MESSAGES/chakra-tui.mo: a catalogue in which each letter of each text that can be
# translated is a letter with a mark (a is á). What is on the screen without marks did not pass
# text_of(). Places (%s) and line ends stay. Exit 77: there is no gettext here.
set -eu
folder=$1
top=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
for tool in xgettext msgen msgfmt; do command -v "$tool" >/dev/null || exit 77; done
mkdir -p "$folder/xx/LC_MESSAGES"
sh "$top/assets/po/extract.sh" >"$folder/all.pot"
sed -e '0,/charset=CHARSET/s//charset=UTF-8/' \
    -e '0,/nplurals=INTEGER; plural=EXPRESSION/s//nplurals=2; plural=(n != 1)/' "$folder/all.pot" |
    msgen --no-wrap - >"$folder/same.po"
grep -q '^"Plural-Forms' "$folder/same.po" ||
    sed -i '0,/^"Content-Type.*/s//&\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"/' "$folder/same.po"
awk '
BEGIN {
    split("á ƀ ć đ é ƒ ǵ ħ í ĵ ķ ł ṁ ń ó ṕ ʠ ŕ š ţ ú ṽ ŵ ẋ ý ž", small, " ")
    split("Á Ɓ Ć Đ É Ƒ Ǵ Ħ Í Ĵ Ķ Ł Ṁ Ń Ó Ṕ Ɋ Ŕ Š Ţ Ú Ṽ Ŵ Ẋ Ý Ž", large, " ")
    for (i = 1; i <= 26; i++) {
        marked[substr("abcdefghijklmnopqrstuvwxyz", i, 1)] = small[i]
        marked[substr("ABCDEFGHIJKLMNOPQRSTUVWXYZ", i, 1)] = large[i]
    }
}
function mark(text,    out, c) {
    out = ""
    while (text != "") {
        if (match(text, /^%[-+ #0-9.*]*(<[A-Za-z0-9]*>|[hlLqjzt]*[diouxXeEfgGcsp%])/) || match(text, /^\\./)) {
            out = out substr(text, 1, RLENGTH)
            text = substr(text, RLENGTH + 1)
            continue
        }
        c = substr(text, 1, 1)
        out = out (c in marked ? marked[c] : c)
        text = substr(text, 2)
    }
    return out
}
/^msg(id|ctxt)/ { translated = 0 }
/^msgstr/ { translated = ++entries > 1; match($0, /^msgstr(\[[0-9]\])? "/) }
translated && /^msgstr/ { print substr($0, 1, RLENGTH) mark(substr($0, RLENGTH + 1)); next }
translated && /^"/ { print "\"" mark(substr($0, 2)); next }
{ print }' "$folder/same.po" >"$folder/xx.po"
msgfmt --check-format -o "$folder/xx/LC_MESSAGES/chakra-tui.mo" "$folder/xx.po"
rm -f "$folder/all.pot" "$folder/same.po"
