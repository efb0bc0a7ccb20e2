#!/usr/bin/env bash
# One bundle verified as a whole process by kubesec, sigstore-go and the real cosign: runs in turn, so that whatever else the machine does
# meets all of them alike. Prints the medians. Needs GNU time and tests/install/cosign.sh.
# usage: bundle-beside-peers.sh KUBESEC [RUNS]   (a kubesec published for this machine, native where the figure is to count)
set -euo pipefail
kubesec=$(realpath "$1")
runs=${2:-40}
suite=$(realpath "$(dirname "$0")/../../../shared/conformance/sigstore")
peers=${KUBESEC_REAL_PARTS:-$HOME/.cache/kubesec/real-parts}/sid/usr/bin
bundle=$suite/bundle-verify/happy-path-v0.3/bundle.sigstore.json
artifact=$suite/bundle-verify/a.txt
root=$suite/production_trusted_root.json
issuer=https://token.actions.githubusercontent.com
identity=https://github.com/sigstore-conformance/extremely-dangerous-public-oidc-beacon/.github/workflows/extremely-dangerous-oidc-beacon.yml@refs/heads/main
figures=$(mktemp -d)
trap 'rm -rf "$figures"' EXIT

verify() { # NAME COMMAND… – the command runs the verifier and may measure it
  local name=$1; shift
  case $name in
    kubesec) "$@" "$kubesec" verify-bundle --bundle "$bundle" --certificate-identity "$identity" --certificate-oidc-issuer "$issuer" "$artifact" ;;
    sigstore-go) "$@" "$peers/sigstore-go-verification" -artifact "$artifact" -expectedIssuer "$issuer" -expectedSAN "$identity" -trustedrootJSONpath "$root" "$bundle" ;;
    cosign) "$@" "$peers/cosign" verify-blob --bundle "$bundle" --certificate-identity "$identity" --certificate-oidc-issuer "$issuer" --trusted-root "$root" "$artifact" ;;
  esac > "$figures/said" 2>&1 || { cat "$figures/said" >&2; exit 1; }
}

median() { sort -n "$figures/$1" | awk '{ value[NR] = $1 } END { print value[int((NR + 1) / 2)] }'; }

TIMEFORMAT='%R %U %S'
for ((run = 0; run < runs; run++)); do
  for name in kubesec sigstore-go cosign; do
    { time verify "$name" command; } 2> "$figures/time"
    awk '{ print $1 * 1000 }' "$figures/time" >> "$figures/$name.wall"
    awk '{ print ($2 + $3) * 1000 }' "$figures/time" >> "$figures/$name.processor"
  done
done

for name in kubesec sigstore-go cosign; do
  verify "$name" /usr/bin/time -f %M -o "$figures/memory"
  printf '%-12s %5s ms wall, %5s ms processor, %.1f MiB peak\n' "$name" "$(median "$name.wall")" "$(median "$name.processor")" "$(awk '{ print $1 / 1024 }' "$figures/memory")"
done
