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
# One of each door: a notice, a question, an error, its next step, a note, a hint, a help line, a heading,
# a label, a title, a plural, an option's help, a rule, a check, a reason, a code's meaning.
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
msgid "Template"
msgid "Saved filters"
msgid_plural "%zu phone numbers"
msgid "Recipient, with country code."
msgid "There is no recipient. Type a phone number with its country code."
msgid "the sandbox needs none"
msgid "looked up: found, its message id is taken over"
msgid "The service is down or overloaded for a moment."
TEXTS
msgfmt --check-format -o "$work/all.mo" "$work/all.pot"
# A plural that is glued on (row%s) has one form in every language.
if grep -rnE '== 1 \? "" *: *"' "$here/../src" "$here/../ui" --include='*.c'; then
    echo "use text_count()" && exit 1
fi
