#!/usr/bin/env bash
# For evaluate.sh: transcribes with whisper.cpp's command line, greedy, without earlier text: with-whisper-cpp.sh MODEL WAV
# WHISPER_CLI names the program (whisper-cli).
set -euo pipefail
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
"${WHISPER_CLI:-whisper-cli}" -m "$1" -f "$2" -mc 0 -bs 1 -bo 1 -ovtt -of "$out/text" -np >/dev/null 2>"$out/log" ||
  { cat "$out/log" >&2; exit 1; }
cat "$out/text.vtt"
