using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KubeSec.Tests;

namespace KubeSec.Conformance.Sigstore;

/// <summary>
/// Four independent verifiers beside us, on systematic changes of valid bundles. What any of them refuses we refuse; where we
/// refuse more, docs/signature-disagreements.md says why, and these lists are that document's.
/// </summary>
public sealed class DifferentialTests
{
    /// <summary>What only others accept: whose list it is, kinds of change, and where.</summary>
    private static readonly (string Peers, string Kinds, string Path)[] WeRefuseMore =
    [
        (".*", "drop|null", @"inclusionPromise(\.signedEntryTimestamp)?$"),
        (".*", "drop|null|empty|duplicate|swap|retype to list", @"timestampVerificationData"),
        (".*", "drop|null|raise|empty|swap", @"tlogEntries\[0\]\.(logIndex|integratedTime|kindVersion.*|logId.*)$"),
        (".*", "drop|null|empty", @"(tlogEntries\[0\]\.)?inclusionProof\."),
        (".*", "reword", @"mediaType$"),
        (".*", "misnumber", @"tlogEntries\[0\]\."),
        (".*", "flip|shorten|lengthen|reword", @"kindVersion\.(kind|version)$"),
        (".*", "flip|shorten|raise|swap|retype to number", @"inclusionProof\.(logIndex|treeSize|rootHash)$"),
        (".*", "flip", @"canonicalizedBody$"),
        (".*", "empty", @"inclusionPromise(\.signedEntryTimestamp)?$"),
        (".*", "flip|shorten|lengthen", @"signedTimestamp$"),
        (".*", "duplicate", @"x509CertificateChain\.certificates$"),
        ("cosign", "retype to number", @"messageDigest\.algorithm$"),
        ("sigstore-js", "field twice|surplus|recase|retype|retype to list|retype to number|lengthen", ".*"),
        ("sigstore-js", "duplicate", @"\.tlogEntries$"),
        ("sigstore-js", "drop|null|reword", @"messageDigest\.algorithm$"),
        ("sigstore-js", "flip|shorten", @"tlogEntries\[0\]\.(logIndex|logId\.keyId)$"),
    ];

    /// <summary>What only we accept, and why nothing is lost.</summary>
    private static readonly (string Peers, string Kinds, string Path, string Why)[] WeAcceptMore =
    [
        ("cosign", "drop|null|empty", @"timestampVerificationData", "cosign is told to demand a time stamp where there is one; the log's promise proves the time as well"),
    ];

    public static TheoryData<string, string> Checks()
    {
        var checks = new TheoryData<string, string>();
        foreach (string peer in (string[])["sigstore-go 1.3", "cosign 2.5", "cosign 3.1", "sigstore-js 3.1"])
        {
            foreach (string name in (string[])["happy-path-v0.3", "rekor2-happy-path", "intoto-with-custom-trust-root"])
            {
                // cosign 2.5 is older than Rekor v2.
                if (peer != "cosign 2.5" || !name.StartsWith("rekor2", StringComparison.Ordinal))
                {
                    checks.Add(peer, name);
                }
            }
        }

        return checks;
    }

    [SkippableTheory]
    [MemberData(nameof(Checks))]
    public void Nothing_that_another_refuses_is_believed(string peerName, string name)
    {
        var valid = new ConformanceCase(name);
        using Peer peer = Peer.Start(peerName, valid);
        JsonNode bundle = JsonNode.Parse(valid.Bundle)!;
        JsonNode other = JsonNode.Parse(new ConformanceCase(name == "happy-path-v0.3" ? "rekor2-happy-path" : "happy-path-v0.3").Bundle)!;
        byte[]? root = valid.OwnRoot;
        int stride = Environment.GetEnvironmentVariable("KUBESEC_MUTATIONS") is null ? peer.Stride : 1;
        List<string> onlyWe = [];
        List<string> onlyThey = [];
        Assert.True(peer.Accepts(valid.Bundle), $"{peerName} refuses the valid bundle");
        foreach (JsonMutation mutation in JsonMutation.Of(bundle, other, new Random(7)).Where((_, i) => i % stride == 0))
        {
            bool we = valid.Verify(mutation.Json, root, byDigest: false) is null;
            bool they = peer.Accepts(mutation.Json);
            if (we && !they && !WeAcceptMore.Any(rule => IsListed(rule.Peers, rule.Kinds, rule.Path, peerName, mutation)))
            {
                onlyWe.Add($"{mutation.Kind} {mutation.Path}");
            }
            else if (they && !we && !WeRefuseMore.Any(rule => IsListed(rule.Peers, rule.Kinds, rule.Path, peerName, mutation)))
            {
                onlyThey.Add($"{mutation.Kind} {mutation.Path}");
            }
        }

        Assert.True(onlyWe.Count + onlyThey.Count == 0, $"only KubeSec accepts: {string.Join(", ", onlyWe)}; only {peerName} accepts: {string.Join(", ", onlyThey)}");
    }

    private static bool IsListed(string peers, string kinds, string path, string peer, JsonMutation mutation) =>
        Regex.IsMatch(peer, peers) && kinds.Split('|').Contains(mutation.Kind) && Regex.IsMatch(mutation.Path, path);
}
