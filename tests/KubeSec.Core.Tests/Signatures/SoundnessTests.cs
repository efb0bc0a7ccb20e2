using System.Text.Json.Nodes;
using KubeSec.Signatures;
using Microsoft.Extensions.Time.Testing;
using Org.BouncyCastle.Tsp;

namespace KubeSec.Core.Tests.Signatures;

/// <summary>What the conformance suite does not ask and real verifiers have got wrong; each point once, on an instance of our own.</summary>
public sealed class SoundnessTests
{
    private readonly MintedInstance _sigstore = new();

    [Fact]
    public void Minted_bundle_verifies_and_says_what_was_proven()
    {
        BundleVerificationResult result = _sigstore.Verify(_sigstore.Bundle());

        Assert.Null(result.Refusal);
        Assert.Equal(MintedAuthority.Identity, result.Identity!.Subject);
        Assert.Equal([TimeSource.TransparencyLog, TimeSource.TimestampAuthority], result.Times.Select(time => time.Source));
        Assert.Equal("rekor.minted.example", Assert.Single(result.Logs).Log);
        Assert.Equal(Enum.GetValues<VerificationCheck>().Except([VerificationCheck.Expiry, VerificationCheck.Revocation]), result.Held);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(120)]
    [InlineData(123)]
    public void Time_stamp_with_fraction_digits_is_valid(int milliseconds)
    {
        JsonObject bundle = _sigstore.Bundle();
        byte[] signature = Convert.FromBase64String((string)bundle["messageSignature"]!["signature"]!);
        DateTimeOffset time = MintedInstance.Now.AddMilliseconds(milliseconds);
        Stamps(bundle)[0]!["signedTimestamp"] = Convert.ToBase64String(_sigstore.Timestamps.Stamp(signature, time, Resolution.R_MILLISECONDS));

        BundleVerificationResult result = _sigstore.Verify(bundle);

        Assert.Null(result.Refusal);
        Assert.Contains(result.Times, proven => proven.Time == time);
    }

    [Fact]
    public void Time_stamps_own_signature_is_checked()
    {
        JsonObject bundle = _sigstore.Bundle();
        byte[] stamp = Convert.FromBase64String((string)Stamps(bundle)[0]!["signedTimestamp"]!);
        stamp[^1] ^= 1;
        Stamps(bundle)[0]!["signedTimestamp"] = Convert.ToBase64String(stamp);

        Assert.Equal(ReasonCodes.TimestampSignatureInvalid, _sigstore.Verify(bundle).Refusal!.Reason);
    }

    [Theory]
    [InlineData("timestampAuthorities", ReasonCodes.TimestampUntrusted)]
    [InlineData("ctlogs", ReasonCodes.SctLogsMissing)]
    [InlineData("tlogs", ReasonCodes.LogUnknown)]
    [InlineData("certificateAuthorities", ReasonCodes.CertificateAuthorityNotValidAtTime)]
    public void Root_that_lists_nobody_turns_no_check_off(string list, string reason)
    {
        JsonObject root = _sigstore.TrustRootJson();
        root[list] = new JsonArray();

        Assert.Equal(reason, _sigstore.Verify(_sigstore.Bundle(), root).Refusal!.Reason);
    }

    [Fact]
    public void Inclusion_proof_needs_its_checkpoint()
    {
        JsonObject bundle = _sigstore.Bundle();
        Assert.True(Proof(bundle).Remove("checkpoint"));

        Assert.Equal(ReasonCodes.CheckpointMissing, _sigstore.Verify(bundle).Refusal!.Reason);
    }

    [Fact]
    public void Tree_of_no_entries_holds_none()
    {
        JsonObject bundle = _sigstore.Bundle();
        Proof(bundle)["treeSize"] = "0";

        Assert.Equal(ReasonCodes.InclusionProofInvalid, _sigstore.Verify(bundle).Refusal!.Reason);
    }

    [Theory]
    [InlineData("")]
    [InlineData("application/json")]
    [InlineData("application/vnd.dev.sigstore.bundle.v0.4+json")]
    [InlineData("application/vnd.dev.sigstore.bundle+json;version=0.3 ")]
    public void Media_type_is_held_to_the_known_ones(string mediaType)
    {
        JsonObject bundle = _sigstore.Bundle();
        bundle["mediaType"] = mediaType;

        Assert.Equal(ReasonCodes.BundleVersionUnknown, _sigstore.Verify(bundle).Refusal!.Reason);
    }

    [Fact]
    public void Envelope_of_two_signatures_is_refused()
    {
        JsonObject bundle = _sigstore.StatementBundle(Statements.AboutArtifact("https://example.com/any", "{}"));
        var signatures = (JsonArray)bundle["dsseEnvelope"]!["signatures"]!;
        signatures.Add(signatures[0]!.DeepClone());

        Assert.Equal(ReasonCodes.DsseSignatureCount, _sigstore.Verify(bundle).Refusal!.Reason);
    }

    [Theory]
    [InlineData("tlogs")]
    [InlineData("ctlogs")]
    [InlineData("certificateAuthorities")]
    [InlineData("timestampAuthorities")]
    public void Root_must_say_since_when_each_entry_is_valid(string list)
    {
        JsonObject root = _sigstore.TrustRootJson();
        JsonObject entry = root[list]![0]!.AsObject();
        (entry["publicKey"]?.AsObject() ?? entry)["validFor"]!.AsObject().Remove("start");

        Refusal refusal = Assert.Throws<TrustRootException>(() => TrustRoot.FromJson(MintedInstance.Bytes(root))).Refusal;

        Assert.Equal(ReasonCodes.TrustRootValidityMissing, refusal.Reason);
    }

    [Theory]
    [InlineData("https://github.com/acme/shop")]
    [InlineData("https://github.com/acme/shop/.github/workflows/release.yml@refs/heads/mai.")]
    [InlineData("https://github.com/acme/shop/.github/workflows/release.yml@refs/heads/main2")]
    [InlineData(".*")]
    public void Identity_is_exact(string identity)
    {
        BundleVerificationResult result = _sigstore.Verifier().Verify(
            MintedInstance.Bytes(_sigstore.Bundle()), SignedArtifact.FromContent(MintedInstance.Artifact), ExpectedSigner.Keyless(MintedAuthority.Issuer, identity));

        Assert.Equal(ReasonCodes.IdentityMismatch, result.Refusal!.Reason);
    }

    [Fact]
    public void Nobody_in_particular_cannot_be_asked_for()
    {
        Assert.Throws<ArgumentException>(() => ExpectedSigner.Keyless(MintedAuthority.Issuer, ""));
        Assert.Throws<ArgumentException>(() => ExpectedSigner.Keyless("", MintedAuthority.Identity));
    }

    [Fact]
    public void Stated_time_must_have_come()
    {
        var early = new BundleVerifier(_sigstore.TrustRoot(), null, new FakeTimeProvider(MintedInstance.Now.AddMinutes(-10)));

        BundleVerificationResult result = early.Verify(
            MintedInstance.Bytes(_sigstore.Bundle()),
            SignedArtifact.FromContent(MintedInstance.Artifact),
            ExpectedSigner.Keyless(MintedAuthority.Issuer, MintedAuthority.Identity));

        Assert.Equal(ReasonCodes.TimeInFuture, result.Refusal!.Reason);
    }

    [Fact]
    public void Certificate_timestamp_may_come_beside_the_certificate()
    {
        (byte[] certificate, _) = _sigstore.Authority.Issue(null, embedTimestamp: false);
        Certificate leaf = Certificate.Read(certificate);
        TrustRoot root = _sigstore.TrustRoot();
        CertificatePath path = CertificatePath.Build(leaf, [], root.CertificateAuthorities[0], MintedInstance.Now, CertificatePurpose.CodeSigning);
        byte[] timestamp = _sigstore.Authority.DetachedTimestamp(certificate);

        CertificateTransparency.Require(path, root.CertificateLogs, timestamp);
        timestamp[^1] ^= 1;

        Assert.Equal(
            ReasonCodes.SctSignatureInvalid,
            Assert.Throws<RefusedException>(() => CertificateTransparency.Require(path, root.CertificateLogs, timestamp)).Reason);
        Assert.Equal(
            ReasonCodes.SctMissing,
            Assert.Throws<RefusedException>(() => CertificateTransparency.Require(path, root.CertificateLogs, null)).Reason);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Bundle_is_verified_with_a_certificate_timestamp_that_came_beside_it(bool asJson)
    {
        (byte[] Certificate, System.Security.Cryptography.ECDsa Key) holder = _sigstore.Authority.Issue(null, embedTimestamp: false);
        byte[] bundle = MintedInstance.Bytes(_sigstore.Bundle(holder));
        byte[] timestamp = _sigstore.Authority.DetachedTimestamp(holder.Certificate);
        byte[] given = asJson ? AsLogAnswers(timestamp) : timestamp;

        Assert.Null(Verify(given)?.Reason);
        Assert.Equal(ReasonCodes.SctMissing, Verify([])?.Reason);
        Assert.Equal(ReasonCodes.SctSignatureInvalid, Verify(Changed(timestamp, 43))?.Reason);
        Assert.Equal(ReasonCodes.SctSignatureInvalid, Verify(_sigstore.Authority.DetachedTimestamp(_sigstore.Authority.Issue().Certificate))?.Reason);
        Assert.Equal(ReasonCodes.SctLogUnknown, Verify(Changed(timestamp, 1))?.Reason);
        Assert.Equal(ReasonCodes.SctMalformed, Verify(given[..^1])?.Reason);
        Assert.Equal(ReasonCodes.SctMalformed, Verify([.. given, 0])?.Reason);

        byte[] Changed(byte[] tls, int place)
        {
            byte[] changed = [.. tls];
            changed[place] ^= 1;
            return asJson ? AsLogAnswers(changed) : changed;
        }

        Refusal? Verify(byte[] sct) =>
            _sigstore.Verifier().Verify(bundle, SignedArtifact.FromContent(MintedInstance.Artifact), MintedInstance.Signer, sct).Refusal;
    }

    /// <summary>The same timestamp as RFC 6962 section 4.1 has a log answer it; the extensions are the two bytes of the minted log.</summary>
    private static byte[] AsLogAnswers(byte[] tls) => MintedInstance.Bytes(new JsonObject
    {
        ["sct_version"] = 0,
        ["id"] = Convert.ToBase64String(tls.AsSpan(1, 32)),
        ["timestamp"] = System.Buffers.Binary.BinaryPrimitives.ReadInt64BigEndian(tls.AsSpan(33)),
        ["extensions"] = Convert.ToBase64String(tls.AsSpan(43, 2)),
        ["signature"] = Convert.ToBase64String(tls.AsSpan(45)),
    });

    private static JsonArray Stamps(JsonObject bundle) =>
        (JsonArray)bundle["verificationMaterial"]!["timestampVerificationData"]!["rfc3161Timestamps"]!;

    private static JsonObject Proof(JsonObject bundle) =>
        bundle["verificationMaterial"]!["tlogEntries"]![0]!["inclusionProof"]!.AsObject();
}
