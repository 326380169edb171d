#!/bin/sh
# The recipes of docs/packaging, which nobody could try here, agree with what can be read: the version,
# the options and the libraries of CMakeLists.txt, the packages of ./dev, and among themselves.
# Usage: recipes.sh [PRINT_SRCINFO]     with any argument: prints the .SRCINFO that PKGBUILD gives
set -eu
export LC_ALL=C.UTF-8
cd "$(dirname "$0")/../.."
page=docs/packaging/README.md
formula=docs/packaging/homebrew/chakra-tui.rb
pkgbuild=docs/packaging/aur/PKGBUILD
failures=0

wrong() {
    printf 'recipes: %s\n' "$1"
    failures=$((failures + 1))
}

srcinfo() {
    bash -euc '. "$1"
        printf "pkgbase = %s\n" "$pkgname"
        one() { printf "\t%s = %s\n" "$@"; }
        each() { name=$1; shift; for value; do one "$name" "$value"; done; }
        one pkgdesc "$pkgdesc"
        one pkgver "$pkgver"
        one pkgrel "$pkgrel"
        one url "$url"
        each arch "${arch[@]}"
        each license "${license[@]}"
        each makedepends "${makedepends[@]}"
        each depends "${depends[@]}"
        each optdepends "${optdepends[@]}"
        each source "${source[@]}"
        each sha256sums "${sha256sums[@]}"
        printf "\npkgname = %s\n" "$pkgname"' srcinfo "$pkgbuild"
}

if [ $# -gt 0 ]; then
    srcinfo
    exit
fi

version=$(sed -n 's/^project(chakra-tui VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt)
[ -n "$version" ] || wrong 'CMakeLists.txt has no version'
grep -q "/chakra-tui-$version.tar.gz\"" "$formula" || wrong "$formula is not of version $version"
grep -qx "pkgver=$version" "$pkgbuild" || wrong "$pkgbuild is not of version $version"
head -n 1 assets/packaging/debian/changelog | grep -qF "($version-" ||
    wrong "assets/packaging/debian/changelog does not begin with version $version"

srcinfo | diff docs/packaging/aur/.SRCINFO - || wrong 'docs/packaging/aur/.SRCINFO is not what PKGBUILD gives'

# Libraries: Threads, Iconv and Intl are of the C library (without Intl all stays English), PkgConfig is
# a tool.
modules=$(sed -n -e 's/^find_package(\([A-Za-z0-9]*\).*/\1/p' \
    -e 's/^pkg_check_modules([A-Z0-9]* REQUIRED \(IMPORTED_TARGET \)\{0,1\}\([a-z0-9]*\)).*/\2/p' CMakeLists.txt |
    grep -vxE 'Threads|Iconv|Intl|PkgConfig')
[ "$(printf '%s\n' "$modules" | wc -l)" -ge 8 ] || wrong 'CMakeLists.txt could not be read'
for module in $modules; do
    row=$(grep -F "| \`$module\` |" "$page") || { wrong "$page has no row for $module"; continue; }
    # shellcheck disable=SC2046  # names of packages are words
    set -- $(printf '%s\n' "$row" | tr -d '`|')
    grep -qwF -- "$2" dev || wrong "./dev does not install $2"
    grep -qF "depends_on \"$3\"" "$formula" || wrong "$formula does not depend on $3"
    grep '^depends=' "$pkgbuild" | grep -qF "'$4'" || wrong "$pkgbuild does not depend on $4"
done
options=$(grep -ohE 'CHAKRA_[A-Z_]+' "$formula" "$pkgbuild" "$page" | sort -u)
for option in $options; do
    [ "$option" != CHAKRA_SKIP_DEPS ] || continue
    grep -qE "(option|set)\($option " CMakeLists.txt assets/packaging/CMakeLists.txt ||
        wrong "there is no option $option"
done
[ "$failures" -eq 0 ] || exit 1
echo "recipes: version $version, $(printf '%s\n' "$modules" | wc -l) libraries"
