#!/usr/bin/env bash
# One manifest, from the start of the process to its exit code.
# usage: one-manifest.sh KUBESEC [RUNS]   (a kubesec published for this machine, native where the figure is to count)
set -euo pipefail
kubesec=$(realpath "$1")
cd "$(dirname "$0")"
. ./paired.sh
runs=${2:-100}
manifest=$(realpath ../../samples/shop/manifests/web.yaml)
for ((run = 0; run < runs; run++)); do
  measure kubesec 0 "$kubesec" lint "$manifest"
  measure true 0 /bin/true
done
say kubesec
say true
echo "fastest: $(sort -n "$figures/kubesec.wall" | head -1) ms wall"
