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
# What WhatsApp's codes mean stands in a table of its own.
mkdir -p "$work/assets"
sed -n 's/^ *"\(meaning\|operator_action\)": \("[^"].*"\),*$/TEXT(\2);/p' assets/error_codes.json \
    >"$work/assets/error_codes.c"
cd "$work"
: >out.pot

# extract FUNCTION:ARGUMENT FORMAT FILES: one argument at a time, for xgettext takes one of each name.
extract() {
    xgettext --from-code=UTF-8 --language=C --package-name=chakra-tui --join-existing --keyword \
        --keyword="$1" ${2:+--flag="${1%%,*}:$2"} -o out.pot -f "$3"
}
grep '\.c$' files >sources
printf 'src/app/actions.h\nsrc/app/edit_list.h\n' >tables
{ cat files && echo assets/error_codes.c; } >marked
# one FILE...: the doors that only these files know; another file may have another of the name.
one() {
    printf '%s\n' "$@" >one
}
extract text_of:1 pass-c-format files
extract text_count:1,2 pass-c-format sources
extract TEXT:1 '' marked # a text of a table, looked up where it is shown
extract app_say:3 c-format sources
extract app_open_question:3 '' sources
extract error_set:3 '' sources
extract error_set:4 c-format sources
extract output_note:1 c-format sources
extract X:5 '' tables # the word for the hint bar
extract X:6 '' tables # the help
# what a check says
extract check_ok:3 c-format sources
extract check_skipped:3 c-format sources
extract check_warning:3 '' sources
extract check_warning:4 c-format sources
# why something is wrong with a value, a definition, a list, a case
extract check_explain:2 c-format sources
extract problems_add:5 c-format sources
extract sink_tell:6 c-format sources
extract definition_report:4 c-format sources
extract trial_end:4 c-format sources
extract record_without_transfer:6 '' sources
extract record_without_transfer:7 '' sources
extract store_error:3 '' sources
extract strbuf_status:2 '' sources
extract call_answer_check:2 '' sources
extract input_error:2 '' sources
extract result_error:2 '' sources
extract file_error:2 '' sources
# labels of boxes, columns and pages
extract dialog_line:2 '' sources
extract dialog_buttons:2 '' sources
extract dialog_buttons:3 '' sources
extract add_answer:2 '' sources
extract ask_text:3 '' sources
extract ask_text:4 '' sources
extract print_pair:1 '' sources
extract print_section:1 '' sources
one ui/view_list.c
extract add_line:2 '' one
one src/trial/verdict.c
extract decide:3 c-format one
one src/whatsapp/case_check.c
extract add_problem:4 c-format one
one src/whatsapp/definition_rules_buttons.c
extract report_button:5 '' one
one src/outbox/reconcile.c
extract cannot_tell:1 '' one
extract found:2 '' one
one src/base/paths.c
extract io_error:2 '' one
extract io_error:4 '' one
one src/base/csv.c
extract wrong:3 '' one
extract wrong:4 c-format one
one src/config/option_checks.c
extract wrong:3 '' one
one src/whatsapp/definition_lock.c
extract wrong:2 c-format one
one src/trial/case_file.c
extract refuse:3 '' one
extract refuse:4 c-format one
one src/history/import_line.c
extract wrong_key:2 '' one
cat out.pot
