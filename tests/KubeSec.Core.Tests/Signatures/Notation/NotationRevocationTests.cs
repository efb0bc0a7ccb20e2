using System.Security.Cryptography.X509Certificates;
using KubeSec.Signatures;

namespace KubeSec.Core.Tests.Signatures.Notation;

/// <summary>Revocation of signing certificates, judged by lists and answers at hand.</summary>
public sealed class NotationRevocationTests
{
    private readonly MintedNotary notary = new();

    public NotationRevocationTests()
    {
        notary.Leaf = notary.NewLeaf(request => request.CertificateExtensions.Add(CertificateRevocationListBuilder.BuildCrlDistributionPointExtension(["http://crl.minted.example/a.crl"])));
        notary.Chain = [notary.Leaf, notary.Intermediate, notary.Root];
        notary.Timestamp = signature => notary.Timestamps.Token(signature, MintedNotary.Now);
    }

    [Fact]
    public void Certificate_that_names_a_place_nobody_has_asked_leaves_the_signature_undecided()
    {
        BundleVerificationResult result = Verify(new NotationRevocation());
        Assert.Equal((NotationReasonCodes.RevocationUnknown, true), (result.Refusal?.Reason, result.IsUndecided));
    }

    [Fact]
    public void Certificate_that_names_no_place_cannot_be_revoked()
    {
        MintedNotary plain = new() { Timestamp = notary.Timestamp };
        Assert.Null(MintedNotary.ReasonFor(plain.CoseCandidate(), plain.Trusted with { Revocation = new NotationRevocation() }));
    }

    [Theory]
    [InlineData(null, 1, null)]
    [InlineData(-1, 1, NotationReasonCodes.CertificateRevoked)]
    [InlineData(null, -1, NotationReasonCodes.RevocationUnknown)]
    [InlineData(-1, -1, NotationReasonCodes.RevocationUnknown)]
    public void List_of_the_issuer_decides_while_it_is_current(int? revokedAfterDays, int nextUpdateInDays, string? reason)
    {
        DateTimeOffset? revoked = revokedAfterDays is { } days ? MintedNotary.Now.AddDays(days) : null;
        Assert.Equal(reason, Reason(new NotationRevocation { RevocationLists = [List(notary, revoked, nextUpdateInDays)] }));
    }

    [Fact]
    public void Lists_of_strangers_and_damaged_ones_tell_nothing()
    {
        Assert.Equal(NotationReasonCodes.RevocationUnknown, Reason(new NotationRevocation { RevocationLists = [List(new MintedNotary(), null, 1)] }));
        byte[] damaged = notary.RevocationList(null, MintedNotary.Now.AddDays(1));
        damaged[^1] ^= 1;
        Assert.Equal(NotationReasonCodes.RevocationUnknown, Reason(new NotationRevocation { RevocationLists = [CertificateRevocationList.FromFile(damaged)] }));
        Assert.Throws<TrustRootException>(() => CertificateRevocationList.FromFile("nonsense"u8.ToArray()));
        Assert.Throws<TrustRootException>(() => OcspResponse.FromFile("nonsense"u8.ToArray()));
    }

    [Fact]
    public void Signature_stays_good_that_was_stamped_before_the_key_was_lost()
    {
        DateTimeOffset later = MintedNotary.Now.AddDays(2);
        NotationRevocation told = Since(MintedNotary.Now.AddHours(1));
        Assert.Null(MintedNotary.ReasonFor(notary.CoseCandidate(), notary.TrustedWithTimestamps with { Revocation = told }, later));

        // Without a time stamp nothing proves when it was signed; without that date the list only says when it was told.
        Assert.Equal(NotationReasonCodes.CertificateRevoked, MintedNotary.ReasonFor(notary.CoseCandidate(), notary.Trusted with { Revocation = told }, later));
        foreach (DateTimeOffset? since in new DateTimeOffset?[] { null, MintedNotary.Now.AddHours(-1) })
        {
            Assert.Equal(NotationReasonCodes.CertificateRevoked, MintedNotary.ReasonFor(notary.CoseCandidate(), notary.TrustedWithTimestamps with { Revocation = Since(since) }, later));
        }

        NotationRevocation Since(DateTimeOffset? invalid) => new()
        {
            RevocationLists = [CertificateRevocationList.FromFile(notary.RevocationList((notary.Leaf, MintedNotary.Now.AddDays(1)), MintedNotary.Now.AddDays(30), invalid))],
        };
    }

    [Theory]
    [InlineData("good", true, null)]
    [InlineData("revoked", true, NotationReasonCodes.CertificateRevoked)]
    [InlineData("good", false, NotationReasonCodes.RevocationUnknown)]
    public void Answer_of_the_issuers_responder_decides(string status, bool byIssuer, string? reason)
    {
        byte[] response = notary.OcspResponse(notary.Leaf, status == "revoked" ? MintedNotary.Now.AddDays(-1) : null, byIssuer);
        Assert.Equal(reason, Reason(new NotationRevocation { OcspResponses = [OcspResponse.FromFile(response)] }));
    }

    [Fact]
    public void Answer_about_another_certificate_tells_nothing_and_revoked_outweighs_good()
    {
        OcspResponse good = OcspResponse.FromFile(notary.OcspResponse(notary.Leaf, null, true));
        OcspResponse other = OcspResponse.FromFile(notary.OcspResponse(notary.NewLeaf(), null, true));
        Assert.Equal(NotationReasonCodes.RevocationUnknown, Reason(new NotationRevocation { OcspResponses = [other] }));
        Assert.Equal(
            NotationReasonCodes.CertificateRevoked,
            Reason(new NotationRevocation { OcspResponses = [good], RevocationLists = [List(notary, MintedNotary.Now.AddDays(-1), 1)] }));
    }

    [Fact]
    public void Level_says_whether_revocation_decides()
    {
        NotationSigner signer = notary.TrustedWithTimestamps with { Revocation = new NotationRevocation(), Level = NotationLevel.Permissive };
        BundleVerificationResult told = MintedNotary.Verify(notary.CoseCandidate(), signer);
        Assert.True(told.IsVerified);
        Assert.Equal(NotationReasonCodes.RevocationUnknown, Assert.Single(told.Logged).Reason);
        BundleVerificationResult skipped = MintedNotary.Verify(notary.CoseCandidate(), signer with { Level = NotationLevel.Strict with { Revocation = ValidationAction.Skip } });
        Assert.True(skipped.IsVerified);
        Assert.Empty(skipped.Logged);
    }

    private CertificateRevocationList List(MintedNotary issuer, DateTimeOffset? revoked, int nextUpdateInDays) =>
        CertificateRevocationList.FromFile(issuer.RevocationList(revoked is { } when ? (notary.Leaf, when) : null, MintedNotary.Now.AddDays(nextUpdateInDays)));

    private BundleVerificationResult Verify(NotationRevocation revocation) =>
        MintedNotary.Verify(notary.CoseCandidate(), notary.TrustedWithTimestamps with { Revocation = revocation });

    private string? Reason(NotationRevocation revocation) => Verify(revocation).Refusal?.Reason;
}
