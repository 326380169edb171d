#!/bin/sh
# A token that is refused is read once more from its command; what was refused is not sent again by
# itself, and a command that gives the same bad token again is not run in a circle.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/account.sh"
start_account test
cat >"$world/token.sh" <<SH
#!/bin/sh
echo run >>"$world/runs"
cat "$world/token"
SH
chmod +x "$world/token.sh"
sed -i "s|^token_file = .*|token_command = $world/token.sh|" "$XDG_CONFIG_HOME/chakra-tui/chakra-tui.ini"
start 80x24 "$CHAKRA_TUI"
until_screen 'Choose the sender'
keys Enter Enter
choose_template hello_world
[ "$(wc -l <"$world/runs")" -eq 1 ] || fail 'the command ran more than once'
# The token is replaced where it comes from: the next refusal reads the new one.
printf 'expired\n' >"$world/token"
keys C-q
until_end 0
stop
start 80x24 "$CHAKRA_TUI"
until_true 100 sh -c "[ \$(wc -l <'$world/runs') -eq 3 ]" || fail 'the command was not run again'
until_screen 'token'
printf 'invented-token\n' >"$world/token"
keys Escape r
until_screen_without '401'
[ "$(wc -l <"$world/runs")" -eq 3 ] || fail 'a refused token is read in a circle'
keys M-o
until_screen 'Profile'
keys Enter
until_row 'Sandbox +\+1 555'
keys C-q
until_end 0
requests_are 0 || fail 'something was sent'
