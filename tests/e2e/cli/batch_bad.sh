#!/bin/sh
# Lists that cannot be sent: each is refused as a whole, with the row, and nothing leaves.
set -u
# shellcheck source=tests/e2e/cli/lib.sh
. "$(dirname "$0")/lib.sh"

export CHAKRA_TOKEN=invented
# shellcheck disable=SC2119
start_sandbox
cd "$work" || exit 1

# refuse WHAT STATUS PIECE [OPTION...]: the list is on stdin.
refuse() {
    what=$1 want=$2 piece=$3
    shift 3
    cat >bad.csv
    run --base-url "$url" batch bad.csv --template "${template:-order_shipped_positional}" \
        --language en_US "$@"
    expect "$what: exit" "$status" "$want"
    expect_contains "$what" "$work/err" "$piece"
}
template=
h=to,body.1,body.2,body.3,body.4

refuse 'empty' 4 'the list is empty' </dev/null
printf '%s\n' $h >list
refuse 'only a header' 4 'the list holds no rows' <list
printf '\n\n\n' >list
refuse 'empty lines' 4 'the list is empty' <list
printf '%s\n15550001001,a,b,c\n15550001002,a,b,c,d,e\n' $h >ragged
refuse 'too few cells' 4 'row 2: The row has 4 cells, the header 5' <ragged
expect_contains 'too many cells' "$work/err" 'row 3: The row has 6 cells, the header 5'
printf '%s\n15550001001,a,"b\n,c,d\n' $h >list
refuse 'unclosed quote' 4 'row 2, column 3: a quote opened in line 2 is never closed' <list
printf '%s\n15550001001,a,b"x",c,d\n' $h >list
refuse 'quote inside' 4 'row 2, column 3: a quote stands inside' <list
printf '%s\n15550001001,a,b\0,c,d\n' $h >list
refuse 'NUL' 4 'row 2, column 3: the file holds a NUL byte' <list
printf '\377\376t\0o\0' >list
refuse 'UTF-16' 4 'Name the encoding with --encoding UTF-16' <list
printf 'to,body.1,body.1,body.2,body.3,body.4\n15550001001,a,b,c,d,e\n' >list
refuse 'header twice' 4 'column body.1: Two columns have this name' <list
printf 'to,body.1,bdy.2,body.3,body.4\n15550001001,a,b,c,d\n' >list
refuse 'unknown column' 4 'column bdy.2: The template has no slot bdy.2; did you mean body.2?' <list
printf 'body.1,body.2,body.3,body.4\na,b,c,d\n' >list
refuse 'no recipients' 4 'No column holds the recipients' <list
printf '%s,header.file\n15550001001,a,b,c,d,x\n' $h >list
refuse 'no such slot' 4 'The template has no slot header.file' <list
printf '%s,\n15550001001,a,b,c,d,\n' $h >list
refuse 'unnamed column' 4 'Column 6 has no name' <list
printf '%s\n15550001001,a,b,c,d\n' $h >list
refuse 'mapped to nothing' 4 'column body.1: The template has no slot body.9' --map body.1=body.9 <list
printf '%s\n15550001001,a,b,c,d\n' $h >list
refuse 'mapped from nothing' 4 'column Name: --map names this column' --map Name=body.1 <list
printf '%s\n15550001001,a,b,c,d\n' $h >list
refuse 'mapped twice' 4 'both fill body.2' --map body.1=body.2 <list
printf '%s\n15550001001,a,b,c,d\n' $h >list
refuse 'for all and here' 4 'body.1 is given for all rows' --set body.1=x <list
printf '%s\n15550001001,a,b,c,d\n' $h >list
refuse 'no mapping' 2 'is not COLUMN=KEY' --map body.1 <list
printf '%s\n15550001001,a,b,c,d\n' $h >list
template=no_such
refuse 'unknown template' 4 'no_such' <list
template=
printf '%s\n5550,a,b,c,d\n15550001001,,b,c,d\n' $h >rules
refuse 'wrong number' 4 'error row 2 column to: The number has only 4 digits' <rules
expect_contains 'missing value' "$work/err" 'error row 3 column body.1: Type the value for {{1}}. (V17)'
expect_contains 'counted' "$work/err" '2 problems in the list; nothing was sent'
printf '%s\n15550001001,a,b,c,d\n15550001002,a,b,c,d\n+1 555 000 1001,a,b,c,d\n' $h >list
refuse 'the same twice' 4 'error row 4 column to: Row 2 has the same message to the same number' <list
printf '%s\n15550001001,a,b,c,d\n' $h >gone.csv
run --base-url "$url" batch nowhere.csv --template order_shipped_positional --language en_US
expect 'no such file' "$status" 3
run --base-url "$url" batch . --template order_shipped_positional --language en_US
expect 'a folder' "$status" 3
printf 'to\n15550001001\n' >nobody.csv
for option in --dry-run --force; do
    run --base-url "$url" batch nobody.csv --template helo_world --language en_US --json $option
    expect "unknown template as JSON, $option" \
        "$status $(json '[.row, .column, .rule, .level, .prevents] | tostring')" \
        '4 [null,"template","V6","error",132001]'
    expect_contains 'and its next step' "$work/out" 'Did you mean hello_world?'
done
run --base-url "$url" batch gone.csv --language en_US
expect 'no template' "$status" 2
run --base-url "$url" batch gone.csv --template order_shipped_positional --language en_US --concurrency 0
expect 'none at once' "$status" 2
expect 'nothing was stored' "$(curl -s "$url/_sandbox/messages" | jq length)" 0

# The same number with other values is allowed, with a warning.
printf '%s\n15550001001,a,b,c,d\n15550001001,a,b,c,x\n' $h >warned.csv
run --base-url "$url" batch warned.csv --template order_shipped_positional --language en_US --dry-run
expect 'warned: exit' "$status" 0
expect_contains 'warned' "$work/err" 'warning row 3 column to: Row 2 goes to the same number, with other values'

# A file of 1 GB (a hole, read as NUL bytes) is refused at its first row, in no time and little memory;
# and so is one whose quote swallows it.
truncate -s 1G hole.csv
run --base-url "$url" batch hole.csv --template order_shipped_positional --language en_US
expect '1 GB of nothing' "$status" 4
expect_contains '1 GB of nothing: why' "$work/err" 'NUL byte'
{ printf 'to\n"'; head -c 3000000 /dev/zero | tr '\0' x; } >swallow.csv
run --base-url "$url" batch swallow.csv --template hello_world --language en_US
expect_contains 'a quote that swallows the file' "$work/err" 'is not closed within 1 MiB'
finish
