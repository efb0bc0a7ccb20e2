using System.Security.Cryptography;
using System.Text;
using KubeSec.Images;
using KubeSec.Signatures;

namespace KubeSec.Core.Tests.Signatures;

/// <summary>cosign's older formats: a payload or envelope in a layer, everything else in its annotations.</summary>
public sealed class CosignFormatTests
{
    private static readonly Digest Image = Digest.Sha256Of(MintedInstance.Artifact);

    private readonly MintedInstance _sigstore = new();

    [Fact]
    public void Keyless_signature_with_log_promise_verifies()
    {
        byte[] payload = Payload(Image);
        (byte[] certificate, ECDsa key) = _sigstore.Authority.Issue();
        string pem = PemEncoding.WriteString("CERTIFICATE", certificate);
        Dictionary<string, string> annotations = Annotations(key, payload, pem);
        annotations["dev.sigstore.cosign/certificate"] = pem;
        annotations["dev.sigstore.cosign/chain"] = PemEncoding.WriteString("CERTIFICATE", _sigstore.Authority.RootDer);

        BundleVerificationResult result = Verify(payload, annotations, Image, ExpectedSigner.Keyless(MintedAuthority.Issuer, MintedAuthority.Identity));

        Assert.Null(result.Refusal);
        Assert.Equal("1.4", result.Annotations["release"]);
    }

    [Fact]
    public void Signature_with_a_key_verifies_and_binds_the_image()
    {
        byte[] payload = Payload(Image);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string pem = key.ExportSubjectPublicKeyInfoPem();
        ExpectedSigner signer = ExpectedSigner.Key(PublicKey.FromPem(pem));

        Assert.Null(Verify(payload, Annotations(key, payload, pem), Image, signer).Refusal);
        Assert.Equal(ReasonCodes.PayloadDigestMismatch, Verify(payload, Annotations(key, payload, pem), Digest.Sha256Of([1]), signer).Refusal!.Reason);
    }

    [Theory]
    [InlineData("atomic container signature", ReasonCodes.PayloadTypeMismatch)]
    [InlineData("cosign container image signature\",\"more\":\"1", ReasonCodes.PayloadMalformed)]
    public void Payload_of_another_kind_is_refused(string type, string reason)
    {
        byte[] payload = Payload(Image, type);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string pem = key.ExportSubjectPublicKeyInfoPem();

        Assert.Equal(reason, Verify(payload, Annotations(key, payload, pem), Image, ExpectedSigner.Key(PublicKey.FromPem(pem))).Refusal!.Reason);
    }

    [Fact]
    public void Signature_outside_the_log_needs_to_be_asked_for()
    {
        byte[] payload = Payload(Image);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string pem = key.ExportSubjectPublicKeyInfoPem();
        Dictionary<string, string> annotations = Annotations(key, payload, pem);
        annotations.Remove("dev.sigstore.cosign/bundle");
        ExpectedSigner signer = ExpectedSigner.Key(PublicKey.FromPem(pem));

        Assert.Equal(ReasonCodes.LogEntryMissing, Verify(payload, annotations, Image, signer).Refusal!.Reason);
        BundleVerificationResult unlogged = Verify(payload, annotations, Image, signer, new BundleVerifierOptions { AcceptUnloggedKeySignaturesUnsafe = true });
        Assert.Null(unlogged.Refusal);
        Assert.Equal([VerificationCheck.Form, VerificationCheck.SignerKind, VerificationCheck.Signature, VerificationCheck.Artifact], unlogged.Held);
    }

    [Fact]
    public void Log_entry_about_another_payload_is_refused()
    {
        byte[] payload = Payload(Image);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string pem = key.ExportSubjectPublicKeyInfoPem();
        Dictionary<string, string> annotations = Annotations(key, payload, pem);
        byte[] signature = Convert.FromBase64String(annotations[CosignAnnotations.Signature]);
        annotations["dev.sigstore.cosign/bundle"] = _sigstore.LogAnnotation(signature, SHA256.HashData([1]), pem);

        Assert.Equal(ReasonCodes.LogEntryDigestMismatch, Verify(payload, annotations, Image, ExpectedSigner.Key(PublicKey.FromPem(pem))).Refusal!.Reason);
    }

    [Theory]
    [InlineData("dev.sigstore.cosign/bundle", "{", ReasonCodes.LogEntryMalformed)]
    [InlineData("dev.sigstore.cosign/bundle", "{\"Payload\":{},\"SignedEntryTimestamp\":\"\"}", ReasonCodes.LogIndexInvalid)]
    [InlineData("dev.sigstore.cosign/certificate", "none", ReasonCodes.KeyInvalid)]
    [InlineData("dev.sigstore.cosign/rfc3161timestamp", "[]", ReasonCodes.TimestampMalformed)]
    [InlineData("dev.cosignproject.cosign/signature", "*", ReasonCodes.Base64Invalid)]
    [InlineData("dev.cosignproject.cosign/signature", "", ReasonCodes.SignatureMissing)]
    public void Hostile_annotations_are_refused_by_name(string annotation, string value, string reason)
    {
        byte[] payload = Payload(Image);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string pem = key.ExportSubjectPublicKeyInfoPem();
        Dictionary<string, string> annotations = Annotations(key, payload, pem);
        annotations[annotation] = value;

        Assert.Equal(reason, Verify(payload, annotations, Image, ExpectedSigner.Key(PublicKey.FromPem(pem))).Refusal!.Reason);
    }

    private Dictionary<string, string> Annotations(ECDsa key, byte[] payload, string signerPem)
    {
        byte[] signature = key.SignData(payload, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [CosignAnnotations.Signature] = Convert.ToBase64String(signature),
            ["dev.sigstore.cosign/bundle"] = _sigstore.LogAnnotation(signature, SHA256.HashData(payload), signerPem),
        };
    }

    private BundleVerificationResult Verify(
        byte[] payload, Dictionary<string, string> annotations, Digest image, ExpectedSigner signer, BundleVerifierOptions? options = null) =>
        new ImageSignatureVerifier(_sigstore.TrustRoot(), options ?? new BundleVerifierOptions(), _sigstore.Clock)
            .Verify(SignatureFormat.SimpleSigning, payload, annotations, SignedArtifact.FromDigest(image), signer);

    private static byte[] Payload(Digest image, string type = "cosign container image signature") => Encoding.UTF8.GetBytes(
        "{\"critical\":{\"identity\":{\"docker-reference\":\"registry.example/shop\"},\"image\":{\"docker-manifest-digest\":\"" + image
        + "\"},\"type\":\"" + type + "\"},\"optional\":{\"release\":\"1.4\"}}");
}
