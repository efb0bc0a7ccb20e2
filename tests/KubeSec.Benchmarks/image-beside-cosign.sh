#!/usr/bin/env bash
# One image in a loopback registry, verified as a whole process by kubesec and by the real cosign, side by side.
# Needs docker-registry, skopeo, hyperfine and tests/install/cosign.sh.
# usage: image-beside-cosign.sh KUBESEC   (a kubesec published for this machine, native where the figure is to count)
set -euo pipefail
kubesec=$(realpath "$1")
cosign=${KUBESEC_REAL_PARTS:-$HOME/.cache/kubesec/real-parts}/sid/usr/bin/cosign
port=${PORT:-5911} folder=$(mktemp -d)
cd "$folder"
printf 'version: 0.1\nlog: {level: error}\nstorage: {filesystem: {rootdirectory: %s/data}}\nhttp: {addr: "127.0.0.1:%s"}\n' "$folder" "$port" > config.yml
docker-registry serve config.yml > registry.log 2>&1 &
registry=$!
trap 'kill $registry; rm -rf "$folder"' EXIT
until curl -sf "http://127.0.0.1:$port/v2/" > /dev/null; do sleep 0.1; done

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
