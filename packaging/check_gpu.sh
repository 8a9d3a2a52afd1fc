#!/usr/bin/env bash
# Builds the networks alone and checks them on this machine's GPU: the reference's values, then how fast they are beside
# the CPU. For a machine with CUDA and PyTorch, with or without Qt; what it needs else are header-only libraries
# (nlohmann-json3-dev, libexpected-dev, libcli11-dev). Fails when the GPU is absent, wrong, or was not used.
#
#   packaging/check_gpu.sh                  with the LibTorch inside python3's PyTorch
#   packaging/check_gpu.sh FOLDER...        with what lies in these folders: LibTorch, headers of the others
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

prefixes=("$@")
if [ ${#prefixes[@]} -eq 0 ]; then
    prefixes=("$(python3 -c 'import torch; print(torch.utils.cmake_prefix_path)')")
fi
build=build/gpu
cmake -S . -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DSAYSEE_COMPONENTS=model \
    "-DCMAKE_PREFIX_PATH=$(IFS=';'; echo "${prefixes[*]}")" >/dev/null
cmake --build "$build"

# Everything is run even where something fails, so that one try tells all.
status=0
echo "Golden values, GPU:"
SAYSEE_SOURCE_DIR=$PWD "$build/bin/saysee-golden" cuda || status=1
for what in "model" "tune --pairs 60 --epochs 2" "model --recogniser-shape small --image-text-shape vit-l-14"; do
    echo "saysee-bench $what, GPU:"
    # shellcheck disable=SC2086  # words of a command line
    figures=$("$build/bin/saysee-bench" --device cuda $what) || { status=1; continue; }
    echo "$figures"
    case "$figures" in
        *'"device": "cuda:0"'*) ;;
        *) echo "It did not run on the GPU." >&2; status=1 ;;
    esac
done
echo "saysee-bench model, CPU:"
"$build/bin/saysee-bench" --device cpu model || status=1
exit $status
