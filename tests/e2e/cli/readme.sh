#!/bin/sh
# The example of every kind of template in README.md is run. (Its walks: walks.sh.)
. "$(dirname "$0")/lib.sh"
cd "$2/../.." || exit 1

count=0
# shellcheck disable=SC2016  # backquotes of the README, not of this shell
grep -oE '`chakra-tui --sandbox send --dry-run [^`]*`' README.md | tr -d '`' >"$work/commands"
while IFS= read -r line; do
    count=$((count + 1))
    # The words of a line are quoted as a shell wants them; the text is the project's own.
    eval "set -- ${line#chakra-tui }"
    run "$@" --json
    # A GIF header has no known route: the request is shown, with the reason.
    case $line in
    *looping_gif_teaser*) wanted=4 ;;
    *) wanted=0 ;;
    esac
    expect 'exit status' "$status" "$wanted"
    expect 'a request' "$(json .request.body.type)" template
done <"$work/commands"
[ "$count" -ge 30 ] && many=yes || many="only $count"
expect 'examples found' "$many" yes
echo "$count examples of README.md"
finish
