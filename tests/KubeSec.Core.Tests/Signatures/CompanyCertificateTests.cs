using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using KubeSec.Images;
using KubeSec.Signatures;

namespace KubeSec.Core.Tests.Signatures;

/// <summary>Certificates as companies' own authorities issue them: RSA, several names, and often no word about their use.</summary>
public sealed class CompanyCertificateTests
{
    private static readonly Digest Image = Digest.Sha256Of([1, 2, 3]);
    private static readonly byte[] Payload = Encoding.UTF8.GetBytes(
        $$$"""{"critical":{"identity":{"docker-reference":"registry.example/app"},"image":{"docker-manifest-digest":"{{{Image}}}"},"type":"cosign container image signature"},"optional":null}""");

    private readonly X509Certificate2 _root;
    private readonly X509Certificate2 _intermediate;

    public CompanyCertificateTests()
    {
        using var rootKey = RSA.Create(2048);
        CertificateRequest root = new("CN=Company Root,O=Company", rootKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        root.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        _root = root.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-2), DateTimeOffset.UtcNow.AddYears(30));
        using var key = RSA.Create(2048);
        CertificateRequest intermediate = new("CN=Company Issuing,O=Company", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        intermediate.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 1, true));
        intermediate.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, false));
        _intermediate = intermediate.Create(_root, DateTimeOffset.UtcNow.AddDays(-2), DateTimeOffset.UtcNow.AddYears(10), [7]).CopyWithPrivateKey(key);
    }

    [Theory]
    [InlineData("team-a@company.example", null)]
    [InlineData("build.company.example", null)]
    [InlineData("Team A", ReasonCodes.IdentityMismatch)]
    [InlineData("team-b@company.example", ReasonCodes.IdentityMismatch)]
    [InlineData("company.example", ReasonCodes.IdentityMismatch)]
    public void Each_of_its_names_is_the_holders_and_no_other(string identity, string? reason) => Assert.Equal(reason, Verify(_ => { }, identity));

    [Fact]
    public void A_use_that_is_stated_must_be_signing()
    {
        Assert.Null(Verify(leaf => leaf.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.3")], false))));
        Assert.Equal(
            ReasonCodes.CertificateUsageWrong, Verify(leaf => leaf.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false))));
        Assert.Equal(ReasonCodes.CertificateUsageWrong, Verify(leaf => leaf.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyEncipherment, true))));
        Assert.Equal(ReasonCodes.CertificateUsageWrong, Verify(leaf => leaf.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true))));
    }

    [Fact]
    public void The_issuing_authority_may_come_along_or_be_trusted_itself()
    {
        Assert.Null(Verify(_ => { }, anchor: _intermediate, chain: []));
        Assert.Equal(ReasonCodes.CertificateUntrusted, Verify(_ => { }, chain: []));
    }

    private string? Verify(
        Action<CertificateRequest> oddity, string identity = "team-a@company.example", X509Certificate2? anchor = null, IEnumerable<X509Certificate2>? chain = null)
    {
        using var key = RSA.Create(2048);
        CertificateRequest request = new("CN=Team A,O=Company", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        SubjectAlternativeNameBuilder names = new();
        names.AddEmailAddress("team-a@company.example");
        names.AddDnsName("build.company.example");
        request.CertificateExtensions.Add(names.Build());
        oddity(request);
        using X509Certificate2 leaf = request.Create(_intermediate, DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddYears(1), [9]);
        Dictionary<string, string> annotations = new()
        {
            ["dev.cosignproject.cosign/signature"] = Convert.ToBase64String(key.SignData(Payload, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)),
            ["dev.sigstore.cosign/certificate"] = leaf.ExportCertificatePem(),
            ["dev.sigstore.cosign/chain"] = string.Join('\n', (chain ?? [_intermediate, _root]).Select(certificate => certificate.ExportCertificatePem())),
        };
        TrustRoot root = new TrustRoot([], [], [], []).For(PrivateAuthority.FromPem((anchor ?? _root).ExportCertificatePem()));
        ExpectedSigner signer = ExpectedSigner.Certificate(
            who => who.Subject == identity ? null : new Refusal(ReasonCodes.IdentityMismatch, "another"), mayBeUnlogged: true);
        return new ImageSignatureVerifier(root, new BundleVerifierOptions(), TimeProvider.System)
            .Verify(SignatureFormat.SimpleSigning, Payload, annotations, SignedArtifact.FromDigest(Image), signer).Refusal?.Reason;
    }
}
