#!/usr/bin/env bash
# Installs what is missing, builds, installs the sample library, answers a spoken sample query on the terminal and
# opens the window where there is a display. Safe to run again: it goes on from what is there.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
project=$(dirname "$here")
cd "$project"

"$here/install_deps.sh"
cmake --preset release -DSAYSEE_TESTS=OFF >/dev/null
cmake --build --preset release

saysee="$project/build/release/bin/saysee"
"$saysee" sample
query=$(find "$project/resources/sample/queries" -name '*.flac' -o -name '*.ogg' | sort | head -n 1)
echo
echo "Asking the sample library with a spoken clip: ${query#"$project"/}"
"$saysee" search --audio "$query" -k 5

gui="$project/build/release/bin/saysee-gui"
if [ -x "$gui" ] && [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    exec "$gui"
fi
echo
echo "Next: $saysee --help"
