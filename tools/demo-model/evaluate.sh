#!/usr/bin/env bash
# Measures a model on the held-out scripts through a real engine and prints the card's table: tools/demo-model/evaluate.sh
#   MODEL       a ggml file (work/ggml-demo-q8_0.bin)
#   TRANSCRIBE  a command that is given the model and a WAV file and writes a transcript (plain text or WebVTT) to standard output;
#               by default ./paperledge's engine. For whisper.cpp: TRANSCRIBE=tools/demo-model/with-whisper-cpp.sh
#   ONLY        an extended regular expression: the conditions' files to measure, e.g. '^00-0[12]'
set -euo pipefail
recipe=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
work=${DEMO_MODEL_WORK:-$recipe/work}
model=$(readlink -f "${MODEL:-$work/ggml-demo-q8_0.bin}")
python=${PYTHON:-/usr/bin/python3}
export PYTHONPATH=$recipe

engine() { "$recipe/../../paperledge" transcribe "$2" --model "$1"; }

audio=$work/evaluation
[ -f "$audio/manifest.json" ] || "$python" -m demo_model.evaluation_audio "$audio" >&2
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
for wav in "$audio"/*.wav; do
  name=$(basename "$wav" .wav)
  [[ -z ${ONLY:-} || $name =~ $ONLY ]] || continue
  printf '%s\n' "$name" >&2
  ${TRANSCRIBE:-engine} "$model" "$wav" >"$out/$name.part"
  if head -c 6 "$out/$name.part" | grep -q WEBVTT; then mv "$out/$name.part" "$out/$name.vtt"; else mv "$out/$name.part" "$out/$name.txt"; fi
done
"$python" -m demo_model.score "$audio/manifest.json" "$out"
