#!/usr/bin/env bash
# Whether a package made from a clone names its repository and its commit, so that a debugger finds the source: in a clone of its
# own, with an address to clone from that is only written down.
set -euo pipefail
cd "$(dirname "$0")/../.."
git rev-parse HEAD >/dev/null 2>&1 || { echo "source link: not asked, this is no checkout of git"; exit 0; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
git clone -q --no-hardlinks . "$work/clone"
cd "$work/clone"
git remote set-url origin https://github.com/kubesec-example/kubesec.git
commit=$(git rev-parse HEAD)

dotnet pack src/KubeSec.Core -c Release -o "$work/feed" -v quiet --nologo -p:RunAnalyzers=false
unzip -p "$work/feed/KubeSec.0.1.0.nupkg" KubeSec.nuspec | grep "url=\"https://github.com/kubesec-example/kubesec.git\".* commit=\"$commit\"" >/dev/null ||
  { echo "the package names no repository and commit"; exit 1; }
unzip -p "$work/feed/KubeSec.0.1.0.snupkg" '*.pdb' | grep -aF "https://raw.githubusercontent.com/kubesec-example/kubesec/$commit/*" >/dev/null ||
  { echo "the symbols name no source"; exit 1; }
echo "source link: repository, commit and sources are named"
