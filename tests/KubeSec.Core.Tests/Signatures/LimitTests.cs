using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using KubeSec.Signatures;

namespace KubeSec.Core.Tests.Signatures;

/// <summary>How much of what strangers send is looked at: each cap is kept at the limit, and one above it is told as such.</summary>
public sealed class LimitTests
{
    private const string Limit = ReasonCodes.LimitExceeded;

    private static readonly MintedInstance Sigstore = new();
    private static readonly string ArtifactDigest = Convert.ToHexStringLower(SHA256.HashData(MintedInstance.Artifact));

    [Theory]
    [InlineData(1024, null)]
    [InlineData(1025, Limit)]
    public void A_statement_has_at_most_1024_subjects(int count, string? reason) => Assert.Equal(reason, ReasonOf(
        string.Concat(Enumerable.Range(1, count - 1).Select(number => Subject($"{number:x64}") + ",")) + Subject(ArtifactDigest)));

    [Theory]
    [InlineData(32, null)]
    [InlineData(33, Limit)]
    public void A_subject_has_at_most_32_digests(int count, string? reason) => Assert.Equal(reason, ReasonOf(
        Subject(ArtifactDigest, string.Concat(Enumerable.Range(2, count - 1).Select(number => $",\"other{number}\":\"00\"")))));

    [Fact]
    public void Digests_that_are_no_texts_are_counted_too() => Assert.Equal(Limit, ReasonOf(
        Subject(ArtifactDigest, string.Concat(Enumerable.Range(1, 32).Select(number => $",\"other{number}\":{number}")))));

    [Theory]
    [InlineData(64, null)]
    [InlineData(65, Limit)]
    [InlineData(10_000, Limit)]
    public void A_statement_is_at_most_64_levels_deep(int depth, string? reason)
    {
        // The statement and its predicate are two of them.
        string nested = new string('[', depth - 2) + new string(']', depth - 2);
        Assert.Equal(reason, Reason(Sigstore.StatementBundle(Statement(Subject(ArtifactDigest), $$"""{"deep":{{nested}}}"""))));
    }

    [Theory]
    [InlineData(64 << 20, null)]
    [InlineData((64 << 20) + 1, Limit)]
    public void A_statement_has_at_most_64_mebibytes(int size, string? reason)
    {
        byte[] statement = Encoding.UTF8.GetBytes(Statement(Subject(ArtifactDigest)));
        Assert.Equal(reason, Refused(() => InTotoStatement.Read(Padded(statement, size))));
    }

    [Theory]
    [InlineData(64 << 20, null)]
    [InlineData((64 << 20) + 1, Limit)]
    public void A_bundle_has_at_most_64_mebibytes(int size, string? reason) => Assert.Equal(
        reason,
        Sigstore.Verifier().Verify(Padded(MintedInstance.Bytes(Sigstore.Bundle()), size), SignedArtifact.FromContent(MintedInstance.Artifact), MintedInstance.Signer).Refusal?.Reason);

    [Theory]
    [InlineData(24, ReasonCodes.BundleMalformed)]
    [InlineData(25, Limit)]
    public void A_bundle_is_at_most_24_levels_deep(int depth, string reason)
    {
        string nested = new string('[', depth - 1) + new string(']', depth - 1);
        string bundle = Encoding.UTF8.GetString(MintedInstance.Bytes(Sigstore.Bundle()));
        Assert.Equal(reason, Reason(Encoding.UTF8.GetBytes($$"""{{bundle[..^1]}},"more":{{nested}}}""")));
    }

    [Theory]
    [InlineData("tlogEntries", 8, ReasonCodes.LogEntryDuplicate)]
    [InlineData("tlogEntries", 9, Limit)]
    [InlineData("timestamps", 8, ReasonCodes.TimestampDuplicate)]
    [InlineData("timestamps", 9, Limit)]
    [InlineData("hashes", 64, ReasonCodes.InclusionProofInvalid)]
    [InlineData("hashes", 65, Limit)]
    public void A_bundle_holds_at_most_so_many_entries_time_stamps_and_hashes(string what, int count, string reason)
    {
        JsonObject bundle = Sigstore.Bundle();
        JsonNode material = bundle["verificationMaterial"]!;
        JsonArray list = what switch
        {
            "tlogEntries" => material[what]!.AsArray(),
            "hashes" => material["tlogEntries"]![0]!["inclusionProof"]![what]!.AsArray(),
            _ => material["timestampVerificationData"]!["rfc3161Timestamps"]!.AsArray(),
        };
        JsonNode item = what == "hashes" ? Convert.ToBase64String(new byte[32]) : list[0]!.DeepClone();
        while (list.Count < count)
        {
            list.Add(item.DeepClone());
        }

        Assert.Equal(reason, Reason(bundle));
    }

    [Theory]
    [InlineData(16, ReasonCodes.DsseSignatureCount)]
    [InlineData(17, Limit)]
    public void An_envelope_with_more_than_one_signature_is_refused_however_many_there_are(int count, string reason)
    {
        JsonObject bundle = Sigstore.StatementBundle(Statement(Subject(ArtifactDigest)));
        JsonArray signatures = bundle["dsseEnvelope"]!["signatures"]!.AsArray();
        while (signatures.Count < count)
        {
            signatures.Add(signatures[0]!.DeepClone());
        }

        Assert.Equal(reason, Reason(bundle));
    }

    [Theory]
    [InlineData(8, ReasonCodes.BundleMalformed)]
    [InlineData(9, Limit)]
    public void A_bundle_brings_at_most_8_certificates(int count, string reason)
    {
        JsonObject bundle = Sigstore.Bundle();
        JsonObject material = bundle["verificationMaterial"]!.AsObject();
        JsonNode certificate = material["certificate"]!;
        material.Remove("certificate");
        material["x509CertificateChain"] = new JsonObject { ["certificates"] = new JsonArray([.. Enumerable.Range(0, count).Select(_ => certificate.DeepClone())]) };
        bundle["mediaType"] = "application/vnd.dev.sigstore.bundle+json;version=0.2";

        // Eight are read, and refused for being the same.
        Assert.Equal(reason, Reason(bundle));
    }

    [Theory]
    [InlineData(8, null)]
    [InlineData(9, Limit)]
    public void A_chain_has_at_most_8_authorities(int authorities, string? reason)
    {
        List<Certificate> chain = Chain(authorities);
        CertificateAuthority trusted = new([chain[^1]], new ValidityPeriod(MintedInstance.Now.AddYears(-1), null));
        Assert.Equal(reason, Refused(() => CertificatePath.Build(chain[0], chain[1..^1], trusted, MintedInstance.Now, CertificatePurpose.CodeSigning)));
    }

    [Theory]
    [InlineData(8, null)]
    [InlineData(9, Limit)]
    public void An_authority_of_a_trust_root_has_at_most_8_certificates(int count, string? reason)
    {
        JsonObject root = Sigstore.TrustRootJson();
        JsonArray certificates = root["certificateAuthorities"]![0]!["certChain"]!["certificates"]!.AsArray();
        while (certificates.Count < count)
        {
            certificates.Add(certificates[0]!.DeepClone());
        }

        Assert.Equal(reason, RootReason(root));
    }

    [Theory]
    [InlineData(64, null)]
    [InlineData(65, Limit)]
    public void A_trust_root_names_at_most_64_logs_of_a_kind(int count, string? reason)
    {
        JsonObject root = Sigstore.TrustRootJson();
        JsonArray logs = root["tlogs"]!.AsArray();
        while (logs.Count < count)
        {
            logs.Add(logs[0]!.DeepClone());
        }

        Assert.Equal(reason, RootReason(root));
    }

    [Theory]
    [InlineData(true, 8)]
    [InlineData(false, 8)]
    [InlineData(true, 9)]
    [InlineData(false, 9)]
    public void A_Notary_Project_envelope_brings_at_most_8_certificates(bool cose, int count)
    {
        MintedNotary notary = new();
        notary.Chain = [.. Enumerable.Repeat(notary.Leaf, count)];
        string? reason = MintedNotary.ReasonFor(cose ? notary.CoseCandidate() : notary.JwsCandidate(), notary.Trusted);
        Assert.NotNull(reason);
        Assert.Equal(count > 8, reason == Limit);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_Notary_Project_envelope_has_at_most_a_mebibyte(bool cose)
    {
        const int Size = 1 << 20;
        MintedNotary notary = new();
        Func<int, SignatureCandidate> padded = cose
            ? length => notary.CoseCandidate(unsigned: headers => headers["io.cncf.notary.signingAgent"] = new string('a', length))
            : length => notary.JwsCandidate(envelope: envelope => envelope["header"]!["io.cncf.notary.signingAgent"] = new string('a', length));

        // Signatures by ECDSA have one length, or two in the encodings that this one does not use.
        int room = Size - (padded(100_000).Content.Length - 100_000);
        Assert.Null(MintedNotary.ReasonFor(padded(room), notary.Trusted));
        Assert.Equal(Limit, MintedNotary.ReasonFor(padded(room + 1), notary.Trusted));
    }

    [Theory]
    [InlineData(32)]
    [InlineData(33)]
    public void A_COSE_envelope_has_at_most_32_headers(int count)
    {
        MintedNotary notary = new();
        SignatureCandidate candidate = notary.CoseCandidate(unsigned: headers =>
        {
            while (headers.Count < count)
            {
                headers[$"acme.{headers.Count}"] = 1;
            }
        });
        Assert.Equal(count > 32 ? Limit : null, MintedNotary.ReasonFor(candidate, notary.Trusted));
    }

    private static string Statement(string subjects, string predicate = "{}") =>
        $$"""{"_type":"https://in-toto.io/Statement/v1","subject":[{{subjects}}],"predicateType":"https://example.com/p","predicate":{{predicate}}}""";

    private static string Subject(string digest, string more = "") => $$$"""{"digest":{"sha256":"{{{digest}}}"{{{more}}}}}""";

    private static string? ReasonOf(string subjects) => Reason(Sigstore.StatementBundle(Statement(subjects)));

    private static string? Reason(JsonObject bundle) => Reason(MintedInstance.Bytes(bundle));

    private static string? Reason(byte[] bundle) =>
        Sigstore.Verifier().Verify(bundle, SignedArtifact.FromContent(MintedInstance.Artifact), MintedInstance.Signer).Refusal?.Reason;

    private static string? RootReason(JsonObject root)
    {
        try
        {
            TrustRoot.FromJson(MintedInstance.Bytes(root));
            return null;
        }
        catch (TrustRootException refused)
        {
            return refused.Refusal.Reason;
        }
    }

    private static string? Refused(Func<object> read)
    {
        try
        {
            read();
            return null;
        }
        catch (RefusedException refused)
        {
            return refused.Reason;
        }
    }

    private static byte[] Padded(byte[] json, int size)
    {
        byte[] padded = new byte[size];
        padded.AsSpan().Fill((byte)' ');
        json.CopyTo(padded.AsSpan());
        return padded;
    }

    /// <summary>A signing certificate and the authorities above it, the last its own issuer.</summary>
    private static List<Certificate> Chain(int authorities)
    {
        List<Certificate> chain = [];
        (string Name, ECDsa Key)? above = null;
        for (int level = authorities; level >= 0; level--)
        {
            using ECDsa own = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            string name = $"CN=level {level}";
            CertificateRequest request = new(name, own, HashAlgorithmName.SHA256);
            request.CertificateExtensions.Add(new X509KeyUsageExtension(level == 0 ? X509KeyUsageFlags.DigitalSignature : X509KeyUsageFlags.KeyCertSign, true));
            request.CertificateExtensions.Add(level == 0
                ? new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.3")], false)
                : new X509BasicConstraintsExtension(true, false, 0, true));
            (string issuer, ECDsa key) = above ?? (name, own);
            byte[] der = request.Create(
                new X500DistinguishedName(issuer), X509SignatureGenerator.CreateForECDsa(key), MintedInstance.Now.AddDays(-1), MintedInstance.Now.AddDays(1), [1, (byte)level]).RawData;
            chain.Insert(0, Certificate.Read(der));
            above = (name, ECDsa.Create(own.ExportParameters(true)));
        }

        return chain;
    }
}
