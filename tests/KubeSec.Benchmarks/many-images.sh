#!/usr/bin/env bash
# Many images in a loopback docker-registry, each signed by three keys with the real cosign, verified by one process: time, processor
# time and peak memory for a quarter of them and for all. Time that is not processor time is spent waiting for the registry.
# Needs docker-registry, skopeo and tests/install/cosign.sh.
# usage: many-images.sh KUBESEC [IMAGES]   (a kubesec published for this machine, native where the figure is to count)
set -euo pipefail
kubesec=$(realpath "$1") images=${2:-200}
port=${PORT:-5912}
. "$(dirname "$0")/loopback-registry.sh"

export COSIGN_PASSWORD=bench
for key in 1 2 3; do "$cosign" generate-key-pair --output-key-prefix "key$key" 2> /dev/null; done
printf 'registries: {plainHttp: ["127.0.0.1:%s"]}\nsignatures:\n  - images: ["**"]\n    require: allOf\n    signers:\n' "$port" > kubesec.yaml
for key in 1 2 3; do echo "      - {key: key$key.pub, acceptUnloggedUnsafe: true}" >> kubesec.yaml; done
sign() {
  mkdir -p "rootfs$1" && echo "$1" > "rootfs$1/number" && tar -cf "layer$1.tar" -C "rootfs$1" .
  skopeo copy --insecure-policy -q --dest-tls-verify=false "tarball:layer$1.tar" "docker://127.0.0.1:$port/demo/app$1:v1"
  image=127.0.0.1:$port/demo/app$1@$(skopeo inspect --tls-verify=false --format '{{.Digest}}' "docker://127.0.0.1:$port/demo/app$1:v1")
  for key in 1 2 3; do
    "$cosign" sign --key "key$key.key" --tlog-upload=false --use-signing-config=false --new-bundle-format=true --allow-insecure-registry --yes "$image" 2> /dev/null
  done
  echo "$image" > "image$1"
}
export -f sign; export port cosign
seq "$images" | xargs -P 4 -I '{}' bash -euc 'sign {}'

for count in $((images / 4)) "$images"; do
  list=$(for number in $(seq "$count"); do cat "image$number"; done)
  for round in 1 2 3; do
    # shellcheck disable=SC2086
    /usr/bin/time -f "$count images, 3 signers each: %e s, processor %U + %S s, peak %M KiB" "$kubesec" verify $list > verdicts
    test "$(grep -c '^pass' verdicts)" = "$count"
  done
done
