#!/usr/bin/env bash
# What an alias adds to a Cake build: the rules, and the gate, over the shop beside a task that does nothing, of the same script, in turn.
# usage: cake-beside-empty.sh [RUNS]
set -euo pipefail
cd "$(dirname "$0")"
. ./paired.sh
runs=${1:-11}
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
export PackageVersion=0.1.0-measured
dotnet pack ../../src/KubeSec.Cake -c Release -o "$figures/feed" -p:RunAnalyzers=false -v quiet
bash ../../build/pack-library.sh "$figures/feed"
cp -r ../../samples/shop/manifests ../../samples/shop/kubesec.yaml "$figures"
cd "$figures"
cat > build.cake <<CAKE
#addin "nuget:file://$figures/feed?package=KubeSec.Cake&version=0.1.0-measured&prerelease&loaddependencies=true"

Task("Empty").Does(() => { });

Task("Lint").Does(() => { KubeSecLint("./manifests"); });

// The shop is meant to fail the gate; that it did is what this task is asked for.
Task("Gate").Does(() => KubeSecGate("./manifests")).OnError(exception => Information("closed: {0}", exception.Message));

RunTarget(Argument("target", "Empty"));
CAKE
dotnet new tool-manifest > said
dotnet tool install Cake.Tool --version 7.0.0 > said
task() { measure "$1" 0 dotnet cake build.cake --target="$1"; }

task Gate
grep -q 'this may not be deployed' said || { cat said >&2; echo 'the alias did not judge' >&2; exit 1; }
rm Gate.*
for ((run = 0; run < runs; run++)); do
  task Empty
  task Lint
  task Gate
done

say Empty
say_difference Lint Empty
say_difference Gate Empty
