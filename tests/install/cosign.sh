#!/usr/bin/env bash
# Unpacks the peers we are checked against from Debian's later suites into a folder, without installing anything:
#   PREFIX/trixie/usr/bin/cosign (2.5)   PREFIX/sid/usr/bin/cosign (3.1), sigstore-go-verification (1.3)
# The package source is the machine's own with another suite, and its signatures are checked by apt as usual.
set -euo pipefail
prefix=${1:-${KUBESEC_REAL_PARTS:-$HOME/.cache/kubesec/real-parts}}
source=/etc/apt/sources.list.d/debian.sources
[ -f "$source" ] || { echo "no $source to derive a later suite from" >&2; exit 1; }

unpack() { # SUITE PACKAGE…
  local suite=$1 folder=$prefix/$1; shift
  [ "$(cat "$folder/.complete" 2>/dev/null)" = "$*" ] && return
  rm -rf "$folder"; mkdir -p "$folder/apt/lists/partial" "$folder/apt/cache/archives/partial"
  awk 'BEGIN { RS = ""; ORS = "\n\n" } NR == 1' "$source" | sed -E "s/^Suites:.*/Suites: $suite/" > "$folder/apt/later.sources"
  local apt=(-q -o "Dir::Etc::sourcelist=$folder/apt/later.sources" -o Dir::Etc::sourceparts=/dev/null
    -o "Dir::State::lists=$folder/apt/lists" -o "Dir::Cache=$folder/apt/cache")
  (
    cd "$folder/apt"
    apt-get "${apt[@]}" update
    apt-get "${apt[@]}" download "$@"
    for package in *.deb; do dpkg -x "$package" "$folder"; done
  )
  rm -rf "$folder/apt"
  echo "$*" > "$folder/.complete"
}

unpack trixie cosign
unpack sid cosign sigstore-go
echo "$prefix"
