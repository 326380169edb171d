#!/bin/sh
# The parcels of a release build: packed, looked at, built a second time elsewhere to the same bytes,
# installed in a clean root, run there and removed. Says how long each step took and the sizes.
# Usage: package.sh BUILD      (a folder configured with the preset `release`, and built)
set -eu
unset TMUX NO_COLOR CHAKRA_TOKEN DESTDIR CMAKE_INSTALL_PREFIX 2>/dev/null || :
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
source=$(CDPATH='' cd -- "$here/../.." && pwd)
build=$(CDPATH='' cd -- "$1" && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/chakra-package.XXXXXX")
root=$work/root
clean_up() {
    tmux -L screen kill-server 2>/dev/null || :
    rm -rf "$work"
}
trap clean_up EXIT
export TMUX_TMPDIR="$work" LC_ALL=C.UTF-8
trap 'exit 130' INT TERM
# Nothing here depends on the umask of the one who runs it; step_repeat takes another.
umask 022

fail() {
    printf 'package: FAILED: %s\n' "$1" >&2
    exit 1
}

step() {
    began=$(date +%s)
    "step_$1"
    printf 'package: %s: %s s\n' "$1" "$(($(date +%s) - began))"
}

# The names of files and links below a folder, sorted.
list() {
    (cd "$1" && find . ! -type d | LC_ALL=C sort)
}

# ---------------------------------------------------------------- packing and looking

# A source without .git gives its time by the changelog.
set_time() {
    [ -z "${SOURCE_DATE_EPOCH-}" ] || return 0
    SOURCE_DATE_EPOCH=$(git -c safe.directory='*' -C "$source" log -1 --format=%ct 2>/dev/null) ||
        SOURCE_DATE_EPOCH=$(dpkg-parsechangelog -l "$source/assets/packaging/debian/changelog" -S Timestamp)
    export SOURCE_DATE_EPOCH
}

# pack BUILD OUT: both parcels into the folder OUT.
pack() {
    (cd "$1" && cpack -B "$2" >"$work/cpack.log" 2>&1) || { cat "$work/cpack.log" >&2; fail 'cpack'; }
}

step_pack() {
    pack "$build" "$work/first"
    deb=$(echo "$work"/first/*.deb) archive=$(echo "$work"/first/*.tar.gz)
    [ -f "$deb" ] || fail 'cpack made no deb'
    [ -f "$archive" ] || fail 'cpack made no tar.gz'
    mkdir "$work/deb" "$work/tar"
    dpkg-deb -x "$deb" "$work/deb"
    tar -C "$work/tar" --strip-components=1 -xzf "$archive"
    printf 'package: %s: %s bytes, installed %s KiB\n' "${deb##*/}" "$(wc -c <"$deb")" \
        "$(dpkg-deb -f "$deb" Installed-Size)"
    printf 'package: %s: %s bytes\n' "${archive##*/}" "$(wc -c <"$archive")"
}

# The tar.gz, an installation with a prefix of its own and the deb hold the same; the deb has pages
# compressed, names of Debian for two files, and a changelog of the packaging besides.
step_contents() {
    DESTDIR=$work/installed cmake --install "$build" --prefix /opt/chakra >"$work/install.log"
    [ "$(ls "$work/installed")" = opt ] || fail '--prefix does not keep to its folder'
    list "$work/installed/opt/chakra" >"$work/files"
    [ "$("$work/installed/opt/chakra/bin/chakra-tui" --version)" = \
        "$("$build/chakra-tui" --version)" ] || fail 'the installed program does not start'
    list "$work/tar" | diff "$work/files" - || fail 'the tar.gz is not what cmake --install gives'
    list "$work/deb/usr" | grep -v '/changelog.Debian.gz$' |
        sed -e 's|/changelog.gz$|/CHANGELOG.md|' -e 's|vendor-completions|site-functions|' \
            -e '/\/man\//s/\.gz$//' |
        LC_ALL=C sort | diff "$work/files" - || fail 'the deb is not what cmake --install gives'
    dpkg-deb -e "$deb" "$work/control"
    (cd "$work/deb" && md5sum --quiet -c "$work/control/md5sums") || fail 'md5sums do not fit'
    [ "$(wc -l <"$work/control/md5sums")" -eq "$(list "$work/deb" | wc -l)" ] ||
        fail 'md5sums do not name every file'
    ! grep -qF "$source" "$work/deb/usr/bin/chakra-tui" || fail 'the program names its build folder'
    changelog_version=$(zcat "$work/deb/usr/share/doc/chakra-tui/changelog.Debian.gz" |
        dpkg-parsechangelog -l - -S Version)
    [ "$changelog_version" = "$(dpkg-deb -f "$deb" Version)" ] ||
        fail "assets/packaging/debian/changelog ends at $changelog_version"
}

# This is no upload to Debian's archive, so it closes no bug there.
step_lint() {
    lintian --allow-root --fail-on error,warning --suppress-tags initial-upload-closes-no-bugs \
        "$deb" || fail 'lintian'
    desktop-file-validate "$work/deb/usr/share/applications/chakra-tui.desktop" ||
        fail 'the desktop entry'
    xmllint --noout "$work/deb/usr/share/icons/hicolor/scalable/apps/chakra-tui.svg" ||
        fail 'the icon'
}

# Another folder (with blanks in its name), another umask, another time zone, no .git: same bytes.
step_repeat() (
    second="$work/a second folder"
    mkdir "$second"
    tar -C "$source" --exclude=./build --exclude='./build-*' --exclude=./.git -cf - . |
        tar -C "$second" -xf -
    umask 077
    export TZ=Asia/Kolkata
    (cd "$second" && cmake --preset release && cmake --build --preset release) \
        >"$work/build.log" 2>&1 || { cat "$work/build.log" >&2; fail 'the second build'; }
    pack "$second/build/release" "$work/second"
    for parcel in "$deb" "$archive"; do
        cmp "$parcel" "$work/second/${parcel##*/}" || fail 'two builds do not give the same bytes'
    done
)

# ---------------------------------------------------------------- in the clean root

# inside COMMAND...: in the clean root, with nothing of this machine's environment. As root by chroot;
# others, and containers without devices, by a user namespace.
write_inside() {
    enter='chroot "$root" "$@"'
    if [ "$(id -u)" -ne 0 ] || ! head -c 1 "$root/dev/urandom" >/dev/null 2>&1; then
        enter='unshare --map-root-user --mount sh -c '\''mount --rbind /dev "$0/dev" &&
    exec chroot "$0" "$@"'\'' "$root" "$@"'
    fi
    cat >"$work/inside" <<SCRIPT
root='$root'
exec env -i HOME=/root LC_ALL=C.UTF-8 TERM=screen-256color \\
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin $enter
SCRIPT
}

inside() {
    sh "$work/inside" "$@"
}

# Every path of the root but what dpkg, its log and the program's own folder of data change.
all_paths() {
    (cd "$root" && find . \( -path ./var/lib/dpkg -o -path ./var/log -o -path ./root \
        -o -path ./tmp \) -prune -o -print | LC_ALL=C sort)
}

step_clean_root() {
    mkdir "$root"
    packages=$(sh "$here/clean_root.sh" "$root" "$deb")
    write_inside
    inside ldconfig || fail 'no way into the clean root: run this as root'
    all_paths >"$work/before"
    cp "$deb" "$root/tmp/parcel.deb"
    inside dpkg -i /tmp/parcel.deb >"$work/dpkg.log" 2>&1 || { cat "$work/dpkg.log" >&2; fail 'dpkg -i'; }
    inside ldd /usr/bin/chakra-tui >"$work/ldd"
    ! grep 'not found' "$work/ldd" || fail 'Depends lack a library'
    printf 'package: a root of %s packages, %s libraries found\n' "$((packages))" "$(wc -l <"$work/ldd")"
    for file in man/man1/chakra-tui.1.gz man/man5/chakra-tui.ini.5.gz \
        man/man7/chakra-tui-tutorial.7.gz bash-completion/completions/chakra-tui \
        zsh/vendor-completions/_chakra-tui fish/vendor_completions.d/chakra-tui.fish \
        doc/chakra-tui/copyright doc/chakra-tui/README.md doc/chakra-tui/changelog.gz; do
        [ -s "$root/usr/share/$file" ] || fail "there is no /usr/share/$file"
    done
    for page in "$root"/usr/share/man/man?/chakra-tui*.gz; do
        gzip -t "$page" || fail "$page"
    done
}

step_run() {
    deb_version=$(dpkg-deb -f "$deb" Version)
    [ "$(inside chakra-tui --version)" = "chakra-tui ${deb_version%-*}" ] || fail '--version'
    inside chakra-tui --sandbox send --force --template hello_world --language en_US \
        --to 15550001234 --json >"$work/sent"
    [ "$(jq -r .state "$work/sent")" = accepted ] || fail "not accepted: $(cat "$work/sent")"
    inside chakra-tui --sandbox doctor >"$work/doctor" || { cat "$work/doctor"; fail 'doctor'; }
    [ "$(inside chakra-tui --sandbox history list --json | jq -r .state)" = accepted ] ||
        fail 'the history does not hold the send'
    inside bash -n /usr/share/bash-completion/completions/chakra-tui || fail 'the bash completion'
}

# The form with the terminal descriptions that the package's dependencies bring.
step_screen() {
    tmux -L screen -f /dev/null new-session -d -x 80 -y 24 \
        "sh '$work/inside' chakra-tui --sandbox"
    tries=0
    until tmux -L screen capture-pane -p 2>/dev/null | grep -q 'Template'; do
        tries=$((tries + 1))
        [ "$tries" -lt 100 ] || fail 'the form does not appear'
        sleep 0.1
    done
    tmux -L screen kill-server
}

step_remove() {
    inside dpkg --purge chakra-tui >"$work/dpkg.log" 2>&1 || { cat "$work/dpkg.log" >&2; fail 'purge'; }
    all_paths | diff "$work/before" - || fail 'removing leaves something behind'
}

set_time
for name in pack contents lint clean_root run screen remove repeat; do
    step "$name"
done
