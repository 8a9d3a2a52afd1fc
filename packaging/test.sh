#!/usr/bin/env bash
# Installs what is missing, builds, and runs every test. The slow ones (label "slow") run with SAYSEE_SLOW=1.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$(dirname "$here")"

"$here/install_deps.sh"
cmake --preset release -DSAYSEE_TESTS=ON
cmake --build --preset release

labels=()
if [ -z "${SAYSEE_SLOW:-}" ]; then
    echo "Skipped here: tests labelled slow (SAYSEE_SLOW=1 runs them)."
    labels=(--label-exclude slow)
fi
log=build/release/ctest.log
status=0
ctest --test-dir build/release --output-on-failure --timeout 600 "${labels[@]}" --verbose >"$log" 2>&1 || status=$?

# Tests skip, saying why, where shared material or a device is absent: show each, so that no suite goes quiet unseen.
if [ $status -ne 0 ]; then
    grep -E '^[0-9]+: (FAIL!|   Loc:|   Actual|   Expected|QFATAL)|\*\*\*(Failed|Timeout|Exception)' "$log" | head -n 60 || true
fi
skipped=$(grep -E '^[0-9]+: SKIP ' "$log" | sed -E 's/^[0-9]+: SKIP +: //' | sort || true)
if [ -n "$skipped" ]; then
    echo "Skipped test functions:"
    echo "$skipped" | sed 's/^/  /'
fi
echo "Skipped test functions in all: $(printf '%s' "$skipped" | grep -c . || true)"
sed -n '/tests passed/,$p' "$log"
exit $status
