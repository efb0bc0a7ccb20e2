#!/usr/bin/env bash
# Installs sigstore-js's verifier, one of the independent verifiers we are checked against: PREFIX/sigstore-js/node_modules.
# It is plain JavaScript; no install script is run.
set -euo pipefail
prefix=${1:-${KUBESEC_REAL_PARTS:-$HOME/.cache/kubesec/real-parts}}
mkdir -p "$prefix/sigstore-js"
cd "$prefix/sigstore-js"
[ -d node_modules/@sigstore/verify ] && exit
npm install --ignore-scripts --no-audit --no-fund --silent @sigstore/verify@3.1.1 @sigstore/bundle@4.0.0 @sigstore/protobuf-specs@0.5.2
echo "$prefix/sigstore-js"
