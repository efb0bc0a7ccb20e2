using System.Security.Cryptography;
using System.Text.Json.Nodes;
using KubeSec.Signatures;

namespace KubeSec.Core.Tests.Signatures;

/// <summary>Certificates by an authority of one's own, beside a Sigstore instance's logs.</summary>
public sealed class PrivateAuthorityTests
{
    private readonly MintedInstance _sigstore = new();

    [Fact]
    public void Certificate_of_ones_own_authority_needs_no_certificate_log()
    {
        BundleVerificationResult result = Verify(ExpectedSigner.PrivateCertificate(MintedAuthority.Identity));

        Assert.Null(result.Refusal);
        Assert.DoesNotContain(VerificationCheck.CertificateTransparency, result.Held);
    }

    [Fact]
    public void Authority_of_ones_own_cannot_speak_for_Fulcio()
    {
        // The minted certificate carries Fulcio's issuer claim all the same.
        BundleVerificationResult result = Verify(ExpectedSigner.Keyless(MintedAuthority.Issuer, MintedAuthority.Identity));

        Assert.Equal(ReasonCodes.IssuerMismatch, result.Refusal!.Reason);
        Assert.Null(result.Identity!.Issuer);
    }

    [Fact]
    public void Identity_is_exact_here_too()
    {
        Assert.Equal(ReasonCodes.IdentityMismatch, Verify(ExpectedSigner.PrivateCertificate("https://github.com/acme")).Refusal!.Reason);
        Assert.Equal(
            ReasonCodes.IssuerMismatch,
            _sigstore.Verifier().Verify(
                MintedInstance.Bytes(_sigstore.Bundle()),
                SignedArtifact.FromContent(MintedInstance.Artifact),
                ExpectedSigner.PrivateCertificate(MintedAuthority.Identity)).Refusal!.Reason);
    }

    [Fact]
    public void Only_authorities_can_be_trusted_as_such()
    {
        string leaf = PemEncoding.WriteString("CERTIFICATE", _sigstore.Authority.Issue().Certificate);

        Assert.Equal(ReasonCodes.CertificateUsageWrong, Assert.Throws<TrustRootException>(() => _sigstore.TrustRoot().WithPrivateAuthority(leaf)).Refusal.Reason);
    }

    private BundleVerificationResult Verify(ExpectedSigner signer)
    {
        JsonObject json = _sigstore.TrustRootJson();
        json["certificateAuthorities"] = new JsonArray();
        json["ctlogs"] = new JsonArray();
        TrustRoot root = TrustRoot.FromJson(MintedInstance.Bytes(json)).WithPrivateAuthority(PemEncoding.WriteString("CERTIFICATE", _sigstore.Authority.RootDer));
        return new BundleVerifier(root, null, _sigstore.Clock).Verify(
            MintedInstance.Bytes(_sigstore.Bundle()), SignedArtifact.FromContent(MintedInstance.Artifact), signer);
    }
}
