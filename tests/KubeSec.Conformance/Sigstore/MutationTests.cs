using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KubeSec.Signatures;
using KubeSec.Tests;

namespace KubeSec.Conformance.Sigstore;

/// <summary>
/// Every field of every valid bundle and trust root, changed in every way that a forger might: none may verify, and none
/// may throw. The few changes that leave a bundle the specification itself calls valid are listed with the reason.
/// </summary>
/// <remarks>Set KUBESEC_MUTATIONS to a number (such as 100000) for the long form of the random part.</remarks>
public sealed partial class MutationTests
{
    private const int Seed = 20261123;

    private static readonly bool IsLong = Environment.GetEnvironmentVariable("KUBESEC_MUTATIONS") is not null;

    /// <summary>Of the changes below the base64, the short form takes every seventh.</summary>
    private static readonly int Stride = IsLong ? 1 : 7;

    /// <summary>Kinds and paths of changes that may be accepted, and why each loses nothing.</summary>
    private static readonly (string Kinds, string Path, string Why)[] Harmless =
    [
        ("drop|null|empty|shorten|lengthen", @"publicKey(\.hint)?$", "optional, and a name of the signer's own choosing (PublicKeyIdentifier)"),
        ("drop|null", @"signatures\[0\]\.keyid$", "it was empty, which is what absent means"),
        ("swap|reword", @"mediaType$", "v0.1 and v0.2, and the two spellings of v0.3, differ in nothing that these bundles lack"),
        ("drop|null|empty", @"timestampVerificationData(\.rfc3161Timestamps(\[\d+\])?)?$", "more evidence than demanded: the log's promise proves the time, or a key signed"),
        ("drop|null", @"inclusionProof\.(logIndex|hashes)$", "in protobuf JSON an absent field is 0 or empty, which these were"),
        ("drop|null", @"inclusionProof$", "bundle v0.1 lets the log's promise stand alone"),
        ("flip", @"checkpoint\.envelope$", "a line of a witness or of another key, which nobody relied on"),
    ];

    /// <summary>The same below the base64: changes of the encoding that leave the meaning, or of what nobody relied on.</summary>
    private static readonly (string Kinds, string Path, string Why)[] HarmlessElements =
    [
        ("drop|empty", @"signedTimestamp 0\.1\.1\.0\.3(\.0)?$", "the certificates that came along, where the trust root has the signer's own"),
        ("drop", @"signedTimestamp 0\.1\.1\.0\.(1\.0\.1|4\.0\.2\.1)$", "a hash's parameters, which are NULL or absent alike (RFC 5754 section 2)"),
    ];

    /// <summary>The same for trust roots, whose author may say less or something else as long as it is complete.</summary>
    private static readonly (string Kinds, string Path, string Why)[] AuthorsWord =
    [
        ("duplicate", @"(\$\.\w+|certificates)$", "the same entry twice says nothing new"),
        ("swap|flip", @"validFor(\.start)?$", "another complete period, which happens to hold the time of signing too"),
        ("drop|null", @"certificates\[\d+\]$", "the anchor is then the certificate that remains, or the signer's comes with its time stamp"),
        ("drop|null|empty|swap", @"\$\.timestampAuthorities$", "no authority was relied on where the log's promise proves the time"),
        ("swap|reword", @"mediaType$", "both are trust roots of v0.1"),
    ];

    /// <summary>An anchor is trusted for its own sake: one that says that somebody else issued it is an intermediate taken as anchor.</summary>
    private static readonly (string Kinds, string Path, string Why)[] AnchorsIssuer =
    [
        (".*", @"certificates\[\d+\]\.rawBytes 0\.0\.3(\.\d+)*$", "the issuer of the last certificate, whoever it is said to be"),
    ];

    private static readonly string[] ValidCases =
    [
        "happy-path-v0.1", "happy-path-v0.2", "happy-path-v0.3", "happy-path-intoto-in-dsse-v3", "intoto-with-custom-trust-root",
        "managed-key-happy-path", "managed-key-and-trusted-root", "rekor2-happy-path", "rekor2-dsse-happy-path",
        "rekor2-checkpoint-multiple-cosigs", "rekor2-timestamp-with-embedded-cert", "rekor2-timestamp-without-embedded-cert", "bundle-with-sct-with-extensions",
        "happy-path-v0.3-new-mediaType", "rekor2-checkpoint-cosigned", "rekor2-checkpoint-origin-not-first", "rekor2-checkpoint-two-sigs-cosigned",
        "rekor2-checkpoint-two-sigs-from-origin", "rekor2-timestamp-with-expired-cert-chain", "trust-root-tlog-validity-end-inclusive", "trust-root-tsa-validity-end-inclusive",
    ];

    public static TheoryData<string> Cases() => [.. ValidCases];

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void No_changed_bundle_verifies(string name)
    {
        var random = new Random(Seed);
        var valid = new ConformanceCase(name);
        JsonNode bundle = JsonNode.Parse(valid.Bundle)!;
        JsonNode other = JsonNode.Parse(new ConformanceCase(name == "happy-path-v0.3" ? "rekor2-happy-path" : "happy-path-v0.3").Bundle)!;
        byte[]? root = valid.OwnRoot;
        List<string> accepted = [];
        foreach (JsonMutation mutation in JsonMutation.Of(bundle, other, random))
        {
            if (valid.Verify(mutation.Json, root, byDigest: false) is null && !IsListed(Harmless, mutation))
            {
                accepted.Add($"{mutation.Kind} {mutation.Path}");
            }
        }

        Assert.True(accepted.Count == 0, "accepted: " + string.Join(", ", accepted));
    }

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void No_changed_element_of_a_certificate_time_stamp_or_signature_verifies(string name)
    {
        var random = new Random(Seed);
        var valid = new ConformanceCase(name);
        JsonNode bundle = JsonNode.Parse(valid.Bundle)!;
        byte[]? root = valid.OwnRoot;
        List<string> accepted = [];
        foreach (string path in JsonMutation.Paths(bundle).Where(path => DerField().IsMatch(path)).ToArray())
        {
            foreach (DerMutation mutation in DerMutation.Of(Convert.FromBase64String((string)JsonMutation.At(bundle, path)!), random).Where((_, i) => i % Stride == 0))
            {
                var whole = new JsonMutation($"{path} {mutation.Path}", mutation.Kind, JsonMutation.With(bundle, path, mutation.Der));
                if (valid.Verify(whole.Json, root, byDigest: false) is null && !IsListed(HarmlessElements, whole))
                {
                    accepted.Add($"{whole.Kind} {whole.Path}");
                }
            }
        }

        Assert.True(accepted.Count == 0, "accepted: " + string.Join(", ", accepted));
    }

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void No_random_bit_of_a_bundle_can_be_flipped(string name)
    {
        int count = int.Parse(Environment.GetEnvironmentVariable("KUBESEC_MUTATIONS") ?? "1300", CultureInfo.InvariantCulture) / ValidCases.Length;
        var random = new Random(Seed);
        var valid = new ConformanceCase(name);
        JsonNode bundle = JsonNode.Parse(valid.Bundle)!;
        byte[]? root = valid.OwnRoot;
        for (int i = 0; i < count; i++)
        {
            if (JsonMutation.Flip(bundle, random) is { } mutation && valid.Verify(mutation.Json, root, byDigest: false) is null)
            {
                Assert.True(IsListed(Harmless, mutation), $"flip no. {i} of {mutation.Path} was accepted");
            }
        }
    }

    [SkippableTheory]
    [InlineData("rekor2-happy-path")]
    [InlineData("intoto-with-custom-trust-root")]
    [InlineData("bundle-with-sct-with-extensions")]
    [InlineData("trust-root-tlog-validity-end-inclusive")]
    [InlineData("trust-root-tsa-validity-end-inclusive")]
    [InlineData("happy-path-v0.3")]
    public void No_changed_trust_root_lends_its_trust(string name)
    {
        var random = new Random(Seed);
        var valid = new ConformanceCase(name);
        byte[] bundle = valid.Bundle;
        JsonNode root = JsonNode.Parse(File.ReadAllBytes(valid.RootPath))!;
        JsonNode other = JsonNode.Parse(new ConformanceCase(name is "rekor2-happy-path" or "trust-root-tsa-validity-end-inclusive" ? "intoto-with-custom-trust-root" : "rekor2-happy-path").OwnRoot!)!;
        List<string> accepted = [];
        foreach (JsonMutation mutation in JsonMutation.Of(root, other, random))
        {
            if (Refusal(valid, bundle, mutation.Json) is null
                && !IsListed(AuthorsWord, mutation)
                && !IsUnusedOrDescriptive(valid, bundle, root, mutation))
            {
                accepted.Add($"{mutation.Kind} {mutation.Path}");
            }
        }

        Assert.True(accepted.Count == 0, "accepted: " + string.Join(", ", accepted));
    }

    [SkippableTheory]
    [InlineData("rekor2-happy-path")]
    [InlineData("bundle-with-sct-with-extensions")]
    [InlineData("happy-path-v0.3")]
    public void No_changed_element_of_a_trusted_key_or_certificate_lends_its_trust(string name)
    {
        var random = new Random(Seed);
        var valid = new ConformanceCase(name);
        byte[] bundle = valid.Bundle;
        JsonNode root = JsonNode.Parse(File.ReadAllBytes(valid.RootPath))!;
        List<string> accepted = [];
        foreach (string path in JsonMutation.Paths(root).Where(path => path.EndsWith(".rawBytes", StringComparison.Ordinal)).ToArray())
        {
            if (IsUnusedOrDescriptive(valid, bundle, root, new JsonMutation(path, "drop", [])))
            {
                continue;
            }

            foreach (DerMutation mutation in DerMutation.Of(Convert.FromBase64String((string)JsonMutation.At(root, path)!), random).Where((_, i) => i % Stride == 0))
            {
                var whole = new JsonMutation($"{path} {mutation.Path}", mutation.Kind, JsonMutation.With(root, path, mutation.Der));
                if (Refusal(valid, bundle, whole.Json) is null && !IsListed(AnchorsIssuer, whole))
                {
                    accepted.Add($"{whole.Kind} {whole.Path}");
                }
            }
        }

        Assert.True(accepted.Count == 0, "accepted: " + string.Join(", ", accepted));
    }

    private static bool IsListed((string Kinds, string Path, string Why)[] rules, JsonMutation mutation) =>
        rules.Any(rule => (rule.Kinds == ".*" || rule.Kinds.Split('|').Contains(mutation.Kind)) && Regex.IsMatch(mutation.Path, rule.Path));

    private static Refusal? Refusal(ConformanceCase valid, byte[] bundle, byte[] root)
    {
        try
        {
            return valid.Verify(bundle, root, byDigest: false);
        }
        catch (TrustRootException unusable)
        {
            return unusable.Refusal;
        }
    }

    /// <summary>
    /// Names and addresses describe an entry and prove nothing; an end of validity may be taken off by whoever writes the
    /// root; and an entry without which the bundle verifies just as well was not relied on.
    /// </summary>
    private static bool IsUnusedOrDescriptive(ConformanceCase valid, byte[] bundle, JsonNode root, JsonMutation mutation)
    {
        if (Descriptive().IsMatch(mutation.Path))
        {
            return true;
        }

        if (Entry().Match(mutation.Path) is not { Success: true } entry)
        {
            return false;
        }

        JsonNode without = root.DeepClone();
        var list = (JsonArray)JsonMutation.At(without, "$." + entry.Groups["list"].Value)!;
        list.RemoveAt(int.Parse(entry.Groups["index"].Value, CultureInfo.InvariantCulture));
        return Refusal(valid, bundle, System.Text.Encoding.UTF8.GetBytes(without.ToJsonString())) is null;
    }

    [GeneratedRegex(@"\.(baseUrl|uri|subject|organization|commonName|end)$")]
    private static partial Regex Descriptive();

    [GeneratedRegex(@"\.(rawBytes|signedTimestamp|signedEntryTimestamp|signature|sig)$")]
    private static partial Regex DerField();

    [GeneratedRegex(@"^\$\.(?<list>\w+)\[(?<index>\d+)\]")]
    private static partial Regex Entry();
}
