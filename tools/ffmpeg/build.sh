#!/usr/bin/env bash
# Builds the ffmpeg and ffprobe that the app is deployed with: audio only, without network and video, linked statically, from
# Debian's source package. Usage: build.sh DIRECTORY. Needs apt, dpkg-dev, gcc, libc6-dev, make, nasm and pkg-config.
set -euo pipefail

target=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

configure=(
  --disable-everything --disable-autodetect --disable-network --disable-doc --disable-debug --disable-ffplay
  --disable-swscale --disable-avdevice --disable-postproc --enable-small --extra-ldflags=-static
  --enable-protocol=file,pipe
  --enable-demuxer=mp3,aac,mov,wav,w64,flac,ogg,aiff,caf,asf,matroska,ffmetadata
  --enable-decoder='aac,aac_latm,mp3float,mp3,mp2float,flac,vorbis,opus,alac,wmav1,wmav2,wmapro,pcm_*,adpcm_ms,adpcm_ima_wav'
  --enable-parser=aac,mpegaudio,flac,vorbis,opus
  --enable-filter=aresample,aformat,anull,atrim,asetpts,pan,volume,silencedetect,ebur128,astats
  --enable-muxer=wav,pcm_s16le,pcm_f32le,flac,null
  --enable-encoder=pcm_s16le,pcm_f32le,flac
)

# The machine's lists name packages to install; those of the sources are fetched beside them, so that its settings stay as they are.
mkdir -p "$work/parts" "$work/lists/partial"
for list in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
  [ ! -f "$list" ] || sed -n '/debian/s/^deb /deb-src /p' "$list" >>"$work/parts/debian.list"
done
for list in /etc/apt/sources.list.d/*.sources; do
  if [ -f "$list" ] && grep -q '^URIs:.*debian' "$list" && ! grep -q nodesource "$list"; then
    sed 's/^Types:.*/Types: deb-src/' "$list" >"$work/parts/$(basename "$list")"
  fi
done
apt=(apt-get -q -o Dir::Etc::SourceList=/dev/null -o "Dir::Etc::SourceParts=$work/parts" -o "Dir::State::Lists=$work/lists" -o APT::Sandbox::User=root)
"${apt[@]}" update
(cd "$work" && "${apt[@]}" source --download-only ffmpeg)
description=$(echo "$work"/*.dsc)
version=$(sed -n 's/^Version: //p' "$description" | head -n 1)
dpkg-source --no-check -x "$description" "$work/source"

cd "$work/source"
./configure "${configure[@]}"
make -j"$(nproc)" ffmpeg ffprobe
strip ffmpeg ffprobe

rm -rf "$target"
mkdir -p "$target"
cp ffmpeg ffprobe COPYING.LGPLv2.1 "$target"
library=$(dpkg-query -W -f '${source:Version}' libc6-dev)
cat >"$target/SOURCE.txt" <<TEXT
ffmpeg and ffprobe in this folder are free software under the GNU Lesser General Public License, version 2.1 or later (COPYING.LGPLv2.1).
They are built from Debian's source package ffmpeg $version, and linked statically with the GNU C library of its package glibc $library,
which has the same licence.

The complete source, open to everybody:
  https://snapshot.debian.org/package/ffmpeg/$version/
  https://snapshot.debian.org/package/glibc/$library/
On Debian with deb-src in its package sources: apt-get source ffmpeg=$version glibc=$library

Built with: ./configure ${configure[*]}
TEXT
