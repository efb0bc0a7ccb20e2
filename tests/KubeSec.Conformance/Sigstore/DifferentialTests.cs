using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KubeSec.Tests;

namespace KubeSec.Conformance.Sigstore;

/// <summary>
/// The real sigstore-go beside us, on every systematic change of three bundles. What it refuses we refuse; where we refuse
/// more, docs/signature-disagreements.md says why, and this list is that document's.
/// </summary>
public sealed class DifferentialTests
{
    private static readonly (string Kinds, string Path)[] WeRefuseMore =
    [
        ("drop|null", @"inclusionPromise(\.signedEntryTimestamp)?$"),
        ("drop|null|empty|duplicate|swap|retype to list", @"timestampVerificationData"),
        ("drop|null|raise|empty|swap", @"tlogEntries\[0\]\.(logIndex|integratedTime|kindVersion.*|logId.*)$"),
        ("drop|null|empty", @"(tlogEntries\[0\]\.)?inclusionProof\."),
        ("reword", @"mediaType$"),
        ("misnumber", @"tlogEntries\[0\]\."),
        ("flip|shorten|lengthen|reword", @"kindVersion\.(kind|version)$"),
        ("flip|shorten|raise|swap|retype to number", @"inclusionProof\.(logIndex|treeSize|rootHash)$"),
        ("flip", @"canonicalizedBody$"),
        ("empty", @"inclusionPromise(\.signedEntryTimestamp)?$"),
        ("flip|shorten|lengthen", @"signedTimestamp$"),
        ("duplicate", @"x509CertificateChain\.certificates$"),
    ];

    [SkippableTheory]
    [InlineData("happy-path-v0.3")]
    [InlineData("rekor2-happy-path")]
    [InlineData("intoto-with-custom-trust-root")]
    public void Nothing_that_sigstore_go_refuses_is_believed(string name)
    {
        string program = RealParts.LaterProgram("sid", "sigstore-go-verification");
        var valid = new ConformanceCase(name);
        JsonNode bundle = JsonNode.Parse(valid.Bundle)!;
        JsonNode other = JsonNode.Parse(new ConformanceCase(name == "happy-path-v0.3" ? "rekor2-happy-path" : "happy-path-v0.3").Bundle)!;
        byte[]? root = valid.OwnRoot;
        string file = Path.GetTempFileName();
        List<string> onlyWe = [];
        List<string> onlyThey = [];
        foreach (JsonMutation mutation in JsonMutation.Of(bundle, other, new Random(7)))
        {
            File.WriteAllBytes(file, mutation.Json);
            bool we = valid.Verify(mutation.Json, root, byDigest: false) is null;
            bool they = SigstoreGo(program, valid, file);
            if (we && !they)
            {
                onlyWe.Add($"{mutation.Kind} {mutation.Path}");
            }
            else if (they && !we && !WeRefuseMore.Any(rule => rule.Kinds.Split('|').Contains(mutation.Kind) && Regex.IsMatch(mutation.Path, rule.Path)))
            {
                onlyThey.Add($"{mutation.Kind} {mutation.Path}");
            }
        }

        File.Delete(file);
        Assert.True(onlyWe.Count + onlyThey.Count == 0, $"only KubeSec accepts: {string.Join(", ", onlyWe)}; only sigstore-go accepts: {string.Join(", ", onlyThey)}");
    }

    private static bool SigstoreGo(string program, ConformanceCase valid, string bundle)
    {
        string[] arguments =
        [
            "-artifact", valid.ArtifactPath, "-expectedIssuer", ConformanceCase.DefaultIssuer, "-expectedSAN", ConformanceCase.DefaultIdentity,
            "-trustedrootJSONpath", valid.RootPath, bundle,
        ];
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.StandardOutput.ReadToEnd();
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
