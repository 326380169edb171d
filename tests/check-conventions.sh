#!/bin/sh
# docs/CONVENTIONS.md says of each row where it is shown: that test or screen is there. Each violation
# prints "line: message"; exit 1.
#
#   tests/check-conventions.sh [FILE]       checks the table (default: docs/CONVENTIONS.md)
#   tests/check-conventions.sh --self-test  sees wrong rows caught
set -u
export LC_ALL=C

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)

# Where a test or a screen of that name would be; a word of another kind is none.
path_of() {
    case $1 in
    *.sh | *.c | unit/*) printf '%s/%s\n' "$here" "$1" ;;
    *_[0-9]*x[0-9]*) printf '%s/frame/golden/%s.txt\n' "$here" "$1" ;;
    esac
}

check() {
    wrong=0
    number=0
    while IFS= read -r line; do
        number=$((number + 1))
        case $line in
        '| Convention |'* | '|---'*) continue ;;
        '| '*) ;;
        *) continue ;;
        esac
        # The last column, one name in backquotes a line.
        names=$(printf '%s\n' "$line" | sed 's/ *|$//; s/.*| //' | grep -o '`[^`]*`' | tr -d '`')
        shown=0
        for name in $names; do
            path=$(path_of "$name")
            if [ -n "$path" ] && [ -e "$path" ]; then
                shown=$((shown + 1))
            else
                echo "$number: there is no test or screen $name"
                wrong=1
            fi
        done
        [ "$shown" -gt 0 ] || { echo "$number: nothing shows this row" && wrong=1; }
    done <"$1"
    return $wrong
}

self_test() {
    tmp=$(mktemp "${TMPDIR:-/tmp}/check-conventions.XXXXXX") || exit 2
    trap 'rm -f "$tmp"' EXIT
    printf '%s\n' '| Convention | Our answer | Shown by |' '|---|---|---|' \
        '| good | yes `a \| b` | `e2e/screen/lib.sh`, `help_80x24` |' '| gone | yes | `e2e/screen/gone.sh` |' \
        '| bare | yes | |' '| screen | yes | `help_81x25` |' >"$tmp"
    found=$(check "$tmp" | cut -d: -f1 | sort -u | tr '\n' ' ')
    [ "$found" = '4 5 6 ' ] || { echo "self test: wrong rows found: $found" && exit 1; }
}

if [ "${1-}" = --self-test ]; then
    self_test
else
    check "${1-$here/../docs/CONVENTIONS.md}"
fi
