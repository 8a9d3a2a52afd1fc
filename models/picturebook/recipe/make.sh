#!/usr/bin/env bash
# Makes the picturebook pack from nothing: data, vocabularies, three training stages, manifest, sample library, metrics.
# Every step can be run alone; a stopped training stage goes on where it was.
#
#   models/picturebook/recipe/make.sh [WORK_DIRECTORY]
#
# Environment: BIN (folder of the built programs, build/release/bin), DEVICE (cpu, cuda), THREADS (1).
# Takes about 5 GB of disk, twenty minutes for the data and some hours of one CPU core for the training.
set -euo pipefail
recipe=$(cd "$(dirname "$0")" && pwd)
pack=$(dirname "$recipe")
project=$(cd "$pack/../.." && pwd)
work=${1:-$project/build/picturebook}
bin=${BIN:-$project/build/release/bin}
mkdir -p "$work"

for split in validation train; do
  [ -e "$work/data/$split/set.json" ] && continue
  if [ "$split" = validation ]; then
    "$bin/saysee-picturebook" shards --out "$work/data" --split validation --scenes 1000 --tone-pairs 200 --utterances 1500 --other 200 --noises 10
  else
    "$bin/saysee-picturebook" shards --out "$work/data" --split train
  fi
done
"$bin/saysee-picturebook" vocabulary --out "$work/pack"
for stage in image-text recogniser head; do
  "$bin/saysee-pretrain" "$stage" --recipe "$recipe/recipe.json" --data "$work/data" --pack "$work/pack" \
    --work "$work/training" --device "${DEVICE:-cpu}" --threads "${THREADS:-1}"
done
cp -r "$work/pack/." "$pack/"
"$bin/saysee-picturebook" manifest --out "$pack"
"$bin/saysee-picturebook" sample --out "$project/resources/sample"
"$bin/saysee" eval retrieval --pack "$pack" --dataset picturebook-test --json > "$pack/metrics.json"
