#!/usr/bin/env bash
# Installs the packages of deps.txt that are missing (Debian 12 or later, Ubuntu 24.04 or later).
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

mapfile -t wanted < <(grep -v -e '^#' -e '^$' "$here/deps.txt")
missing=()
for package in "${wanted[@]}"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
    if ! command -v apt-get >/dev/null; then
        echo "These packages are missing and this is not a Debian-like system: ${missing[*]}" >&2
        exit 1
    fi
    echo "Installing ${#missing[@]} packages: ${missing[*]}"
    as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || { echo "Run this as root, or install sudo." >&2; exit 1; }
        as_root=(sudo)
    fi
    "${as_root[@]}" apt-get update -q
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"
fi

# A bare install leaves the reference BLAS in charge, which is twenty times slower than OpenBLAS.
blas=$(readlink -f /usr/lib/*/libblas.so.3 2>/dev/null | head -n 1 || true)
case "$blas" in
    *openblas*|"") ;;
    *) echo "Note: $blas is in use; 'update-alternatives --config libblas.so.3-$(uname -m)-linux-gnu' chooses OpenBLAS." ;;
esac
