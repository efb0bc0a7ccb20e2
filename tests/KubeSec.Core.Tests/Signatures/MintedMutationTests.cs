using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KubeSec.Signatures;
using KubeSec.Tests;

namespace KubeSec.Core.Tests.Signatures;

/// <summary>
/// Changes that a forger cannot make on a real instance, since every signature around them is right again: what a log truly
/// holds and an authority truly signed still has to be about this signature, this signer and this artifact.
/// </summary>
public sealed class MintedMutationTests
{
    private const int Seed = 4;

    /// <summary>Changes of a truly logged entry that leave it about the same signature by the same signer.</summary>
    private static readonly (string Kinds, string Path, string Why)[] Harmless =
    [
        (".*", @"(envelopeHash|content\.hash)(\.\w+)?$", "nobody can compute the hash of an envelope's JSON from its parts"),
        (".*", @"envelope\.payloadType$", "the hash of the payload is what binds; its type is signed in the envelope"),
    ];

    private readonly MintedInstance _sigstore = new();

    public static TheoryData<bool, string, string> Kinds() => new()
    {
        { false, "hashedrekord", "0.0.1" },
        { false, "hashedrekord", "0.0.2" },
        { true, "hashedrekord", "0.0.1" },
        { true, "hashedrekord", "0.0.2" },
        { true, "dsse", "0.0.1" },
        { true, "dsse", "0.0.2" },
        { true, "intoto", "0.0.2" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_of_log_entry_is_read(bool statement, string kind, string version)
    {
        JsonObject bundle = Bundle(statement);

        Assert.Null(_sigstore.Verify(_sigstore.Relogged(bundle, MintedInstance.Bytes(MintedEntries.Body(bundle, kind, version)), kind, version)).Refusal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Entry_that_is_truly_logged_must_be_about_this_signature(bool statement, string kind, string version)
    {
        JsonObject bundle = Bundle(statement);
        JsonObject body = MintedEntries.Body(bundle, kind, version);
        JsonObject another = MintedEntries.Body(Bundle(statement), kind, version);
        BundleVerifier verifier = _sigstore.Verifier();
        List<string> accepted = [];
        foreach (JsonMutation mutation in JsonMutation.Of(body, another, new Random(Seed)))
        {
            JsonObject changed = _sigstore.Relogged(bundle, mutation.Json, kind, version);
            if (MintedInstance.Verify(verifier, changed).IsVerified && !Harmless.Any(rule => Regex.IsMatch(mutation.Kind, rule.Kinds) && Regex.IsMatch(mutation.Path, rule.Path)))
            {
                accepted.Add($"{mutation.Kind} {mutation.Path}");
            }
        }

        Assert.True(accepted.Count == 0, "accepted: " + string.Join(", ", accepted));
    }

    /// <remarks>KUBESEC_MUTATIONS, the number of the long form, is shared by the kinds.</remarks>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void No_random_bit_of_a_bundle_of_any_kind_can_be_flipped(bool statement, string kind, string version)
    {
        int count = int.Parse(Environment.GetEnvironmentVariable("KUBESEC_MUTATIONS") ?? "700", CultureInfo.InvariantCulture) / Kinds().Count;
        var random = new Random(Seed);
        JsonObject unlogged = Bundle(statement);
        JsonObject bundle = _sigstore.Relogged(unlogged, MintedInstance.Bytes(MintedEntries.Body(unlogged, kind, version)), kind, version);
        BundleVerifier verifier = _sigstore.Verifier();
        SignedArtifact artifact = SignedArtifact.FromContent(MintedInstance.Artifact);
        for (int i = 0; i < count; i++)
        {
            if (JsonMutation.Flip(bundle, random) is { } mutation)
            {
                Assert.False(verifier.Verify(mutation.Json, artifact, MintedInstance.Signer).IsVerified, $"flip no. {i} of {mutation.Path} was accepted");
            }
        }
    }

    [Fact]
    public void Parts_of_two_valid_bundles_do_not_make_one()
    {
        JsonObject[] bundles = [_sigstore.Bundle(), Bundle(true)];
        JsonObject[] others = [_sigstore.Bundle(), Bundle(true)];
        BundleVerifier verifier = _sigstore.Verifier();
        for (int i = 0; i < bundles.Length; i++)
        {
            List<string> accepted =
            [
                .. JsonMutation.Of(bundles[i], others[i], new Random(Seed))
                    .Where(mutation => mutation.Kind == "swap" && verifier.Verify(mutation.Json, SignedArtifact.FromContent(MintedInstance.Artifact), MintedInstance.Signer).IsVerified)
                    .Select(mutation => mutation.Path),
            ];

            // The same instance has the same logs and the same certificate claims; whatever differs must not be interchangeable.
            Assert.True(accepted.Count == 0, "accepted: " + string.Join(", ", accepted));
        }
    }

    private JsonObject Bundle(bool statement) =>
        statement ? _sigstore.StatementBundle(Statements.AboutArtifact("https://example.com/any", "{}")) : _sigstore.Bundle();
}
