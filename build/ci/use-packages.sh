#!/usr/bin/env bash
# Installs every package just packed into an empty project, as a reader of docs/guides does, and uses it. Blocks of the
# guides that name this script are run here; what they show is asked of the real output.
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD
[ -e artifacts/packages/KubeSec.0.1.0.nupkg ] || bash build/ci/samples.sh

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat >"$work/nuget.config" <<XML
<configuration><packageSources><add key="kubesec" value="$root/artifacts/packages" /></packageSources></configuration>
XML
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDTERMINALLOGGER=off
# A machine with the SDK alone: what earlier builds have fetched would hide what a package forgets to name.
export NUGET_PACKAGES=$work/packages

# The file that a guide gives its reader: the block after <!-- file: NAME -->.
from_guide() { # GUIDE NAME
  mkdir -p "$(dirname "$2")"
  awk -v mark="<!-- file: $2 -->" '$0 == mark {found=1; next} found && /^```/ {if (inside) exit; inside=1; next} inside' "$root/docs/guides/$1" >"$2"
  [ -s "$2" ] || { echo "$1 shows no file $2"; exit 1; }
}

# Whether the command ends as it should, and prints what the guide shows. Cake colours its log even where nobody looks.
expect() { # EXIT-CODE(0|1) NAME TEXT COMMAND...
  local wanted=$1 name=$2 text=$3 output status=0
  shift 3
  output=$("$@" 2>&1) || status=$?
  output=$(sed -E 's/\x1b\[[0-9;]*m//g' <<<"$output")
  if [ "$((status != 0))" -ne "$wanted" ] || ! grep -qF -- "$text" <<<"$output"; then
    tail -40 <<<"$output"
    echo "$name: exit code $status, and '$text' was expected"
    exit 1
  fi
  echo "$name: as it should"
}

shows() { # GUIDE TEXT
  grep -qF -- "$2" "$root/docs/guides/$1" || { echo "docs/guides/$1 does not show '$2'"; exit 1; }
}

for package in artifacts/packages/*.nupkg; do
  name=$(basename "$package" .nupkg)
  inside=$(unzip -Z1 "$package"; unzip -p "$package" '*.nuspec')
  holds() { grep -q -- "$2" <<<"$inside" || { echo "$name has no $1"; exit 1; }; } # WHAT PATTERN
  holds readme '^README.md$'
  holds icon '^icon.png$'
  holds licence '<license type="expression">Apache-2.0</license>'
  holds description '<description>..*</description>'
  holds tags '<tags>.*kubernetes.*</tags>'
  # The tool's own package only names those of each platform.
  [ "$name" = KubeSec.Cli.0.1.0 ] || [ -e "artifacts/packages/$name.snupkg" ] || holds symbols 'KubeSec[A-Za-z.]*\.pdb$'
  echo "$name: readme, icon, licence, description, tags, symbols"
done

mkdir "$work/msbuild" && cd "$work/msbuild"
expect 0 "dotnet new" "" dotnet new console --name Shop
expect 0 "MSBuild package installs" "" dotnet add Shop package KubeSec.MSBuild
expect 0 "MSBuild package says that there is nothing to judge" "KS0901" dotnet build Shop
from_guide msbuild.md Shop/deploy/pod.yaml
found="deploy/pod.yaml(8,37,8,41): KubeSec error KS1001: container 'shop' runs privileged (privileged-container)"
shows msbuild.md "$found"
expect 1 "MSBuild package closes the gate" "$found" dotnet build Shop
[ -z "$(find Shop/bin -name 'KubeSec*' -o -name 'YamlDotNet*')" ] || { echo "the MSBuild package leaks into the output"; exit 1; }

cp -r "$root/samples/shop" "$work/cake" && cd "$work/cake"
expect 0 "tool manifest" "" dotnet new tool-manifest
expect 0 "Cake installs" "" dotnet tool install Cake.Tool --version 7.0.0
from_guide cake.md build.cake
summary="Error: KubeSec: this may not be deployed: $(sed -n 's/^FAIL  //p' "$root/README.md" | head -1)"
shows cake.md "$summary"
expect 1 "Cake addin closes the gate" "$summary" dotnet cake
from_guide cake.md reports.cake
expect 0 "Cake addin writes reports and lets a script handle the error" "not today: KubeSec: this may not be deployed" dotnet cake reports.cake
[ -s kubesec.html ] && [ -s kubesec.sarif ] || { echo "the Cake addin wrote no reports"; exit 1; }

cp -r "$root/samples/shop" "$work/frosting" && cd "$work/frosting"
expect 0 "dotnet new" "" dotnet new console --name Build
if added=$(dotnet add Build package KubeSec.Cake.Frosting 2>&1); then
  from_guide cake.md Build/Program.cs
  expect 0 "Frosting lists the ready-made tasks" "Judges the manifests" dotnet run --project Build -- --description
  expect 0 "a ready-made Frosting task runs as it is" "KS1001" dotnet run --project Build -- --target=KubeSec-Lint
  summary=$(sed -n 's/^\(Error: KubeSec: .* critical\)$/\1/p' "$root/docs/guides/cake.md")
  expect 1 "a derived Frosting task closes the gate" "$summary" dotnet run --project Build
elif grep -qE 'NU110[12].*Cake\.Frosting' <<<"$added"; then
  # The host is not served here: its signatures stand in for it.
  unzip -q -o "$root/artifacts/packages/KubeSec.Cake.Frosting.0.1.0.nupkg" -d package
  expect 0 "library installs beside the Frosting tasks" "" dotnet add Build package KubeSec
  core=$(find "$NUGET_PACKAGES/cake.tool/7.0.0/tools/net10.0/any" -name Cake.Core.dll)
  host=$(find "$root/src/KubeSec.Cake.Frosting/Reference/Cake.Frosting/bin/Release" -name Cake.Frosting.dll | head -1)
  cat >Build/Program.cs <<'CS'
using Cake.Frosting;
using KubeSec.Cake.Frosting;

return 0;

[TaskName("Gate")]
public sealed class Gate : KubeSecGateTask;
CS
  sed -i "s|</Project>|<ItemGroup><Reference Include=\"$PWD/package/lib/net10.0/*.dll\" /><Reference Include=\"$core\" /><Reference Include=\"$host\" /></ItemGroup></Project>|" Build/Build.csproj
  expect 0 "Frosting tasks compile" "Build succeeded" dotnet build Build
else
  echo "$added"
  exit 1
fi

mkdir "$work/library" && cd "$work/library"
expect 0 "dotnet new" "" dotnet new console --name App
expect 0 "library installs" "" dotnet add App package KubeSec
cat >App/Program.cs <<'CS'
using KubeSec.Gate;

GateResult result = await new SecurityGate(new GateOptions { Paths = [args[0]] }).JudgeAsync();
Console.WriteLine($"{result.Verdict}: {string.Join("; ", result.Reasons.Select(reason => reason.Message))}");
CS
expect 0 "library judges" "Fail: " dotnet run --project App -- "$root/samples/shop/manifests"
[ -n "$(find App/bin -path '*/runtimes/*/KubeSec.Core.dll')" ] || { echo "the library is not compiled for the platform it was packed on"; exit 1; }

cd "$work"
expect 0 "tool installs" "" dotnet tool install KubeSec.Cli --tool-path "$work/bin" --version 0.1.0
[ -z "$(find "$work/bin/" -name kubesec.dll)" ] || { echo "the tool is not native on the platform it was packed on"; exit 1; }
[ -z "$(find "$work/bin/" -name '*sqlite3*')" ] || { echo "the native tool is not one file"; exit 1; }
expect 0 "portable tool installs" "" dotnet tool install KubeSec.Cli.any --tool-path "$work/portable" --version 0.1.0
expect 1 "portable tool closes the gate" "KS1001" "$work/portable/kubesec" gate "$work/cake/manifests"
expect 1 "tool closes the gate" "KS1001" "$work/bin/kubesec" gate "$work/cake/manifests"
