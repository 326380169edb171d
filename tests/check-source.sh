#!/bin/sh
# The laws of the source tree that neither compiler nor linker keeps: who may include what, which
# calls are banned, sizes, white space. Each violation prints "file:line: [rule] message"; exit 1.
#
#   tests/check-source.sh [FOLDER]       checks the tree (default: the one this file is in)
#   tests/check-source.sh --self-test    breaks each rule once in a copy and sees it caught
#
# To add a rule: one `forbid` or one small function below, and one line in self_test.
# shellcheck disable=SC2016  # backticks here are Markdown
set -u
export LC_ALL=C

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
tmp=$(mktemp -d "${TMPDIR:-/tmp}/check-source.XXXXXX") || exit 2
trap 'rm -rf "$tmp"' EXIT
trap 'exit 130' INT TERM

# ---------------------------------------------------------------- the tree as plain lists

# Everything a person wrote; what tools made and what was copied in as test data is left out.
list_files() {
    find . \( -name .git -o -name build -o -name 'build-*' -o -name .cache \) -prune -o \
        -type f ! -path './tests/data/*' ! -path './tests/fuzz/corpus/*' -print | sed 's|^\./||' | sort
}

# C without comments and without the insides of strings, as "file:line:code"; includes stay whole.
strip_c() {
    awk '
    function strip(s,  out, token) {
        out = ""
        while (s != "") {
            if (in_comment) {
                if (!(at = index(s, "*/"))) return out
                s = substr(s, at + 2); in_comment = 0; continue
            }
            if (!match(s, /"([^"\\]|\\.)*"|\047([^\047\\]|\\.)*\047|\/\*|\/\//)) return out s
            token = substr(s, RSTART, RLENGTH)
            out = out substr(s, 1, RSTART - 1)
            s = substr(s, RSTART + RLENGTH)
            if (token == "/*") in_comment = 1
            else if (token == "//") return out
            else out = out (substr(token, 1, 1) == "\"" ? "\"\"" : "0")
        }
        return out
    }
    FNR == 1 { in_comment = 0 }
    !in_comment && /^[ \t]*#[ \t]*include/ { print FILENAME ":" FNR ":" $0; next }
    { print FILENAME ":" FNR ":" strip($0) }' "$@"
}

# forbid RULE FILES EXCEPT PATTERN MESSAGE: no line of code in FILES but EXCEPT may match.
forbid() {
    RULE=$1 FILES=$2 EXCEPT=$3 PATTERN=$4 MESSAGE=$5 awk '
    BEGIN { files = ENVIRON["FILES"]; except = ENVIRON["EXCEPT"]; pattern = ENVIRON["PATTERN"] }
    {
        file = $0; sub(/:.*/, "", file)
        if (file !~ files || (except != "" && file ~ except)) next
        rest = substr($0, length(file) + 2)
        line = rest; sub(/:.*/, "", line)
        code = substr(rest, length(line) + 2)
        if (code ~ pattern)
            print file ":" line ": [" ENVIRON["RULE"] "] " ENVIRON["MESSAGE"]
    }' "$tmp/code"
}

# ---------------------------------------------------------------- the rules

# Who may include whom (docs/ARCHITECTURE.md). The folder itself is always allowed.
check_layers() {
    awk '
    BEGIN {
        all = "base config whatsapp chakra history outbox batch trial app http_server sandbox webhook cli"
        may["src/base"] = ""
        may["src/config"] = may["src/whatsapp"] = may["src/http_server"] = "base"
        may["src/chakra"] = "whatsapp config base"
        may["src/history"] = "whatsapp base"
        may["src/outbox"] = "chakra history whatsapp config base"
        may["src/batch"] = "outbox chakra history whatsapp config base"
        may["src/trial"] = "outbox history whatsapp config base"
        may["src/app"] = "whatsapp config base"
        may["effects"] = "whatsapp config base outbox batch trial history chakra"
        may["src/sandbox"] = may["src/webhook"] = "http_server whatsapp base"
        may["src/cli"] = all
        may["src/documents"] = all
        may["ui"] = "app whatsapp base"
        may["src/main.c"] = all " ui"
    }
    {
        file = $0; sub(/:.*/, "", file)
        if (file !~ /^(src|ui)\//) next
        rest = substr($0, length(file) + 2)
        line = rest; sub(/:.*/, "", line)
        if (!match(rest, /#[ \t]*include[ \t]*"[^"]*"/)) next
        target = substr(rest, RSTART, RLENGTH)
        sub(/^[^"]*"/, "", target); sub(/"$/, "", target)
        where = file ":" line ": "
        if (target !~ /^(src|ui|assets)\//) {
            print where "[include-root] write the path from the root of the repository: " target
            next
        }
        if (target ~ /^assets\//) next
        folder = file
        if (file == "src/main.c") folder = file
        else if (file ~ /^src\//) { split(file, part, "/"); folder = "src/" part[2] }
        else folder = "ui"
        split(target, part, "/")
        layer = part[1] == "ui" ? "ui" : part[2]
        own = folder == "ui" ? "ui" : substr(folder, 5)
        if (layer == own) next
        key = file ~ /^src\/app\/effects/ ? "effects" : folder
        if (!(key in may))
            print where "[layer] " folder " has no row in the table of layers"
        else if (index(" " may[key] " ", " " layer " ") == 0)
            print where "[layer] " folder " may not include " target
    }' "$tmp/code"
}

check_libraries() {
    forbid curses '.' '^(ui/(tty|paint)|tests/bench/floor_screen)\.c$' \
        '#[ \t]*include[ \t]*[<"]([a-z]*/)?(n?cursesw?|panelw?|menuw?|formw?|term)\.h' \
        'only ui/tty.c and ui/paint.c may include curses'
    forbid curl '.' '^(src/chakra/transport[a-z_]*\.c$|tests/)' '#[ \t]*include[ \t]*<curl/' \
        'only src/chakra/transport*.c may include curl'
    forbid sqlite '.' '^(src/history/|tests/)' '#[ \t]*include[ \t]*<sqlite3' \
        'only src/history may include sqlite3.h'
    forbid microhttpd '.' '^src/http_server/' '#[ \t]*include[ \t]*<microhttpd' \
        'only src/http_server may include microhttpd.h'
}

check_calls() {
    forbid banned '^(src|ui|tests)/' '' \
        '(^|[^A-Za-z0-9_])(strcpy|strcat|sprintf|vsprintf|strtok|atoi|atol|gets|system|popen)[ \t]*\(' \
        'banned: no bound, no error, or a shell'
    forbid heap '^(src|ui)/' '^src/base/mem\.c$' \
        '(^|[^A-Za-z0-9_.>])(malloc|calloc|realloc|free|strdup|strndup|asprintf|vasprintf)[ \t]*\(' \
        'the heap has one door: src/base/mem.h'
    forbid heap '^(src|ui)/' '^src/base/mem\.c$' '[(,=][ \t]*(malloc|calloc|realloc|free)[ \t]*[,);]' \
        'the heap has one door: src/base/mem.h'
    forbid secret '.' '^(src/chakra/transport\.c$|src/cli/webhook_secret\.c$|src/config/secret[a-z_]*\.[ch]$)' \
        '(^|[^A-Za-z0-9_])secret_bytes[ \t]*\(' \
        'only src/chakra/transport.c may see the bytes of the token (webhook_secret.c: of the other)'
    forbid print '^src/' '^src/(cli/|main\.c$|documents/make_document\.c$)' \
        '(^|[^A-Za-z0-9_])((printf|vprintf|puts|putchar|perror)[ \t]*\(|(stdout|stderr)($|[^A-Za-z0-9_]))' \
        'only src/cli and src/main.c may print (and make_document.c, a tool of the build)'
    forbid gate '^src/trial/' '^src/trial/(gate|trial_evidence)\.c$' \
        '(^|[^A-Za-z0-9_])outbox_submit[ \t]*\(' \
        'a test run sends through trial_gate_submit() alone (trial_evidence.c only looks up)'
}

# The one way in which a cleanup attribute bites: running on a variable that was never set.
check_cleanup() {
    awk '
    {
        file = $0; sub(/:.*/, "", file)
        rest = substr($0, length(file) + 2)
        line = rest; sub(/:.*/, "", line)
        code = substr(rest, length(line) + 2)
        if (file != was) { open = ""; was = file }
        if (open == "" && code ~ /(^|[^A-Za-z0-9_])CLEANUP\(/ && code !~ /#[ \t]*define/) {
            open = file ":" line ": [cleanup] initialise what CLEANUP() will release"
            text = ""
        }
        if (open == "") next
        text = text code
        if (code ~ /;/) { if (text !~ /=/) print open; open = "" }
    }' "$tmp/code"
}

# report RULE MESSAGE: "file:line:text" from grep -n becomes a violation.
report() {
    awk -v rule="$1" -v message="$2" '{
        file = $0; sub(/:.*/, "", file)
        line = substr($0, length(file) + 2); sub(/:.*/, "", line)
        print file ":" line ": [" rule "] " message
    }'
}

# grep_files PATTERN: reads names of files, prints "file:line:text"; binary files are left out.
grep_files() {
    tr '\n' '\0' | xargs -0 grep -nIE -- "$1" /dev/null
}

check_text() {
    tab=$(printf '\t')
    outside="/wor""k/|\\.\\./sha""red"
    later='(^|[^A-Za-z0-9_])(TO''DO|FIX''ME|XX''X|HA''CK)($|[^A-Za-z0-9_])'
    grep -v '/golden/' "$tmp/files" >"$tmp/prose"
    grep_files "[ $tab]+\$" <"$tmp/prose" | report white-space 'white space at the end of the line'
    grep_files "$outside" <"$tmp/files" | report outside 'names a place outside the repository'
    grep -E '^(src|ui|tests|docs)/|^dev$|\.sh$|CMake|\.md$' "$tmp/prose" | grep_files "$later" |
        report later 'finish it, or file an issue'
    grep -E '\.[ch]$' "$tmp/files" | grep_files "$tab" | report tab 'a tab in C: indent by four blanks'
}

check_sizes() {
    grep -E '^(src|ui)/.*\.[ch]$' "$tmp/files" | while IFS= read -r file; do
        lines=$(wc -l <"$file")
        [ "$lines" -le 500 ] ||
            echo "$file:501: [size] $((lines)) lines, at most 500: one job each?"
    done
}

check_headers() {
    flags='-std=c17 -D_XOPEN_SOURCE=700 -Wall -Wextra -Wpedantic -Wstrict-prototypes -Wundef -Werror'
    grep -E '^(src|ui|tests)/.*\.h$' "$tmp/files" | while IFS= read -r header; do
        # shellcheck disable=SC2086  # the flags are words
        printf '#include "%s"\nextern int not_empty;\n' "$header" |
            ${CC:-cc} $flags -I. -fsyntax-only -x c - >"$tmp/out" 2>&1 && continue
        echo "$header:1: [header] does not compile alone: $(grep -m1 -E 'error' "$tmp/out")"
    done
}

# Every folder of src/ and ui/ stands in the page, and the page names no folder that is gone.
check_architecture() {
    page=docs/ARCHITECTURE.md
    [ -f "$page" ] || { echo "$page:1: [architecture] is missing"; return; }
    grep -E '^(src|ui)/' "$tmp/files" | sed -n -e 's|^\(src/[^/]*\)/.*|\1/|p' -e 's|^ui/.*|ui/|p' |
        sort -u >"$tmp/folders"
    while IFS= read -r folder; do
        grep -qF "| \`$folder\` |" "$page" ||
            echo "$page:1: [architecture] has no row for the folder $folder"
    done <"$tmp/folders"
    grep -nE '^\| `(src/[a-z_]*|ui)/` \|' "$page" | while IFS=: read -r line row; do
        folder=$(printf '%s\n' "$row" | sed 's/^| `\([^`]*\)`.*/\1/')
        grep -qxF "$folder" "$tmp/folders" ||
            echo "$page:$line: [architecture] names the folder $folder, which is not there"
    done
}

check_tree() {
    cd "$1" || exit 2
    list_files >"$tmp/files"
    grep -E '\.[ch]$' "$tmp/files" >"$tmp/c-files"
    # One awk for many files; a tree without C has nothing to strip.
    : >"$tmp/code"
    [ ! -s "$tmp/c-files" ] || {
        # shellcheck disable=SC2046  # no blanks in the names of our C files
        strip_c $(cat "$tmp/c-files") >"$tmp/code"
    }
    for check in layers libraries calls cleanup text sizes headers architecture; do
        "check_$check"
    done >"$tmp/found"
    sort -t: -k1,1 -k2,2n -u "$tmp/found"
    count=$(sort -u "$tmp/found" | wc -l)
    echo "check-source: $(wc -l <"$tmp/files") files, $((count)) violations"
    [ "$count" -eq 0 ]
}

# ---------------------------------------------------------------- the self test

# A small tree that breaks nothing, though it mentions much: in comments, strings, allowed places.
make_clean_tree() {
    rm -rf "$1"
    mkdir -p "$1/src/base" "$1/src/app" "$1/src/chakra" "$1/src/cli" "$1/src/history" "$1/ui" \
        "$1/docs" "$1/tests/data"
    cat >"$1/docs/ARCHITECTURE.md" <<'PAGE'
| `src/app/` | row |
| `src/base/` | row |
| `src/chakra/` | row |
| `src/cli/` | row |
| `src/history/` | row |
| `ui/` | row |
PAGE
    cat >"$1/src/base/mem.h" <<'CODE'
/* malloc() and free() are called here only; never strcpy(). */
#define CLEANUP(f) __attribute__((cleanup(f)))
void mem_free(void *pointer);
CODE
    cat >"$1/src/base/mem.c" <<'CODE'
#include "src/base/mem.h"

#include <stdlib.h>

void mem_free(void *pointer)
{
    free(pointer);
}
CODE
    cat >"$1/src/app/effects.c" <<'CODE'
#include "src/base/mem.h"
#include "src/history/store.h"

int effects_run(struct hooks *hooks)
{
    char *text CLEANUP(mem_freep) = "do not call system(\"ls\") /* or popen( */";
    CLEANUP(mem_freep)
    char *other =
        0;
    hooks->free(text); // free(text) would be wrong
    return '"' + snprintf(text, 1, "stdout");
}
CODE
    printf 'struct store;\n' >"$1/src/history/store.h"
    printf '#define ONLY_A_MACRO 1\n' >"$1/src/history/codes.h"
    printf '#include <stdio.h>\n\nvoid cli_say(void)\n{\n    puts("yes");\n}\n' >"$1/src/cli/say.c"
    printf '#include <curl/curl.h>\n' >"$1/src/chakra/transport_tls.c"
    printf '#include <ncurses.h>\n' >"$1/ui/tty.c"
    printf 'trailing \n' >"$1/tests/data/copied.txt"
}

# caught PLACE RULE: the broken tree is refused, at that place, by that rule.
caught() {
    if sh "$here/check-source.sh" "$tmp/tree" >"$tmp/self.out" 2>&1; then
        echo "self-test: [$2] passed a tree that breaks it at $1"
        failures=$((failures + 1))
    elif ! grep -qF "$1: [$2]" "$tmp/self.out"; then
        echo "self-test: expected $1: [$2], got:"
        cat "$tmp/self.out"
        failures=$((failures + 1))
    fi
    cases=$((cases + 1))
}

# breaks RULE FILE LINE TEXT: the clean tree with FILE, whose LINE (here the last) breaks RULE.
breaks() {
    make_clean_tree "$tmp/tree"
    mkdir -p "$tmp/tree/$(dirname "$2")"
    printf '%b\n' "$4" >"$tmp/tree/$2"
    caught "$2:$3" "$1"
}

self_test() {
    failures=0 cases=0
    make_clean_tree "$tmp/tree"
    sh "$here/check-source.sh" "$tmp/tree" >"$tmp/self.out" 2>&1 || {
        echo "self-test: the clean tree is refused:"
        cat "$tmp/self.out"
        failures=1
    }
    breaks layer src/base/up.c 2 '\n#include "src/app/key.h"'
    breaks layer src/app/key.c 1 '#include "src/history/store.h"'
    breaks layer src/app/effects.c 1 '#include "src/cli/cli.h"'
    breaks layer src/history/store.c 1 '#include "src/config/config.h"'
    breaks layer src/chakra/reply.c 1 '#include "ui/grid.h"'
    breaks layer src/cli/cli.c 1 '#include "ui/loop.h"'
    breaks layer ui/view.c 1 '#include "src/outbox/job.h"'
    breaks layer src/newcomer/new.c 1 '#include "src/base/mem.h"'
    breaks include-root src/app/key.c 1 '#include "key.h"'
    breaks include-root ui/grid.c 1 '#include "../src/base/mem.h"'
    breaks curses ui/view.c 1 '#include <curses.h>'
    breaks curses src/app/key.c 1 '#include <ncursesw/ncurses.h>'
    breaks curses tests/frame/test_frame.c 1 '#include <ncurses.h>'
    breaks curl src/chakra/reply.c 1 '#include <curl/curl.h>'
    breaks sqlite src/cli/dump.c 1 '#include <sqlite3.h>'
    breaks microhttpd src/chakra/reply.c 1 '#include <microhttpd.h>'
    for name in strcpy strcat sprintf vsprintf strtok atoi atol gets system popen; do
        breaks banned src/base/call.c 2 "/* */\n    return $name(a);"
    done
    breaks banned ui/call.c 1 'int n = atoi (text);'
    breaks banned tests/unit/base/test_call.c 1 'char *said = ""; system("ls");'
    for name in malloc calloc realloc free strdup strndup asprintf; do
        breaks heap src/app/call.c 1 "    $name(a);"
    done
    breaks heap src/app/call.c 1 'list_delete(list, free);'
    breaks secret src/cli/leak.c 1 'say(secret_bytes(token));'
    breaks secret src/chakra/transport_tls.c 1 'say(secret_bytes(token));'
    breaks print src/app/say.c 1 'printf("");'
    breaks print src/history/say.c 1 'fprintf(stderr, "");'
    breaks print src/history/say.c 1 'fputs("", stdout);'
    breaks gate src/trial/send.c 1 'return outbox_submit(outbox, job, NULL);'
    breaks cleanup src/app/open.c 1 'CLEANUP(mem_freep) char *text;'
    breaks cleanup src/app/open.c 1 'CLEANUP(mem_freep)\nchar *text;'
    breaks later src/app/later.c 1 '/* TO''DO: more */'
    breaks later docs/PLAN.md 1 'FIX''ME'
    breaks later tests/unit/test_later.sh 1 '# XX''X'
    breaks tab src/app/tab.c 2 'int a;\n\tint b;'
    breaks white-space docs/PLAN.md 1 'words '
    breaks white-space src/app/white.c 1 'int a;\t'
    breaks outside docs/PLAN.md 2 'see\n/wor''k/main'
    breaks outside CMakeLists.txt 1 'set(DATA ../sha''red/data)'
    breaks size src/app/long.c 501 "$(awk 'BEGIN { for (i = 0; i < 501; i++) printf "int a;\\n" }')"
    breaks header src/app/alone.h 1 'size_t length_of(const char *text);'
    breaks header tests/support/alone.h 1 'int f(uint8_t byte);'
    breaks architecture docs/ARCHITECTURE.md 1 '| `src/app/` | row |'
    breaks architecture docs/ARCHITECTURE.md 1 '| `src/gone/` | row |'
    make_clean_tree "$tmp/tree"
    rm "$tmp/tree/docs/ARCHITECTURE.md"
    caught docs/ARCHITECTURE.md:1 architecture
    echo "check-source --self-test: $cases cases, $failures failures"
    [ "$failures" -eq 0 ]
}

case ${1-} in
--self-test) self_test ;;
-*)
    echo "usage: tests/check-source.sh [FOLDER | --self-test]" >&2
    exit 2
    ;;
*) check_tree "${1:-$here/..}" ;;
esac
