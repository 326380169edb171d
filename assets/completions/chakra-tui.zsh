#compdef chakra-tui
# Completion of chakra-tui for zsh. Asks the program itself, which reads its settings and the kept
# lists of templates, and never the network.

_chakra_tui() {
    local line value
    local -a values texts open_values open_texts paths
    for line in "${(@f)$(command chakra-tui complete -- "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}"; do
        value=${line%%$'\t'*}
        case $value in
        '') ;;
        :files) paths+=(-f) ;;
        :folders) paths+=(-/) ;;
        *[=:])
            open_values+=("$value")
            open_texts+=("${line/$'\t'/  -- }")
            ;;
        *)
            values+=("$value")
            texts+=("${line/$'\t'/  -- }")
            ;;
        esac
    done
    (( $#values )) && compadd -l -d texts -a values
    (( $#open_values )) && compadd -l -S '' -d open_texts -a open_values
    if (( $#paths )); then
        compset -P '--*='
        [[ $paths[1] == -/ ]] && _files -/ || _files
    fi
}

if [[ $funcstack[1] == _chakra-tui ]]; then
    _chakra_tui "$@"
else
    compdef _chakra_tui chakra-tui
fi
