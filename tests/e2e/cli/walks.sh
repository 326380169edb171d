#!/bin/sh
# The three walks of README.md: each command is run, in its order, in the sandbox. Behind it stands
# what it says, and its exit status where that is not 0:   COMMAND   # WORDS[, exit status N]
. "$(dirname "$0")/lib.sh"
readme=$2/../../README.md
count=0
awk '/^## / { inside = 0 } /^## Three short walks$/ { inside = 1 } !inside { next }
    /^### / { walks++ } /^```/ { fenced = /^```sh$/; next } fenced
    END { print walks >"/dev/stderr" }' "$readme" >"$work/lines" 2>"$work/walks"
expect 'walks' "$(cat "$work/walks")" 3
cd "$work" || exit 1
while IFS= read -r line; do
    count=$((count + 1))
    words=$(printf '%s\n' "${line##*  \# }" | sed 's/, exit status [0-9]*$//')
    wanted=$(printf '%s\n' "$line" | sed -n 's/.*, exit status \([0-9]*\)$/\1/p')
    # The words of a line are quoted as a shell wants them; the text is the project's own.
    eval "set -- ${line#chakra-tui }"
    run "$@"
    expect 'exit status' "$status" "${wanted:-0}"
    cat "$work/out" "$work/err" >"$work/said"
    expect_contains 'what it says' "$work/said" "$words"
done <"$work/lines"
expect 'commands' "$count" 17
expect 'all in the sandbox' "$(grep -c '^chakra-tui --sandbox ' "$work/lines")" "$count"
finish
