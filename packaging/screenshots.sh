#!/usr/bin/env bash
# Makes resources/screenshots/: every panel, light and dark, on the sample library, without a display.
set -euo pipefail
project=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
home=/tmp/saysee-screenshots  # the settings show it: a name that says nothing of the machine
[ ! -e "$home" ] || { echo "$home is there already; remove it first." >&2; exit 1; }
mkdir "$home"
trap 'rm -rf "$home"' EXIT
export XDG_DATA_HOME=$home/data XDG_CACHE_HOME=$home/cache XDG_CONFIG_HOME=$home/config XDG_STATE_HOME=$home/state
export QT_QPA_PLATFORM=offscreen

"$project/build/release/bin/saysee" sample
"$project/build/release/bin/saysee-gui" --screenshots "$project/resources/screenshots"
