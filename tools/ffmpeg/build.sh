#!/usr/bin/env bash
# Builds the ffmpeg and ffprobe that the app is deployed with: audio only, without network and video, linked statically, from
# Debian's source package. Usage: build.sh DIRECTORY. Needs apt, dpkg-dev, gcc, libc6-dev, libmp3lame-dev, zlib1g-dev, make, nasm and
# pkg-config.
set -euo pipefail

target=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

configure=(
  --disable-everything --disable-autodetect --disable-network --disable-doc --disable-debug --disable-ffplay
  --disable-swscale --disable-avdevice --disable-postproc --enable-small --extra-ldflags=-static
  --enable-protocol=file,pipe
  --enable-demuxer=mp3,aac,mov,wav,w64,flac,ogg,aiff,caf,asf,matroska,amr,wv,ffmetadata,image_jpeg_pipe,image_png_pipe
  --enable-decoder='aac,aac_latm,mp3float,mp3,mp2float,mp1float,flac,vorbis,opus,alac,wmav1,wmav2,wmapro,wmalossless,wmavoice'
  --enable-decoder='amrnb,amrwb,ac3,eac3,wavpack,gsm_ms,pcm_*,adpcm_ms,adpcm_ima_wav,adpcm_ima_qt,mjpeg,png'
  --enable-parser=aac,ac3,amr,mpegaudio,flac,vorbis,opus,mjpeg,png
  --enable-filter=aresample,aformat,anull,atrim,asetpts,pan,volume,alimiter,silencedetect,ebur128,astats
  --enable-libmp3lame --enable-zlib
  --enable-muxer=wav,pcm_s16le,pcm_f32le,flac,mp3,ipod,null
  --enable-encoder=pcm_s16le,pcm_f32le,flac,libmp3lame,aac
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
version_of() { dpkg-query -W -f '${source:Version}' "$1"; }
glibc=$(version_of libc6-dev) lame=$(version_of libmp3lame-dev) zlib=$(version_of zlib1g-dev)
cat >"$target/SOURCE.txt" <<TEXT
ffmpeg and ffprobe in this folder are free software under the GNU Lesser General Public License, version 2.1 or later (COPYING.LGPLv2.1).
They are built from Debian's source package ffmpeg $version, and linked statically with the GNU C library of its package glibc $glibc
and LAME of its package lame $lame, which have the same licence, and with zlib of its package zlib $zlib (zlib licence).

The complete source, open to everybody:
  https://snapshot.debian.org/package/ffmpeg/$version/
  https://snapshot.debian.org/package/glibc/$glibc/
  https://snapshot.debian.org/package/lame/$lame/
  https://snapshot.debian.org/package/zlib/$zlib/
On Debian with deb-src in its package sources: apt-get source ffmpeg=$version glibc=$glibc lame=$lame zlib=$zlib

Built with: ./configure ${configure[*]}
TEXT
