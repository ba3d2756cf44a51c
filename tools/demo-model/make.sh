#!/usr/bin/env bash
# Makes the demo model from Debian's packages: tools/demo-model/make.sh [STAGE…]; without a stage: what is missing, training, the export.
#   install    the packages (apt-get)
#   texts      work/texts.json       what is read aloud
#   speech     work/speech.raw       what espeak-ng says, about 136 hours, 16 GB
#   train      work/checkpoint.pt    HOURS=24 of training in all; goes on where it was; ends at Ctrl+C or SIGTERM, too
#   export     work/ggml-demo-q8_0.bin (TYPE=q5_1 for another type)
#   evaluate   the card's tables, by ./paperledge bench model (WHISPER_CLI=… measures whisper.cpp beside it)
#   evaluation-audio FOLDER   speaks the held-out texts into /FOLDER as evaluation.tsv says
#   --quick    five minutes from nothing on a little speech: shows that the loss falls, in work/quick
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"

python=${PYTHON:-/usr/bin/python3}
export PYTHONPATH=$PWD
# Large score matrices are kept rather than mapped anew at each step, which makes a step 1.8 times faster on a CPU.
export GLIBC_TUNABLES=glibc.malloc.hugetlb=1:glibc.malloc.mmap_max=0:glibc.malloc.trim_threshold=34359738368:glibc.malloc.top_pad=268435456
# Training has a process a core, each with one thread.
export OPENBLAS_NUM_THREADS=1
work=${DEMO_MODEL_WORK:=$PWD/work}
export DEMO_MODEL_WORK
speech_packages=(python3-numpy espeak-ng-data libespeak-ng1)
# OpenBLAS: PyTorch would multiply with Debian's reference BLAS otherwise.
packages=("${speech_packages[@]}" python3-torch libopenblas0-pthread wamerican wordnet-base dict-foldoc dict-jargon dict-devil fortunes
  anarchism debian-handbook perl-doc python3-doc git-doc debian-reference-en developers-reference manpages manpages-dev)

run() { "$python" -m "demo_model.$1" "${@:2}"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }

install() {
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  local command="apt-get install -y --no-install-recommends ${missing[*]}"
  [ "$(id -u)" = 0 ] || fail "${missing[*]} must be installed. Run: sudo $command"
  apt-get update -q && DEBIAN_FRONTEND=noninteractive $command -q
}

quick() {
  DEMO_MODEL_WORK=$work/quick
  mkdir -p "$DEMO_MODEL_WORK"
  rm -f "$DEMO_MODEL_WORK/checkpoint.pt"
  [ -f "$DEMO_MODEL_WORK/texts.json" ] || run texts.corpus 0.02
  [ -f "$DEMO_MODEL_WORK/speech.json" ] || run speech
  run train --hours 0.075 --log 10 --no-evaluation | tee "$DEMO_MODEL_WORK/quick.log"
  awk '/ loss / { for (i = 1; i < NF; i++) if ($i == "loss") { n++; if (n == 1) first = $(i + 1); last = $(i + 1) } }
       END { if (n < 2) { print "too few steps to tell"; exit 1 } printf "loss %s -> %s\n", first, last; exit !(last < 0.9 * first) }' \
    "$DEMO_MODEL_WORK/quick.log" || fail "The loss did not fall by a tenth."
}

stage() {
  case $1 in
    install) install "${packages[@]}" ;;
    texts) run texts.corpus ;;
    speech) run speech ;;
    vocabulary) run vocabulary ;;
    train) run train --hours "${HOURS:-24}" ;;
    export) run export "$work/ggml-demo-${TYPE:-q8_0}.bin" "${TYPE:-q8_0}" ;;
    evaluate) ../../paperledge bench model --model "$work/ggml-demo-${TYPE:-q8_0}.bin" ${WHISPER_CLI:+--whisper-cli "$WHISPER_CLI"} ;;
    --quick) install "${packages[@]}"; quick ;;
    *) fail "There is no stage $1: $(sed -n 's/^#   \([a-z-]*\) .*/\1/p' make.sh | tr '\n' ' ')" ;;
  esac
}

if [ "${1:-}" = evaluation-audio ]; then
  install "${speech_packages[@]}"
  run evaluation_audio "${2:?Name a folder.}"
  exit
fi
mkdir -p "$work"
if [ $# -eq 0 ]; then
  stage install
  [ -f "$work/texts.json" ] || stage texts
  [ -f "$work/speech.json" ] || stage speech
  set -- vocabulary train export
fi
for name in "$@"; do stage "$name"; done
