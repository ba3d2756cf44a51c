#!/usr/bin/env bash
# Makes the sample episodes and the artwork anew from their scripts: samples/make.sh
# Needs: apt-get install espeak-ng ffmpeg fonts-dejavu
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

speak() { # slug, track, title, then ffmpeg's arguments for the output
  local slug=$1 track=$2 title=$3
  shift 3
  espeak-ng -v en-us -f "$slug.txt" --stdout |
    ffmpeg -hide_banner -loglevel error -y -f wav -i pipe:0 -map_metadata -1 -fflags +bitexact -flags:a +bitexact \
      -metadata title="$title" -metadata artist=PaperLedge -metadata album=PaperLedge -metadata track="$track" \
      -metadata date=2026 -metadata genre=Podcast \
      -metadata comment="Read by a synthetic voice (eSpeak NG, en-us)." "$@"
}

speak a-theory-of-communication 1 "How Much Can You Say on a Noisy Line?" \
  -c:a libmp3lame -b:a 48k -id3v2_version 3 a-theory-of-communication.mp3
speak clocks-without-time 2 "Clocks That Need No Time" \
  -c:a aac -b:a 40k -movflags +faststart clocks-without-time.m4a
speak the-strength-of-weak-ties 3 "Why People You Hardly Know Bring the News" \
  -c:a libopus -b:a 32k the-strength-of-weak-ties.ogg

ffmpeg -hide_banner -loglevel error -y -f svg_pipe -i artwork.svg -frames:v 1 -pix_fmt rgb24 -fflags +bitexact artwork.png
