#!/bin/sh
# Makes a root folder that holds Debian's essential packages and what a package declares that it needs,
# and nothing else: their files and their entries in dpkg's database are copied from this machine, so
# that no network is needed. In it `dpkg -i` takes the package only if its Depends name all that they
# must, and the program finds only the libraries that they bring.
#
# What it does not show: that a mirror has the packages, and how other releases of Debian behave. The
# packages' own installation scripts are not run.
#
# Usage: clean_root.sh ROOT PACKAGE.deb
set -eu
root=$1
deb=$2
work=$(mktemp -d "${TMPDIR:-/tmp}/chakra-root.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

# The closure of what is declared, among the installed: of alternatives the first that is here. What
# is installed of other architectures is left out.
fields='${db:Status-Status}\t${Package}\t${Essential}\t${Provides}\t${Pre-Depends}, ${Depends}'
dpkg-query -W -f "$fields"'\t${Architecture}\t${binary:Package}\n' >"$work/installed"
dpkg-deb -f "$deb" Depends | awk -F '\t' -v native="$(dpkg --print-architecture)" '
function names(list, into,  count, i) {
    count = split(list, into, /, */)
    for (i = 1; i <= count; i++) sub(/^ +/, "", into[i])
    return count
}
function bare(name) {
    sub(/[ (:].*/, "", name)
    return name
}
function want(name) {
    if (!(name in wanted)) {
        wanted[name] = 1
        queue[++last] = name
    }
}
function want_each(list,  each, count, choice, i, j, choices, name, found) {
    count = names(list, each)
    for (i = 1; i <= count; i++) {
        if (each[i] == "") continue
        choices = split(each[i], choice, / *[|] */)
        found = 0
        for (j = 1; j <= choices && !found; j++) {
            name = bare(choice[j])
            if (!(name in needs)) name = provider[name]
            if (name != "") { want(name); found = 1 }
        }
        if (!found) { print "clean_root: nothing here is " each[i] >"/dev/stderr"; failed = 1 }
    }
}
FNR == NR {
    if ($1 != "installed" || ($6 != native && $6 != "all")) next
    needs[$2] = $5
    full[$2] = $7
    if ($3 == "yes") essential[$2] = 1
    count = names($4, provided)
    for (i = 1; i <= count; i++) if (provided[i] != "") provider[bare(provided[i])] = $2
    next
}
{ declared = $0 }
END {
    for (name in essential) want(name)
    want_each(declared)
    while (done < last) want_each(needs[queue[++done]])
    for (i = 1; i <= last; i++) print full[queue[i]]
    exit failed
}' "$work/installed" - >"$work/names"
sort -o "$work/names" "$work/names"

mkdir -p "$root/var/lib/dpkg/info" "$root/var/lib/dpkg/updates" "$root/var/log" "$root/dev" \
    "$root/etc" "$root/tmp" "$root/root"
for folder in bin sbin lib lib32 lib64 libx32; do
    [ -L "/$folder" ] || continue
    cp -P "/$folder" "$root/$folder"
    mkdir -p "$root/usr/$folder"
done
# Pages and translations are left out, as the images of containers do.
xargs dpkg-query -L <"$work/names" | sort -u | grep '^/[^.]' |
    grep -vE '^/(bin|sbin|lib|lib32|lib64|libx32)$|^/usr/share/(doc|man|info|locale|lintian)(/|$)' |
    while IFS= read -r file; do
        if [ -e "$file" ] || [ -L "$file" ]; then printf '%s\n' "${file#/}"; fi
    done >"$work/files"
tar -C / --no-recursion --warning=no-file-ignored -cf - -T "$work/files" |
    tar -C "$root" --keep-directory-symlink --no-same-owner -xpf -

xargs dpkg-query -s <"$work/names" >"$root/var/lib/dpkg/status"
while IFS= read -r name; do
    cp "/var/lib/dpkg/info/$name".* "$root/var/lib/dpkg/info/"
done <"$work/names"
cp /var/lib/dpkg/info/format "$root/var/lib/dpkg/info/"
cp /var/lib/dpkg/arch "$root/var/lib/dpkg/" 2>/dev/null || :

# What installation scripts would have made.
echo 'root:x:0:0:root:/root:/bin/sh' >"$root/etc/passwd"
echo 'root:x:0:' >"$root/etc/group"
chmod 700 "$root/root"
chmod 1777 "$root/tmp"
# Who cannot make devices has to mount /dev there.
if mknod -m 666 "$root/dev/null" c 1 3 2>/dev/null; then
    mknod -m 666 "$root/dev/urandom" c 1 9
fi
wc -l <"$work/names"
