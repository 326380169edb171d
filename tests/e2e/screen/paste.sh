#!/bin/sh
# Pastes: never a command, several lines only after a question, a command line or a request fills
# the form, too much is told, and one without an end does not swallow the keys for ever.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/account.sh"
start_account test
start 80x24 "$CHAKRA_TUI"
until_screen 'Choose the sender'
keys Enter Enter
until_row 'Template +choose with Enter'

# A command line, as `c` copies it from a row; no is no.
command="chakra-tui send --template track_parcel_url_dynamic --language en_US --to +15550001234 --set body.1=HC-90210 --set 'button.0.text=a b'"
paste "$command"
until_screen 'Fill the form with it?'
keys n
until_screen_without 'Fill the form'
until_row 'Template +choose with Enter'
paste "$command"
until_screen 'Fill the form with it?'
keys y
until_row 'Template +track_parcel_url_dynamic'
until_row 'To +\+15550001234'
until_row '1}} +HC-90210'
until_row 'suffix +a b'

# The same as curl; its token is nowhere afterwards.
keys M-c
until_screen 'The form is empty'
paste "curl -X POST 'https://h/v24.0/200000000000001/messages' -H 'Authorization: Bearer canary-7' \\
  --data '{\"to\":\"15550001234\",\"type\":\"template\",\"template\":{\"name\":\"track_parcel_url_dynamic\",\"language\":{\"code\":\"en_US\"},\"components\":[{\"type\":\"body\",\"parameters\":[{\"type\":\"text\",\"text\":\"HC-8\"}]}]}}'"
until_screen 'curl command'
keys y
until_row '1}} +HC-8'
keys Tab
paste "curl -H 'Authorization: Bearer canary-7' https://h/me"
until_screen 'Nothing was'
until_row '1}} +HC-8 '

# Several lines.
keys C-u C-k
paste "one
q
two"
until_screen '3 lines'
keys n
until_row '1  +│|1}} +required|1}} +.*required'
paste "one
q
two"
until_screen '3 lines'
keys y
until_row '1}} +one q two'

# Commands in a paste are text; where no text is typed they are nothing.
keys Escape
paste 'q'
until_screen 'Nothing was pasted'
keys i C-u C-k

# 10 MB.
head -c 10485760 /dev/zero | tr '\0' 'a' >"$world/big"
terminal load-buffer "$world/big"
terminal paste-buffer -p -t main
until_screen 'Nothing was pasted: 10240 KB' 300
type_text 'kept'
until_row '1}} +kept'

# No end mark: after a silence it is what it is, and keys are keys again.
terminal send-keys -t main -l -- "$(printf '\033[200~half')"
until_row '1}} +kepthalf' 60
type_text '!'
until_row '1}} +kepthalf!'
requests_are 0 || fail 'something was sent'
keys C-c
until_end 0
! grep -rq canary-7 "$world/home" || fail 'a token was kept'
