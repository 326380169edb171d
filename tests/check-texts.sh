#!/bin/sh
# The texts that can be translated are found: assets/po/extract.sh sees every door, and what it prints
# is a sound template. Exit 77: there is no gettext here.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
command -v xgettext >/dev/null && command -v msgfmt >/dev/null || exit 77
work=$(mktemp -d "${TMPDIR:-/tmp}/check-texts.XXXXXX")
trap 'rm -rf "$work"' EXIT
sh "$here/../assets/po/extract.sh" >"$work/all.pot" 2>"$work/warnings"
[ ! -s "$work/warnings" ] || { cat "$work/warnings" && exit 1; }
# One of each door: a notice, a question, an error, its next step, a note, a hint, a help line, a heading.
while IFS= read -r text; do
    grep -qF "$text" "$work/all.pot" || { echo "not found: $text" && exit 1; }
done <<'TEXTS'
msgid "Nothing is open: %s sends."
A list is being sent. Quit all the same?
msgid "out of memory"
msgid "Close other programs, then try again."
a starter was written
msgid "dry run"
msgid "Check the message and open the review"
Keys that work here, %s
TEXTS
msgfmt --check-format -o "$work/all.mo" "$work/all.pot"
