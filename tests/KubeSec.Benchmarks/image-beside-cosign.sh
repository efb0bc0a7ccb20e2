#!/usr/bin/env bash
# One image in a loopback registry, verified as a whole process by kubesec and by the real cosign, side by side.
# Needs docker-registry, skopeo, hyperfine and tests/install/cosign.sh.
# usage: image-beside-cosign.sh KUBESEC   (a kubesec published for this machine, native where the figure is to count)
set -euo pipefail
kubesec=$(realpath "$1")
port=${PORT:-5911}
. "$(dirname "$0")/loopback-registry.sh"

mkdir -p rootfs; tar -cf layer.tar -C rootfs .
skopeo copy --insecure-policy -q "tarball:layer.tar" oci:image:v1
skopeo copy --insecure-policy -q --dest-tls-verify=false oci:image:v1 "docker://127.0.0.1:$port/demo/app:v1"
image=127.0.0.1:$port/demo/app@$(skopeo inspect --tls-verify=false --format '{{.Digest}}' "docker://127.0.0.1:$port/demo/app:v1")
export COSIGN_PASSWORD=bench
"$cosign" generate-key-pair 2> /dev/null
"$cosign" sign --key cosign.key --tlog-upload=false --use-signing-config=false --new-bundle-format=true --allow-insecure-registry --yes "$image" 2> /dev/null
printf 'registries:\n  plainHttp: ["127.0.0.1:%s"]\n' "$port" > kubesec.yaml

hyperfine -N --warmup 5 --runs 60 \
  -n kubesec "$kubesec verify --key cosign.pub --accept-unlogged-unsafe $image" \
  -n "cosign $("$cosign" version 2>&1 | awk '/GoVersion/ {print $2}')" "$cosign verify --key cosign.pub --insecure-ignore-tlog --allow-insecure-registry $image"
