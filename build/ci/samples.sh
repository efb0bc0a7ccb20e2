#!/usr/bin/env bash
# Runs the samples as their readers would, against packages just packed. The shop is meant to fail the gate:
# each host has to say so in its own words.
set -euo pipefail
cd "$(dirname "$0")/../.."

cached=${NUGET_PACKAGES:-$HOME/.nuget/packages}
rm -rf artifacts/packages "$cached"/kubesec*/0.1.0 samples/cake-script/tools samples/*/obj samples/*/bin
for project in KubeSec.Cake KubeSec.Cake.Frosting KubeSec.MSBuild; do
  dotnet pack "src/$project" -c Release -o artifacts/packages -v quiet --nologo
done
bash build/pack-library.sh artifacts/packages
bash build/pack-tool.sh artifacts/packages

expect_failure() { # NAME TEXT COMMAND...
  local name=$1 text=$2 output status=0
  shift 2
  output=$("$@" 2>&1) || status=$?
  if [ "$status" -eq 0 ] || ! grep -qF "$text" <<<"$output"; then
    echo "$output" | tail -40
    echo "sample $name: exit code $status, and '$text' was expected"
    exit 1
  fi
  echo "sample $name: closes the gate, as it should"
}

( cd samples/cake-script && dotnet tool restore >/dev/null && expect_failure cake-script "this may not be deployed" dotnet cake )
( cd samples/msbuild && expect_failure msbuild "KubeSec error KS1001" dotnet build -nologo -tl:off )
( cd samples/library && expect_failure library "Fail: " dotnet run )

# Cake.Frosting is not served everywhere; where it is, the tasks run in their real host.
if restored=$(dotnet restore samples/cake-frosting); then
  ( cd samples/cake-frosting && expect_failure cake-frosting "this may not be deployed" dotnet run -- --target=Gate )
elif grep -qE 'NU110[12].*Cake\.Frosting' <<<"$restored"; then
  echo "sample cake-frosting: not run, for Cake.Frosting is not served here"
else
  echo "$restored"
  exit 1
fi
