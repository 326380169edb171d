#!/bin/sh
# A list whose rows name their languages: each checked against its own definition and sent in it, with
# --language for those that name none.
set -u
# shellcheck source=tests/e2e/cli/lib.sh
. "$(dirname "$0")/lib.sh"

# offer LANGUAGE STATUS TEXT EXAMPLES
offer() {
    jq -n --arg language "$1" --arg status "$2" --arg text "$3" --argjson examples "$4" '{name: "offer",
        language: $language, status: $status, category: "UTILITY", id: ("90" + ($text | length | tostring)),
        parameter_format: "POSITIONAL", components: [{type: "BODY", text: $text,
        example: {body_text: [$examples]}}]}' >"$work/templates/offer.$1.json"
}
mkdir "$work/templates"
offer en_US APPROVED 'Dear {{1}}, your table is free at {{2}} today.' '["Ann", "8"]'
offer de APPROVED 'Guten Tag {{1}}, Ihr Tisch ist jetzt frei.' '["Anna"]'
offer fr PENDING 'Bonjour {{1}}, votre table est libre ce soir.' '["Anne"]'

batch() {
    run --base-url "$url" batch "$@" --template offer
}
stored() { curl -s "$url/_sandbox/messages?limit=1000" | jq length; }
bodies() { # TO: language and texts of the messages that were sent there
    run --base-url "$url" history list --json "to:$1"
    ids=$(jq -r .id "$work/out")
    for id in $ids; do
        run --base-url "$url" history show "$id" --json
        json '.request.body.template | [.language.code, (.components[0].parameters[] | .text)] | join(" ")'
    done
}
last() { tail -n 1 "$work/out" | jq -r "$1"; }

export CHAKRA_TOKEN=invented
start_sandbox --templates "$work/templates"
cd "$work" || exit 1

# ---- what is wrong is told for its row
printf 'to,language,body.1,body.2
15550001001,en_US,Ann,8
15550001002,it,Bea,8
15550001003,fr,Cleo,
15550001004,de,Dora,8
15550001005,,Eve,8
15550001006,en_US,Fay,
15550001007,de,Gina,
' >bad.csv
batch bad.csv --json
expect 'problems' "$status $(jq -rs 'map(select(.level == "error") | [.row, .column, .rule, .prevents] |
    map(. // "-" | tostring) | join(" ")) | join(", ")' "$work/out")" \
    '4 3 language V6 132001, 4 language V8 132001, 5 body.2 - -, 6 language V6 132001, 7 body.2 V17 132000'
expect_contains 'which there are' "$work/out" 'The template has no language it. Write one that it has ('
expect_contains 'no cell of another language' "$work/out" 'no slot body.2 in de: empty the cell'
expect_contains 'none named' "$work/out" 'The row names no language. Write one that it has ('
batch bad.csv --language en_US --json
expect 'with --language' "$status $(jq -rs 'map(select(.level == "error") | .row) | join(" ")' "$work/out")" \
    '4 3 4 5 7'
batch bad.csv --language it --json
expect 'a --language that is not there' "$status $(json .rule)" '4 V6'
printf 'to,body.1\n15550001001,Ann\n' >none.csv
batch none.csv
expect 'no column, no --language' "$status" 2
expect_contains 'what to add' "$work/err" 'a column `language`'
printf 'to,language,body.9\n15550001001,de,Ann\n' >column.csv
batch column.csv
expect 'a slot of no language' "$status" 4
expect_contains 'it is named' "$work/err" 'The template has no slot body.9'
printf 'to,language,body.1\n15550001001,de,Ann\n' >fixed.csv
batch fixed.csv --set body.2=8
expect 'a value for all that a row cannot take' "$status" 4
expect_contains 'row and slot' "$work/err" 'row 2 column body.2: The template has no slot body.2 in de'

# ---- the header: what names the language, and what it is taken for
printf 'to,language,Sprache,body.1\n15550001001,de,de,Ann\n' >both.csv
batch both.csv --map Sprache=language --json
expect 'two columns for it' "$status $(jq -rs 'map(.column + ": " + .message) | join("; ")' "$work/out")" \
    "4 Sprache: The columns language and Sprache both fill language: leave one out with --map 'COLUMN=-'."
batch both.csv --map Sprache=- --dry-run
expect 'one of them left out' "$status" 0
printf 'to,Language,body.1\n15550001001,de,Ann\n' >near.csv
batch near.csv
expect 'a column that is nearly it' "$status" 2
expect_contains 'how to name it' "$work/err" "--map 'Language=language' if that column names it"
batch near.csv --map Language=- --dry-run
expect_contains 'not what was left out' "$work/err" 'a column `language`'
batch fixed.csv --set language=de
expect 'a value is no language' "$status $(grep -c 'no slot language' "$work/err")" '4 0'
printf 'to,language,body.1,body.2\n15550001001, de ,Ann,\n15550001002,"  ",Bea,8\n15550001003,de en_US,Cy,\n' \
    >blanks.csv
batch blanks.csv --language en_US
expect 'blanks around a language' "$status $(grep -c '^error' "$work/err")" '4 1'
expect_contains 'two are none' "$work/err" 'row 4 column language: The template has no language de en_US.'
batch blanks.csv
expect_contains 'only blanks' "$work/err" 'row 3 column language: The row names no language.'
expect 'nothing was sent' "$(stored)" 0

# ---- each row in its language; results, history, dry run
printf 'to,Sprache,body.1,body.2
15550002001,de,Anna,
15550002002,en_US,Ben,8
15550002003,,Cleo,9
15550002001,en_US,Anna,7
' >list.csv
batch list.csv --map Sprache=language --language en_US --dry-run --json
expect 'dry run' "$status $(last '.request.body.template.language.code')" '0 de'
batch list.csv --map Sprache=language --language en_US --json
expect 'sent' "$status $(last '[.rows, .accepted, .problems] | join(" ")')" '0 4 4 0'
id=$(last .batch)
expect 'results' "$(cut -d, -f1-5 list.result.csv | tr -d '\r')" 'to,Sprache,body.1,body.2,state
15550002001,de,Anna,,accepted
15550002002,en_US,Ben,8,accepted
15550002003,,Cleo,9,accepted
15550002001,en_US,Anna,7,accepted'
expect 'German' "$(bodies 15550002001 | sort | paste -sd,)" 'de Anna,en_US Anna 7'
expect 'the usual one' "$(bodies 15550002003)" 'en_US Cleo 9'

# ---- the same list, whatever --language says: no row goes out twice
batch list.csv --map Sprache=language --language en_US
expect 'begun before' "$status" 4
batch list.csv --map Sprache=language --language de --resume --json
expect 'resumed with another --language' "$status $(last '[.batch, .before, .accepted] | join(" ")')" \
    "0 $id 4 0"
expect 'stored' "$(stored)" 4

# ---- the guard tells languages apart
printf 'to,language,body.1\n15550003001,de,Ann\n' >once.csv
batch once.csv
expect 'once' "$status" 0
printf 'to,language,body.1\n15550003001,de,Ann\n15550003002,de,Ann\n' >twice.csv
batch twice.csv
expect 'the same in the same language' "$status" 4
expect_contains 'guarded' "$work/err" 'row 2 column to: The same message went to this number'
stop_sandbox
finish
