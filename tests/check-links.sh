#!/bin/sh
# Where the documents point to is there: files and headings behind links, and paths of the
# repository in backquotes. Each violation prints "file:line: message"; exit 1.
#
#   tests/check-links.sh [FOLDER]       checks all *.md of the tree (default: the one this file is in)
#   tests/check-links.sh --self-test    breaks each rule once and sees it caught
# shellcheck disable=SC2016  # backquotes here are Markdown
set -u
export LC_ALL=C

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
tmp=$(mktemp -d "${TMPDIR:-/tmp}/check-links.XXXXXX") || exit 2
trap 'rm -rf "$tmp"' EXIT
trap 'exit 130' INT TERM

# "FILE:LINE:link:TARGET" and "FILE:LINE:path:TARGET" of what stands outside of fenced code.
list_targets() {
    awk '
    FNR == 1 { fenced = 0 }
    /^ *```/ { fenced = !fenced; next }
    fenced { next }
    {
        rest = $0
        while (match(rest, /`[^`]*`/)) {
            words = substr(rest, RSTART + 1, RLENGTH - 2)
            rest = substr(rest, 1, RSTART - 1) "code" substr(rest, RSTART + RLENGTH)
            if (words ~ /^(src|ui|docs|tests|assets)\/[A-Za-z0-9_.\/-]*$/)
                print FILENAME ":" FNR ":path:" words
        }
        while (match(rest, /\]\([^)]*\)/)) {
            print FILENAME ":" FNR ":link:" substr(rest, RSTART + 2, RLENGTH - 3)
            rest = substr(rest, RSTART + RLENGTH)
        }
    }' "$@"
}

# The names by which headings can be linked to, as GitHub makes them.
list_anchors() {
    awk '/^ *```/ { fenced = !fenced } !fenced && /^#+ / { sub(/^#+ /, ""); print tolower($0) }' "$1" |
        sed -e 's/[^a-z0-9 _-]//g' -e 's/ /-/g'
}

check_link() { # FILE LINE TARGET
    case $3 in
    *://* | mailto:*) return ;;
    esac
    file=${3%%#*}
    path=$1
    [ -z "$file" ] || path=$(dirname "$1")/$file
    if [ ! -e "$path" ]; then
        echo "$1:$2: links to $3, which is not there"
    elif [ "${3#*#}" != "$3" ] && ! list_anchors "$path" | grep -qxF "${3#*#}"; then
        echo "$1:$2: links to $3, a heading that is not there"
    fi
}

check_tree() {
    cd "$1" || exit 2
    find . \( -name .git -o -name build -o -name 'build-*' \) -prune -o -name '*.md' -print |
        sed 's|^\./||' | sort >"$tmp/pages"
    # shellcheck disable=SC2046  # no blanks in the names of our pages
    list_targets $(cat "$tmp/pages") >"$tmp/targets"
    while IFS=: read -r page line kind target; do
        if [ "$kind" = link ]; then
            check_link "$page" "$line" "$target"
        elif [ ! -e "$target" ]; then
            echo "$page:$line: names $target, which is not there"
        fi
    done <"$tmp/targets" >"$tmp/found"
    cat "$tmp/found"
    echo "check-links: $(wc -l <"$tmp/pages") pages, $(wc -l <"$tmp/targets") targets," \
        "$(wc -l <"$tmp/found") violations"
    [ ! -s "$tmp/found" ]
}

# breaks LINE_OF_TEXT MESSAGE
breaks() {
    printf '# A page\n\n%s\n' "$1" >"$tmp/tree/docs/PAGE.md"
    sh "$here/check-links.sh" "$tmp/tree" >"$tmp/self.out" 2>&1 && status=0 || status=1
    cases=$((cases + 1))
    if [ -z "$2" ]; then
        [ "$status" -eq 0 ] && return
    elif [ "$status" -eq 1 ] && grep -qxF "docs/PAGE.md:3: $2" "$tmp/self.out"; then
        return
    fi
    echo "self-test: '$1' gave:"
    cat "$tmp/self.out"
    failures=$((failures + 1))
}

self_test() {
    failures=0 cases=0
    mkdir -p "$tmp/tree/docs" "$tmp/tree/src/base"
    printf '# Read me: first!\n' >"$tmp/tree/README.md"
    breaks 'See [it](../README.md), [there](../README.md#read-me-first), `src/base/`, [web](https://a.b/c).' ''
    breaks 'Not `src/NAME*` and not `docs/...:3`, nor [above](#a-page).' ''
    breaks 'See [it](README.md).' 'links to README.md, which is not there'
    breaks 'See [it](../README.md#second).' 'links to ../README.md#second, a heading that is not there'
    breaks 'See [it](#b-page).' 'links to #b-page, a heading that is not there'
    breaks 'In `src/base/gone.c`.' 'names src/base/gone.c, which is not there'
    echo "check-links --self-test: $cases cases, $failures failures"
    [ "$failures" -eq 0 ]
}

case ${1-} in
--self-test) self_test ;;
-*)
    echo "usage: tests/check-links.sh [FOLDER | --self-test]" >&2
    exit 2
    ;;
*) check_tree "${1:-$here/..}" ;;
esac
