#!/usr/bin/env bash
# A page of 5,000 findings in headless Chromium: how long it takes to open, and from a key in its search to the next picture.
# Needs chromium, chromedriver, curl and jq.
# usage: html-in-chromium.sh KUBESEC [RUNS]
set -euo pipefail
kubesec=$(realpath "$1")
runs=${2:-9}
work=$(mktemp -d)
chromedriver --port=9517 > /dev/null & driver=$!
trap 'kill $driver; rm -rf "$work"' EXIT
cd "$work"

# Nineteen findings each.
for ((pod = 1; pod <= 264; pod++)); do
  printf -- '---\napiVersion: v1\nkind: Pod\nmetadata: {name: api-%d, namespace: shop}\nspec:\n  containers:\n    - name: api\n      image: ghcr.io/acme/api:1.0\n      securityContext: {privileged: true}\n' "$pod"
done > pods.yaml
"$kubesec" lint pods.yaml --output html=page.html --quiet > said || [ $? -eq 1 ]

ask() { # METHOD PATH [BODY]
  curl -s -X "$1" -H 'content-type: application/json' -d "${3:-}" "http://127.0.0.1:9517$2" | jq 'if (.value | type) == "object" and .value.error then error(.value.message) else .value end'
}

median() { sort -n "$1" | awk '{ value[NR] = $1 } END { print value[int((NR + 1) / 2)] }'; }

until ask GET /status > status 2>&1; do sleep 0.1; done
session=/session/$(ask POST /session '{"capabilities":{"alwaysMatch":{"goog:chromeOptions":{"args":["--headless=new","--no-sandbox","--disable-gpu","--window-size=1200,900"]}}}}' | jq -r .sessionId)

# A picture is there when the frame after the event has been handed on.
ready='const done = arguments[0]; requestAnimationFrame(() => setTimeout(() => done(performance.now())));'
listen='window.waits = []; document.addEventListener("keydown", event => requestAnimationFrame(() => setTimeout(() => window.waits.push(performance.now() - event.timeStamp))), true); document.getElementById("search").focus();'
for ((run = 0; run < runs; run++)); do
  ask POST "$session/url" "{\"url\":\"file://$work/page.html\"}" > status
  ask POST "$session/execute/async" "$(jq -n --arg script "$ready" '{script: $script, args: []}')" >> opened
  ask POST "$session/execute/sync" "$(jq -n --arg script "$listen" '{script: $script, args: []}')" > status
  search=$(ask GET "$session/element/active" | jq -r '.[]')
  # The first key leaves the most to hide, the last the fewest.
  for key in a p i - 7; do
    ask POST "$session/element/$search/value" "{\"text\":\"$key\"}" > status
  done
  ask POST "$session/execute/async" "$(jq -n --arg script "$ready" '{script: $script, args: []}')" > status
  ask POST "$session/execute/sync" '{"script":"return window.waits","args":[]}' | jq '.[]' >> keys
done

ask POST "$session/execute/sync" '{"script":"return document.getElementById(\"count\").textContent","args":[]}'
ask DELETE "$session" > status
echo "page: $(( $(stat -c %s page.html) / 1024 )) KiB"
printf "open and drawn: %.0f ms; slowest %.0f ms\n" "$(median opened)" "$(sort -n opened | tail -1)"
printf "from a key to the next picture: %.0f ms; slowest %.0f ms\n" "$(median keys)" "$(sort -n keys | tail -1)"
