#!/bin/sh
# A CI job for message templates: fails when a definition changed since the lock was committed,
# when a case or preset would break by it, or when the definitions themselves are not sound.
#
#   ci-templates.sh [FOLDER]     a folder with chakra-templates.lock.json, and maybe cases.json and
#                                a folder presets/ (default: the current one)
#
# CHAKRA_TUI            the program (default: chakra-tui)
# CHAKRA_TUI_ARGUMENTS  how to reach the account, such as "--profile acme"; words between blanks
# CHAKRA_TOKEN          the token, from the CI's store of secrets; or a profile that names its source
#
# Exit status: 0 all is well, 1 something changed or is not sound, else the account could not be
# asked (3 token, 7 network, 8 asked to wait): a job may want to repeat those.
set -u
cd "${1:-.}" || exit 2
program=${CHAKRA_TUI:-chakra-tui}
arguments=${CHAKRA_TUI_ARGUMENTS:-}
worst=0

step() {
    echo "== chakra-tui $*"
    status=0
    # shellcheck disable=SC2086  # holds several words
    "$program" $arguments "$@" || status=$?
    [ "$status" -le "$worst" ] || worst=$status
}

set -- templates lock --check
[ ! -f cases.json ] || set -- "$@" --cases cases.json
[ ! -d presets ] || set -- "$@" --presets presets
step "$@"
step templates check

exit "$worst"
