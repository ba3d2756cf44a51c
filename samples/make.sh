#!/usr/bin/env bash
# Makes the sample episodes from readings of their scripts, and the artwork: samples/make.sh READINGS
# READINGS is a folder with a FLAC file for each script, {slug}.flac. Needs: apt-get install ffmpeg fonts-dejavu
set -euo pipefail
[ $# = 1 ] || { sed -n '2,3s/^# //p' "$0" >&2; exit 2; }
readings=$(cd -- "$1" && pwd)
cd "$(dirname "${BASH_SOURCE[0]}")"

encode() { # slug, track, title, then ffmpeg's arguments for the output
  local slug=$1 track=$2 title=$3
  shift 3
  ffmpeg -nostdin -hide_banner -loglevel error -y -i "$readings/$slug.flac" -map_metadata -1 -fflags +bitexact -flags:a +bitexact \
    -metadata title="$title" -metadata artist=PaperLedge -metadata album=PaperLedge -metadata track="$track" \
    -metadata date=2026 -metadata genre=Podcast \
    -metadata comment="Read by a synthetic voice (Piper, en_US-joe-medium)." "$@"
}

encode a-theory-of-communication 1 "How Much Can You Say on a Noisy Line?" \
  -c:a libmp3lame -b:a 64k -id3v2_version 3 a-theory-of-communication.mp3
encode clocks-without-time 2 "Clocks That Need No Time" \
  -c:a aac -b:a 56k -movflags +faststart clocks-without-time.m4a
# ffmpeg would write the comment into the field that is meant for show notes.
encode the-strength-of-weak-ties 3 "Why People You Hardly Know Bring the News" \
  -metadata comment= -c:a libopus -b:a 40k the-strength-of-weak-ties.ogg

ffmpeg -nostdin -hide_banner -loglevel error -y -f svg_pipe -i artwork.svg -frames:v 1 -pix_fmt rgb24 -fflags +bitexact artwork.png
