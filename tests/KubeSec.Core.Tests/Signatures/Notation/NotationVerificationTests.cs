using System.Text.Json.Nodes;
using KubeSec.Images;
using KubeSec.Images.Registries;
using KubeSec.Signatures;

namespace KubeSec.Core.Tests.Signatures.Notation;

/// <summary>Envelopes that hold, and what is said about them.</summary>
public sealed class NotationVerificationTests
{
    private const string Expiry = "io.cncf.notary.expiry";
    private const string Scheme = "io.cncf.notary.signingScheme";
    private const string SigningTime = "io.cncf.notary.signingTime";
    private const string AuthenticTime = "io.cncf.notary.authenticSigningTime";

    public static TheoryData<string, bool> Envelopes()
    {
        TheoryData<string, bool> data = [];
        foreach (string algorithm in new[] { "PS256", "PS384", "PS512", "ES256", "ES384", "ES512" })
        {
            data.Add(algorithm, true);
            data.Add(algorithm, false);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Envelopes))]
    public void Envelope_of_every_algorithm_verifies_and_says_what_was_proven(string algorithm, bool cose)
    {
        MintedNotary notary = new(algorithm);
        BundleVerificationResult result = MintedNotary.Verify(cose ? notary.CoseCandidate() : notary.JwsCandidate(), notary.Trusted);

        Assert.Null(result.Refusal);
        Assert.Equal(
            [VerificationCheck.Form, VerificationCheck.Signature, VerificationCheck.Certificate, VerificationCheck.Identity, VerificationCheck.Expiry, VerificationCheck.Time, VerificationCheck.Artifact],
            result.Held);
        Assert.Contains("CN=builder", result.Identity!.Subject, StringComparison.Ordinal);
        Assert.Equal(MintedNotary.FingerprintOf(notary.Root), result.Identity.Claims["root"]);
        Assert.Equal(MintedNotary.FingerprintOf(notary.Leaf), result.Identity.Claims["certificate"]);
        Assert.Equal("notary.x509", result.Identity.Claims["signingScheme"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_the_signer_noted_is_told(bool cose)
    {
        MintedNotary notary = new();
        void Note(JsonObject payload) => payload["targetArtifact"]!["annotations"] = new JsonObject { ["buildId"] = "123" };
        Assert.Equal("123", MintedNotary.Verify(cose ? notary.CoseCandidate(payload: Note) : notary.JwsCandidate(payload: Note), notary.Trusted).Annotations["buildId"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Time_stamp_lets_a_signature_outlive_its_certificates(bool cose)
    {
        MintedNotary notary = new();
        notary.Timestamp = signature => notary.Timestamps.Token(signature, MintedNotary.Now, accuracySeconds: 1);
        SignatureCandidate candidate = cose ? notary.CoseCandidate() : notary.JwsCandidate();
        DateTimeOffset later = MintedNotary.Now.AddMonths(3);

        BundleVerificationResult result = MintedNotary.Verify(candidate, notary.TrustedWithTimestamps, later);
        Assert.Null(result.Refusal);
        Assert.Equal(new ProvenTime(MintedNotary.Now, TimeSource.TimestampAuthority), Assert.Single(result.Times));
        Assert.Equal(ReasonCodes.CertificateNotValidAtTime, MintedNotary.ReasonFor(candidate, notary.Trusted, later));
        Assert.Null(MintedNotary.ReasonFor(candidate, notary.TrustedWithTimestamps with { VerifyTimestamp = TimestampVerification.AfterCertificateExpiry }, later));
    }

    [Fact]
    public void Time_stamp_is_needed_always_or_only_after_expiry()
    {
        MintedNotary notary = new();
        NotationSigner afterExpiry = notary.TrustedWithTimestamps with { VerifyTimestamp = TimestampVerification.AfterCertificateExpiry };
        Assert.Equal(ReasonCodes.TimeMissing, MintedNotary.ReasonFor(notary.CoseCandidate(), notary.TrustedWithTimestamps));
        Assert.Null(MintedNotary.ReasonFor(notary.CoseCandidate(), afterExpiry));
        Assert.Equal(ReasonCodes.TimeMissing, MintedNotary.ReasonFor(notary.CoseCandidate(), afterExpiry, MintedNotary.Now.AddMonths(3)));
    }

    [Fact]
    public void Root_of_time_stamps_may_be_pinned_where_the_stamp_carries_it()
    {
        MintedNotary notary = new();
        NotationSigner pinned = notary.Trusted with { TimestampRoots = [NotationRoot.FromFingerprint(MintedNotary.FingerprintOf(notary.Timestamps.RootDer))] };
        notary.Timestamp = signature => notary.Timestamps.Token(signature, MintedNotary.Now, withRoot: true);
        Assert.Null(MintedNotary.ReasonFor(notary.CoseCandidate(), pinned));
        notary.Timestamp = signature => notary.Timestamps.Token(signature, MintedNotary.Now);
        Assert.Equal(ReasonCodes.TimestampUntrusted, MintedNotary.ReasonFor(notary.CoseCandidate(), pinned));
    }

    [Fact]
    public void Whole_range_of_a_time_stamp_must_fall_into_the_certificates_validity()
    {
        MintedNotary notary = new();
        notary.Leaf = notary.NewLeaf(from: MintedNotary.Now.AddSeconds(-30), to: MintedNotary.Now.AddMonths(1));
        notary.Chain = [notary.Leaf, notary.Intermediate, notary.Root];
        notary.Timestamp = signature => notary.Timestamps.Token(signature, MintedNotary.Now, accuracySeconds: 29);
        Assert.Null(MintedNotary.ReasonFor(notary.CoseCandidate(), notary.TrustedWithTimestamps));
        notary.Timestamp = signature => notary.Timestamps.Token(signature, MintedNotary.Now, accuracySeconds: 31);
        Assert.Equal(ReasonCodes.CertificateNotValidAtTime, MintedNotary.ReasonFor(notary.CoseCandidate(), notary.TrustedWithTimestamps));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Signing_authority_needs_roots_of_its_own_and_states_the_time(bool cose)
    {
        MintedNotary notary = new();
        SignatureCandidate candidate = cose
            ? notary.CoseCandidate(headers =>
            {
                headers[2] = new object[] { Scheme, AuthenticTime };
                headers[Scheme] = "notary.x509.signingAuthority";
                headers.Remove(SigningTime);
                headers[AuthenticTime] = MintedNotary.Now.AddMinutes(-1);
            })
            : notary.JwsCandidate(headers =>
            {
                headers["crit"] = new JsonArray(Scheme, AuthenticTime);
                headers[Scheme] = "notary.x509.signingAuthority";
                headers.Remove(SigningTime);
                headers[AuthenticTime] = "2026-06-01T13:59:00.123456789+02:00";
            });
        NotationSigner authority = notary.Trusted with { Roots = [], SigningAuthorityRoots = notary.Trusted.Roots };

        BundleVerificationResult result = MintedNotary.Verify(candidate, authority, MintedNotary.Now.AddMonths(3));
        Assert.Null(result.Refusal);
        Assert.Equal(TimeSource.SigningAuthority, Assert.Single(result.Times).Source);
        Assert.Equal(ReasonCodes.CertificateUntrusted, MintedNotary.ReasonFor(candidate, notary.Trusted));
        Assert.Equal(ReasonCodes.CertificateUntrusted, MintedNotary.ReasonFor(notary.CoseCandidate(), authority));
        Assert.Equal(ReasonCodes.TimeInFuture, MintedNotary.ReasonFor(candidate, authority, MintedNotary.Now.AddHours(-1)));
    }

    [Fact]
    public void Level_says_what_is_enforced_and_what_is_only_told()
    {
        MintedNotary notary = new();
        SignatureCandidate expired = notary.CoseCandidate(headers =>
        {
            headers[2] = new object[] { Scheme, Expiry };
            headers[Expiry] = MintedNotary.Now.AddSeconds(-1);
        });
        NotationSigner stranger = new MintedNotary().Trusted;
        Assert.Equal(NotationReasonCodes.Expired, MintedNotary.ReasonFor(expired, notary.Trusted));
        BundleVerificationResult permissive = MintedNotary.Verify(expired, notary.Trusted with { Level = NotationLevel.Permissive });
        Assert.True(permissive.IsVerified);
        Assert.Equal(NotationReasonCodes.Expired, Assert.Single(permissive.Logged).Reason);
        Assert.Equal(ReasonCodes.CertificateUntrusted, MintedNotary.ReasonFor(expired, stranger with { Level = NotationLevel.Permissive }));
        BundleVerificationResult audit = MintedNotary.Verify(expired, stranger with { Level = NotationLevel.Audit });
        Assert.True(audit.IsVerified);
        Assert.Null(audit.Identity);
        Assert.Equal([ReasonCodes.CertificateUntrusted, NotationReasonCodes.Expired], audit.Logged.Select(refusal => refusal.Reason));
        SignatureCandidate broken = notary.Candidate([.. notary.Cose()[..^1], 0], SignatureMediaTypes.NotationCose);
        Assert.Equal(ReasonCodes.SignatureInvalid, MintedNotary.ReasonFor(broken, stranger with { Level = NotationLevel.Audit }));
    }

    [Theory]
    [InlineData("C=US, ST=WA, O=acme", true)]
    [InlineData("x509.subject: CN=builder, O=acme, L=Seattle, S=WA, C=US", true)]
    [InlineData("C=US, ST=WA, O=Acme", false)]
    [InlineData("C=US, ST=WA, O=acm", false)]
    [InlineData("C=US, ST=WA, O=acme, OU=payments", false)]
    public void Certificate_must_have_every_attribute_of_one_identity(string identity, bool fits)
    {
        MintedNotary notary = new();
        NotationSigner signer = notary.Trusted with { Identities = [DistinguishedName.Parse("C=DE, ST=BE, O=other"), DistinguishedName.Parse(identity)] };
        Assert.Equal(fits ? null : ReasonCodes.IdentityMismatch, MintedNotary.ReasonFor(notary.JwsCandidate(), signer));
    }

    [Fact]
    public void Subject_that_names_an_attribute_twice_is_nobody()
    {
        MintedNotary notary = new();
        notary.Leaf = notary.NewLeaf(subject: "CN=builder, O=acme, O=other, S=WA, C=US");
        notary.Chain = [notary.Leaf, notary.Intermediate, notary.Root];
        Assert.Equal(ReasonCodes.IdentityAmbiguous, MintedNotary.ReasonFor(notary.JwsCandidate(), notary.Trusted));
        Assert.Null(MintedNotary.ReasonFor(notary.JwsCandidate(), notary.Trusted with { Identities = [], AcceptAnyIdentityUnsafe = true }));
    }

    [Fact]
    public void Image_of_another_digest_size_or_media_type_is_not_the_one_signed()
    {
        MintedNotary notary = new();
        SignatureCandidate candidate = notary.CoseCandidate();
        OciDescriptor image = MintedNotary.Image.Descriptor;
        foreach (OciDescriptor other in new[]
        {
            image with { Digest = Digest.Sha256Of("other"u8) }, image with { Size = image.Size + 1 }, image with { MediaType = MediaTypes.DockerManifest },
        })
        {
            Assert.Equal(
                NotationReasonCodes.TargetMismatch,
                MintedNotary.Verify(candidate, notary.Trusted, image: MintedNotary.Image with { Descriptor = other }).Refusal!.Reason);
        }

        OciManifest list = MintedNotary.NewImage("{}", MediaTypes.DockerList);
        void About(JsonObject payload) => payload["targetArtifact"] = new JsonObject
        {
            ["mediaType"] = MediaTypes.DockerList,
            ["digest"] = list.Descriptor.Digest.ToString(),
            ["size"] = 2,
        };
        Assert.Null(MintedNotary.Verify(notary.CoseCandidate(payload: About), notary.Trusted, image: list).Refusal);
    }
}
