#!/usr/bin/env bash
# Packs the command the way `dotnet tool install` takes it: KubeSec.Cli names a native file for each platform of a release, and a portable
# one for all others. What is native is compiled on its own platform, so each platform of a release runs this once.
# usage: pack-tool.sh FOLDER [RUNTIME…]   (the platforms of the release; this machine's alone unless named)
set -euo pipefail
folder=$(realpath -m "$1"); shift
cd "$(dirname "$0")/.."
here=$(dotnet --info | awk '$1 == "RID:" { print $2 }')
runtimes=${*:-$here}
names="${runtimes// /;};any"

# Packages of one platform stand in no lock file that others share. What the rules of the house say was said by the build.
pack() {
  dotnet pack src/KubeSec.Cli -c Release -o "$folder" -v quiet --nologo -p:RunAnalyzers=false -p:RestoreLockedMode=false \
    -p:NuGetLockFilePath=obj/tool.lock.json "-p:ToolPackageRuntimeIdentifiers=\"$names\"" "$@"
}

# Debugger symbols would be two thirds of the package.
pack -r "$here" -p:PublishAot=true -p:NativeDebugSymbols=false "-p:RuntimeIdentifiers=$here"
pack -r any -p:RuntimeIdentifiers=any
pack -p:PublishAot=true "-p:RuntimeIdentifiers=\"$names\"" -p:IncludeSymbols=false
dotnet restore src/KubeSec.Cli -v quiet
