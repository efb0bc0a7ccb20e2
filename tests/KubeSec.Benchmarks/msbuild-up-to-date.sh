#!/usr/bin/env bash
# What KubeSec.MSBuild adds to a build in which nothing has changed: two projects that differ by the package alone, built in turn.
# The manifests are those of the shop that leave the gate open: a build that fails is never up to date.
# usage: msbuild-up-to-date.sh [RUNS]
set -euo pipefail
cd "$(dirname "$0")"
. ./paired.sh
runs=${1:-15}
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDTERMINALLOGGER=off
dotnet pack ../../src/KubeSec.MSBuild -c Release -o "$figures/feed" -p:PackageVersion=0.1.0-measured -p:RunAnalyzers=false -v quiet

project() { # NAME ITEM
  mkdir -p "$figures/$1/deploy"
  cp ../../samples/shop/manifests/{api,cache,namespace,network}.yaml "$figures/$1/deploy"
  echo 'public static class Shop { }' > "$figures/$1/Shop.cs"
  echo "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup><ItemGroup>$2</ItemGroup></Project>" > "$figures/$1/$1.csproj"
  echo "<configuration><packageSources><clear /><add key=\"kubesec\" value=\"$figures/feed\" /></packageSources></configuration>" > "$figures/$1/nuget.config"
  NUGET_PACKAGES=$figures/packages dotnet build "$figures/$1" -v quiet > "$figures/said" || { cat "$figures/said" >&2; exit 1; }
}

build() { measure "$1" 0 env NUGET_PACKAGES="$figures/packages" dotnet build "$figures/$1" --no-restore -m:1; }

project without ''
project with '<PackageReference Include="KubeSec.MSBuild" Version="0.1.0-measured" PrivateAssets="all" />'
build with
grep -q 'KubeSec warning KS' "$figures/said" || { echo 'the build with the package reports nothing' >&2; exit 1; }
build without
rm "$figures"/with*.wall "$figures"/with*.processor

for ((run = 0; run < runs; run++)); do
  build without
  build with
done

say without
say with
say_difference with without
