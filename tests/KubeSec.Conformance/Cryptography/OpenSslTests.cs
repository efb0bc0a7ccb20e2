using System.Globalization;
using System.Security.Cryptography;
using KubeSec.Conformance.Sigstore;
using KubeSec.Signatures;
using KubeSec.Tests;

namespace KubeSec.Conformance.Cryptography;

/// <summary>OpenSSL beside us, on every systematic change of a time stamp, a certificate chain and a signature: what it refuses we refuse.</summary>
public sealed class OpenSslTests : IDisposable
{
    private static readonly int Stride = Environment.GetEnvironmentVariable("KUBESEC_MUTATIONS") is null ? 11 : 1;

    private readonly string _openssl = RealParts.Program("openssl");
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kubesec-openssl-");
    private readonly ConformanceCase _case = new("rekor2-timestamp-with-embedded-cert");
    private readonly TrustRoot _root;
    private readonly SignatureMaterial _material;

    public OpenSslTests()
    {
        _root = TrustRoot.FromJson(_case.OwnRoot!);
        _material = BundleReader.Read(_case.Bundle);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [SkippableFact]
    public void Time_stamp_that_openssl_refuses_is_refused()
    {
        TimestampToken token = _material.Timestamps[0];
        byte[] response = Convert.FromBase64String(
            (string)System.Text.Json.Nodes.JsonNode.Parse(_case.Bundle)!["verificationMaterial"]!["timestampVerificationData"]!["rfc3161Timestamps"]![0]!["signedTimestamp"]!);
        CertificateAuthority authority = _root.TimestampAuthorities.First(candidate => IsBelieved(() => TimestampVerifier.Verify(token, _material.Signature, [candidate])));
        string signature = File("signature", _material.Signature);
        string[] chain = ["-CAfile", Pem("anchor", [authority.Anchor]), "-untrusted", Pem("chain", authority.Chain), "-attime", Seconds(token.Time)];

        AssertNoneIsBelievedAlone(
            response,
            changed => IsBelieved(() => TimestampVerifier.Verify(TimestampToken.ReadResponse(changed), _material.Signature, _root.TimestampAuthorities)),
            changed => Peer.Succeeds(_openssl, ["ts", "-verify", "-in", File("changed", changed), "-data", signature, .. chain]));
    }

    [SkippableFact]
    public void Certificate_that_openssl_refuses_is_refused()
    {
        DateTimeOffset time = _material.Timestamps[0].Time;
        CertificateAuthority authority = _root.CertificateAuthorities.First(candidate => IsBelieved(() => Build(_material.Certificates[0], candidate, time)));
        string[] chain = ["-CAfile", Pem("anchor", [authority.Anchor]), "-untrusted", Pem("chain", authority.Chain), "-attime", Seconds(time)];

        AssertNoneIsBelievedAlone(
            _material.Certificates[0].Raw,
            changed => IsBelieved(() => Build(Certificate.Read(changed), authority, time)),
            changed => Peer.Succeeds(_openssl, ["verify", .. chain, File("changed", System.Text.Encoding.ASCII.GetBytes(PemEncoding.WriteString("CERTIFICATE", changed)))]));
    }

    [SkippableFact]
    public void Signature_that_openssl_refuses_is_refused()
    {
        PublicKey key = _material.Certificates[0].PublicKey;
        byte[] artifact = System.IO.File.ReadAllBytes(_case.ArtifactPath);
        string pem = File("key", System.Text.Encoding.ASCII.GetBytes(PemEncoding.WriteString("PUBLIC KEY", key.SubjectPublicKeyInfo.Span)));

        AssertNoneIsBelievedAlone(
            _material.Signature,
            changed => key.Verify(key.Schemes[0], artifact, changed),
            changed => Peer.Succeeds(_openssl, ["dgst", "-sha256", "-verify", pem, "-signature", File("changed", changed), _case.ArtifactPath]),
            stride: 1);
    }

    private static void AssertNoneIsBelievedAlone(byte[] der, Func<byte[], bool> we, Func<byte[], bool> they, int? stride = null)
    {
        Assert.True(we(der) && they(der), "both believe what is unchanged");
        List<string> onlyWe = [];
        foreach (DerMutation mutation in DerMutation.Of(der, new Random(3)).Where((_, i) => i % (stride ?? Stride) == 0))
        {
            if (we(mutation.Der) && !they(mutation.Der))
            {
                onlyWe.Add($"{mutation.Kind} {mutation.Path}");
            }
        }

        Assert.True(onlyWe.Count == 0, "only KubeSec believes: " + string.Join(", ", onlyWe));
    }

    private static CertificatePath Build(Certificate leaf, CertificateAuthority authority, DateTimeOffset time) =>
        CertificatePath.Build(leaf, [], authority, time, CertificatePurpose.CodeSigning);

    private static bool IsBelieved(Func<object> verify)
    {
        try
        {
            _ = verify();
            return true;
        }
        catch (RefusedException)
        {
            return false;
        }
    }

    private static string Seconds(DateTimeOffset time) => time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    private string Pem(string name, IEnumerable<Certificate> certificates) => File(
        name, System.Text.Encoding.ASCII.GetBytes(string.Join('\n', certificates.Select(certificate => PemEncoding.WriteString("CERTIFICATE", certificate.Raw)))));

    private string File(string name, byte[] content)
    {
        string path = Path.Combine(_folder.FullName, name);
        System.IO.File.WriteAllBytes(path, content);
        return path;
    }
}
