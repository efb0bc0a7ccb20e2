#!/usr/bin/env bash
# Unpacks Project Wycheproof's signature vectors, as the source package of Android's BoringSSL in Debian carries them:
#   PREFIX/wycheproof/ecdsa_*.json, eddsa_*.json, rsa_*.json
# The package source is the machine's own, asked for sources, and its signatures are checked by apt as usual.
set -euo pipefail
prefix=${1:-${KUBESEC_REAL_PARTS:-$HOME/.cache/kubesec/real-parts}}
folder=$prefix/wycheproof
source=/etc/apt/sources.list.d/debian.sources
[ -f "$folder/.complete" ] && exit
[ -f "$source" ] || { echo "no $source to derive a source of sources from" >&2; exit 1; }
rm -rf "$folder"; mkdir -p "$folder/apt/lists/partial" "$folder/apt/cache/archives/partial"
cd "$folder/apt"
awk 'BEGIN { RS = ""; ORS = "\n\n" } NR == 1' "$source" | sed -E 's/^Types:.*/Types: deb-src/; s/^Suites:.*/Suites: bookworm/' > sources.sources
apt=(-q -o "Dir::Etc::sourcelist=$PWD/sources.sources" -o Dir::Etc::sourceparts=/dev/null
  -o "Dir::State::lists=$PWD/lists" -o "Dir::Cache=$PWD/cache")
apt-get "${apt[@]}" update
apt-get "${apt[@]}" source --download-only android-platform-external-boringssl
tar -xf ./*.orig.tar.* -C "$folder" --strip-components=4 --wildcards '*/wycheproof_testvectors/ecdsa_*.json' '*/wycheproof_testvectors/eddsa_*.json' '*/wycheproof_testvectors/rsa_[ps]*.json'
cd "$folder"
rm -rf apt
touch .complete
echo "$folder"
