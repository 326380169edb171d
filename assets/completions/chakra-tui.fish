# Completion of chakra-tui for fish. Asks the program itself, which reads its settings and the kept
# lists of templates, and never the network.

function __chakra_tui_complete
    set -l words (commandline -opc)
    set -l word (commandline -ct)
    for line in (command chakra-tui complete -- $words[2..-1] "$word" 2>/dev/null)
        switch $line
            case :files
                __fish_complete_path "$word"
            case :folders
                __fish_complete_directories "$word"
            case '*'
                printf '%s\n' $line
        end
    end
end

complete -c chakra-tui -f -a '(__chakra_tui_complete)'
