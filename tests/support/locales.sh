#!/bin/sh
# Makes the locales that tests of dates and counts need, below the folder that is named, from Debian's
# package locales. Exit 77: its sources are not here.
set -eu
folder=$1
command -v localedef >/dev/null && [ -f /usr/share/i18n/locales/de_DE ] || exit 77
mkdir -p "$folder"
for language in de_DE en_US fr_FR hi_IN ja_JP; do
    [ -d "$folder/$language.UTF-8" ] ||
        localedef --no-archive -i "$language" -f UTF-8 "$folder/$language.UTF-8"
done
