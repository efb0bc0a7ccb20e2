#!/usr/bin/env bash
# Runs the kubesec lines of every pipeline under samples/ as its runner would: with the packed tool, over the shop's
# manifests in deploy/. Each has to close the gate (exit code 1) and leave the reports that it promises.
set -euo pipefail
cd "$(dirname "$0")/../.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
dotnet tool install KubeSec.Cli --tool-path "$work/bin" --add-source artifacts/packages --version 0.1.0 >/dev/null
export PATH="$work/bin:$PATH" KUBESEC_PATH=deploy/ KUBESEC_POLICY=kubesec.yaml

for pipeline in samples/github-actions/kubesec-gate/action.yml samples/gitlab-ci/.gitlab-ci.yml \
                samples/azure-pipelines/azure-pipelines.yml samples/jenkins/Jenkinsfile samples/pre-commit/.pre-commit-config.yaml; do
  command=$(grep -oE "kubesec (gate|lint) [^']*" "$pipeline" | head -1)
  case $command in *lint*) command="$command deploy/jobs.yaml" ;; esac
  place=$work/$(basename "$(dirname "$pipeline")")
  mkdir -p "$place"
  cp -r samples/shop/manifests "$place/deploy"
  cp samples/shop/kubesec.yaml "$place/"
  status=0
  (cd "$place" && bash -c "$command") >"$place/log" 2>&1 || status=$?
  if [ "$status" -ne 1 ]; then
    cat "$place/log"
    echo "$pipeline: '$command' exits with $status, and 1 was expected"
    exit 1
  fi
  for report in $(grep -oE -- '--output [a-z-]+=[^ ]+' <<<"$command" | sed 's/.*=//'); do
    [ -s "$place/$report" ] || { echo "$pipeline: no $report was written"; exit 1; }
  done
  echo "pipeline $pipeline: closes the gate, as it should"
done
