#!/usr/bin/env bash
# Packs the library: portable, and beside it compiled ahead for each platform of a release, of which NuGet and Cake take the one they run on.
# All platforms are compiled on whichever this runs on.
# usage: pack-library.sh FOLDER [RUNTIME…]   (the platforms of the release; this machine's alone unless named)
set -euo pipefail
folder=$(realpath -m "$1"); shift
cd "$(dirname "$0")/.."
here=$(dotnet --info | awk '$1 == "RID:" { print $2 }')
runtimes=${*:-$here}

# Packages of one platform stand in no lock file that others share.
dotnet pack src/KubeSec.Core -c Release -o "$folder" -v quiet --nologo -p:PublishReadyToRun=true "-p:RuntimeIdentifiers=\"${runtimes// /;}\"" \
  -p:RestoreLockedMode=false -p:NuGetLockFilePath=obj/library.lock.json
dotnet restore src/KubeSec.Core -v quiet
