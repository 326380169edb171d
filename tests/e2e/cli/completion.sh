#!/bin/sh
# What Tab offers: from the tables, the settings and the kept lists; and the scripts of the shells.
# shellcheck disable=SC3044  # run complete is the program's command, not the shell's
set -u
# shellcheck source=tests/e2e/cli/lib.sh
. "$(dirname "$0")/lib.sh"

# offers WANTED WORD…: the candidates, blanks between, without their descriptions
offers() {
    wanted=$1
    shift
    run complete -- "$@"
    expect "candidates of: $*" "$(cut -f1 "$work/out" | tr '\n' ' ' | sed 's/ $//')" "$wanted"
    expect "exit status of: $*" "$status" 0
    expect "stderr of: $*" "$(cat "$work/err")" ''
}

offers 'templates' temp
offers 'test templates' te
offers 'list lock' templates l
offers '' no-such-command x
offers '--template' send --templ
offers '--dry-run' send --dr
offers '' send --json --jso
offers '' send -- --templ
offers 'messages phone process' send --route ''
offers '--route=phone --route=process' send --route=p
offers 'state:failed' history list state:f
offers 'state: since: source:' history list s
offers 'bash zsh fish' completion ''
offers ':files' batch ''
offers ':folders' --data ''
offers '131026' explain 131026
run complete --
expect 'a command that is for programs is not offered' "$(grep -c '^complete	' "$work/out")" 0
run complete -- explain 131026
expect 'with a description' "$(cut -f2 "$work/out")" 'Message undeliverable'

# Before anything was fetched, only the sandbox has templates; it is not started for that.
offers '' send --template hello
offers 'hello_world' --sandbox send --template hello
offers 'de en_US' --sandbox send --template delivery_slot --language ''
offers 'body.2= body.3= body.4=' --sandbox send --template order_shipped_positional --set body.1=x --set ''
offers 'A=body.1 A=body.2 A=body.3 A=body.4' \
    --sandbox batch f.csv --template order_shipped_positional --map A=bod
offers 'hello_world' --sandbox templates show hello

# Settings, and what an earlier run has kept: the server is gone by then.
mkdir -p "$work/config/chakra-tui"
start_sandbox
cat >"$work/config/chakra-tui/chakra-tui.ini" <<SETTINGS
[chakra-tui]
profile = acme
[profile acme]
base_url = $url
token_env = ACME_TOKEN
test_recipients = +15550001234 Asha
[profile other]
token_env = ACME_TOKEN
[plugin support]
profile = acme
id = d83e1d23-50b8-4d87-8f92-842a0ac516f6
[phone uk]
plugin = support
id = 200000000000001
waba = 100000000000001
label = Support UK
SETTINGS
export ACME_TOKEN=something
run templates list
expect 'the list is kept' "$status" 0
stop_sandbox
offers 'acme other' --profile ''
offers 'support' send --plugin s
offers '200000000000001' send --from ''
offers '+15550001234' send --to ''
offers 'hello_world' send --template hello
offers 'en_US' send --template hello_world --language ''
offers 'header.1=' send --template header_text_param_sale --language en_US --set head
offers 'template:hello_world' history list template:hello
offers '' --profile nobody send --template hello
echo 'nonsense' >>"$work/config/chakra-tui/chakra-tui.ini"
offers '' send --template hello
offers 'templates' temp
sed -i '$d' "$work/config/chakra-tui/chakra-tui.ini"

run completion csh
expect 'a shell that is not known' "$status" 2
expect_contains 'what to write' "$work/err" 'Write bash, zsh or fish.'

# The scripts, in the shells that are here. They call the program by its name.
mkdir "$work/bin"
ln -s "$program" "$work/bin/chakra-tui"
PATH="$work/bin:$PATH"
for shell in bash zsh fish; do
    run completion "$shell"
    expect "completion $shell" "$status" 0
    mv "$work/out" "$work/script.$shell"
    command -v "$shell" >/dev/null || { echo "no $shell here: its script is not checked"; continue; }
    expect "$shell reads its script" "$("$shell" -n "$work/script.$shell" 2>&1)" ''
done

cat >"$work/ask.bash" <<'BASH'
source "$1"
COMP_LINE=$2 COMP_POINT=${#2}
_chakra_tui
printf '%s\n' "${COMPREPLY[@]}"
BASH
# in_bash WANTED LINE
in_bash() {
    said="bash: $2"
    expect "bash: $2" "$(cd "$work/bin" && bash "$work/ask.bash" "$work/script.bash" "$2" | tr '\n' ' ')" "$1 "
}
if command -v bash >/dev/null; then
    in_bash 'hello_world' 'chakra-tui send --template hello'
    in_bash 'hello_world' 'chakra-tui send --template=hello'
    in_bash 'header.1=' 'chakra-tui send --template header_text_param_sale --set hea'
    in_bash 'failed' 'chakra-tui history list state:fai'
    in_bash 'chakra-tui' 'chakra-tui batch chak'
    in_bash 'list lock' 'chakra-tui templates l'
fi
# in_fish WANTED LINE
in_fish() {
    said="fish: $2"
    expect "fish: $2" "$(fish --no-config -c "source '$work/script.fish'; complete -C '$2'" |
        cut -f1 | tr '\n' ' ')" "$1 "
}
if command -v fish >/dev/null; then
    in_fish 'hello_world' 'chakra-tui send --template hello'
    in_fish '--template' 'chakra-tui send --templ'
    in_fish 'list lock' 'chakra-tui templates l'
    in_fish 'en_US' 'chakra-tui send --template hello_world --language '
fi
finish
