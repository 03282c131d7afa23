#!/bin/sh
# Installs the packages of cmake/packages.txt (and those named as arguments) that are missing. Debian and its
# relatives only; elsewhere it says what is needed and goes on.
set -eu

list=$(dirname "$0")/packages.txt
wanted="$(sed -e 's/#.*//' "$list" | tr '\n' ' ') $*"

if ! command -v dpkg-query >/dev/null 2>&1 || ! command -v apt-get >/dev/null 2>&1; then
    echo "This system has no apt. Please install what $list names by its own means." >&2
    exit 0
fi

missing=
for package in $wanted; do
    state=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)
    case $state in
        installed*) ;;
        *) missing="$missing $package" ;;
    esac
done
[ -n "$missing" ] || exit 0

# shellcheck disable=SC2086  # $missing is a list
if [ "$(id -u)" -eq 0 ]; then
    run() { env DEBIAN_FRONTEND=noninteractive "$@"; }
elif command -v sudo >/dev/null 2>&1; then
    run() { sudo env DEBIAN_FRONTEND=noninteractive "$@"; }
else
    {
        echo "These packages are missing and installing them needs root or sudo. As root, run:"
        echo "    apt-get update && apt-get install --no-install-recommends$missing"
        echo "and start make again."
    } >&2
    exit 1
fi

echo "Installing:$missing"
install_missing() {
    run apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends $missing
}
# The package lists are refreshed only when they are absent or too old to install from.
if ! install_missing; then
    echo "Refreshing the package lists and trying once more."
    run apt-get -o DPkg::Lock::Timeout=300 update
    install_missing
fi
