# Completion of chakra-tui for bash. Asks the program itself, which reads its settings and the kept
# lists of templates, and never the network.
# shellcheck shell=bash

_chakra_tui()
{
    local line=${COMP_LINE:0:COMP_POINT} words word start rest candidate path
    IFS=$' \t\n' read -ra words <<<"$line"
    [[ $line == *[[:space:]] ]] && words+=('')
    word=${words[${#words[@]} - 1]}
    # Readline replaces only what stands behind the last sign that it breaks words at.
    rest=${word##*[=:]}
    start=${word%"$rest"}
    COMPREPLY=()
    while IFS=$'\t' read -r candidate _; do
        case $candidate in
        :files) while IFS= read -r path; do COMPREPLY+=("$path"); done < <(compgen -f -- "$rest") ;;
        :folders) while IFS= read -r path; do COMPREPLY+=("$path"); done < <(compgen -d -- "$rest") ;;
        *) COMPREPLY+=("$(printf '%q' "${candidate#"$start"}")") ;;
        esac
        case $candidate in
        :*) compopt -o filenames 2>/dev/null ;;
        *[=:]) compopt -o nospace 2>/dev/null ;;
        esac
    done < <(command chakra-tui complete -- "${words[@]:1}" 2>/dev/null)
}

complete -F _chakra_tui chakra-tui
