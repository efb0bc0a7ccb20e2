# For scripts beside it: serves a docker-registry on 127.0.0.1:$port until the script ends, from a fresh folder that becomes the working
# folder, and names the real cosign in $cosign.
cosign=${KUBESEC_REAL_PARTS:-$HOME/.cache/kubesec/real-parts}/sid/usr/bin/cosign
folder=$(mktemp -d)
cd "$folder"
printf 'version: 0.1\nlog: {level: error}\nstorage: {filesystem: {rootdirectory: %s/data}}\nhttp: {addr: "127.0.0.1:%s"}\n' "$folder" "$port" > config.yml
docker-registry serve config.yml > registry.log 2>&1 &
registry=$!
trap 'kill $registry; rm -rf "$folder"' EXIT
until curl -sf "http://127.0.0.1:$port/v2/" > /dev/null; do sleep 0.1; done
