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

saysee=$project/build/release/bin/saysee
sample=$project/resources/sample
"$saysee" sample
# A voice to show: the sample's spoken questions with what was said in them.
awk -F'"' '/"path": "queries/ {audio = $4} /"photo":/ {photo = $4} /"text":/ && audio {print audio "\t" photo "\t" $4}' \
    "$sample/manifest.json" |
    while IFS=$'\t' read -r audio photo text; do
        "$saysee" pair add --no-model --image "$XDG_DATA_HOME/saysee/library/sample/$photo" --audio "$sample/$audio" --text "$text"
    done
"$saysee" train start --name "My voice"
"$project/build/release/bin/saysee-gui" --screenshots "$project/resources/screenshots"
