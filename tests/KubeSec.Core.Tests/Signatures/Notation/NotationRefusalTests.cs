using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using KubeSec.Images.Registries;
using KubeSec.Signatures;

namespace KubeSec.Core.Tests.Signatures.Notation;

/// <summary>Envelopes that must not count, each refused for its own reason.</summary>
public sealed class NotationRefusalTests
{
    private const string Scheme = "io.cncf.notary.signingScheme";
    private const string Expiry = "io.cncf.notary.expiry";
    private const string Time = "io.cncf.notary.signingTime";

    [Theory]
    [InlineData("alg", "\"PS256\"", NotationReasonCodes.AlgorithmMismatch)]
    [InlineData("alg", "\"none\"", NotationReasonCodes.AlgorithmMismatch)]
    [InlineData("alg", "\"HS256\"", NotationReasonCodes.AlgorithmMismatch)]
    [InlineData("alg", "null", NotationReasonCodes.EnvelopeMalformed)]
    [InlineData("cty", "\"application/json\"", NotationReasonCodes.ContentTypeUnknown)]
    [InlineData("cty", "null", NotationReasonCodes.ContentTypeUnknown)]
    [InlineData("crit", "[]", NotationReasonCodes.CriticalHeaderUnmarked)]
    [InlineData("crit", "null", NotationReasonCodes.CriticalHeaderUnmarked)]
    [InlineData("crit", """["io.cncf.notary.signingScheme","acme.extension"]""", NotationReasonCodes.CriticalHeaderUnknown)]
    [InlineData("crit", """["io.cncf.notary.signingScheme","io.cncf.notary.verificationPlugin"]""", NotationReasonCodes.PluginRequired)]
    [InlineData(Scheme, "\"notary.x509.other\"", NotationReasonCodes.SchemeUnknown)]
    [InlineData(Scheme, "null", NotationReasonCodes.SchemeUnknown)]
    [InlineData(Time, "null", NotationReasonCodes.SigningTimeInvalid)]
    [InlineData(Time, "\"yesterday\"", NotationReasonCodes.EnvelopeMalformed)]
    [InlineData(Time, "1748779140", NotationReasonCodes.EnvelopeMalformed)]
    [InlineData(Expiry, "\"2027-01-01T00:00:00Z\"", NotationReasonCodes.CriticalHeaderUnmarked)]
    [InlineData("io.cncf.notary.authenticSigningTime", "\"2026-06-01T11:00:00Z\"", NotationReasonCodes.SigningTimeInvalid)]
    [InlineData("io.cncf.notary.verificationPlugin", "\"acme\"", NotationReasonCodes.PluginRequired)]
    public void Signed_header_of_a_JWS_envelope_that_is_wrong_is_refused(string header, string value, string reason)
    {
        MintedNotary notary = new();
        Assert.Equal(reason, MintedNotary.ReasonFor(notary.JwsCandidate(headers => headers[header] = JsonNode.Parse(value)), notary.Trusted));
    }

    [Fact]
    public void Expiry_before_the_signing_time_is_refused()
    {
        MintedNotary notary = new();
        Assert.Equal(NotationReasonCodes.SigningTimeInvalid, MintedNotary.ReasonFor(
            notary.JwsCandidate(headers =>
            {
                headers["crit"] = new JsonArray(Scheme, Expiry);
                headers[Expiry] = "2026-05-01T00:00:00Z";
            }),
            notary.Trusted));
    }

    [Fact]
    public void What_only_the_signer_may_say_is_not_taken_from_the_unsigned_part()
    {
        MintedNotary notary = new();
        foreach (string header in new[] { "alg", "crit", "cty", Scheme, Time, Expiry })
        {
            Assert.Equal(
                NotationReasonCodes.EnvelopeMalformed,
                MintedNotary.ReasonFor(notary.JwsCandidate(envelope: whole => whole["header"]![header] = "x"), notary.Trusted));
        }
    }

    [Theory]
    [InlineData("signature", "")]
    [InlineData("signature", "AAAA")]
    [InlineData("signature", "not base64!")]
    [InlineData("payload", "")]
    [InlineData("payload", "e30=")]
    [InlineData("protected", "e30")]
    [InlineData("protected", "W10")]
    public void Broken_part_of_a_JWS_envelope_is_refused(string part, string value)
    {
        MintedNotary notary = new();
        Assert.NotNull(MintedNotary.ReasonFor(notary.JwsCandidate(envelope: whole => whole[part] = value), notary.Trusted));
    }

    [Fact]
    public void Signature_of_ECDSA_is_two_numbers_and_not_DER()
    {
        MintedNotary notary = new();
        SignatureCandidate der = notary.JwsCandidate(envelope: whole =>
        {
            byte[] raw = System.Buffers.Text.Base64Url.DecodeFromChars((string)whole["signature"]!);
            System.Formats.Asn1.AsnWriter writer = new(System.Formats.Asn1.AsnEncodingRules.DER);
            using (writer.PushSequence())
            {
                writer.WriteIntegerUnsigned(raw.AsSpan(0, 32).TrimStart((byte)0));
                writer.WriteIntegerUnsigned(raw.AsSpan(32).TrimStart((byte)0));
            }

            whole["signature"] = System.Buffers.Text.Base64Url.EncodeToString(writer.Encode());
        });
        Assert.Equal(ReasonCodes.SignatureInvalid, MintedNotary.ReasonFor(der, notary.Trusted));
    }

    [Theory]
    [InlineData(1, 5, NotationReasonCodes.AlgorithmMismatch)]
    [InlineData(3, "application/json", NotationReasonCodes.ContentTypeUnknown)]
    [InlineData(Scheme, "notary.other", NotationReasonCodes.SchemeUnknown)]
    [InlineData(Time, 1_748_779_140, NotationReasonCodes.EnvelopeMalformed)]
    [InlineData("io.cncf.notary.verificationPlugin", "acme", NotationReasonCodes.PluginRequired)]
    public void Signed_header_of_a_COSE_envelope_that_is_wrong_is_refused(object label, object value, string reason)
    {
        MintedNotary notary = new();
        Assert.Equal(reason, MintedNotary.ReasonFor(notary.CoseCandidate(headers => headers[label] = value), notary.Trusted));
    }

    [Fact]
    public void Certificates_must_be_a_chain_from_the_signer_to_a_root_in_this_order()
    {
        foreach (Func<MintedNotary, byte[][]> wrong in new Func<MintedNotary, byte[][]>[]
        {
            notary => [notary.Leaf, notary.Root],
            notary => [notary.Leaf, notary.Intermediate],
            notary => [notary.Intermediate, notary.Leaf, notary.Root],
            notary => [notary.Leaf, notary.Intermediate, notary.Root, notary.Root],
            notary => [notary.Leaf, notary.Intermediate, new MintedNotary().Root],
            notary => [notary.Leaf],
        })
        {
            MintedNotary notary = new();
            notary.Chain = wrong(notary);
            Assert.Equal(NotationReasonCodes.ChainInvalid, MintedNotary.ReasonFor(notary.CoseCandidate(), notary.Trusted));
        }

        MintedNotary empty = new() { Chain = [] };
        Assert.Equal(NotationReasonCodes.EnvelopeMalformed, MintedNotary.ReasonFor(empty.CoseCandidate(), empty.Trusted));
    }

    [Fact]
    public void Certificate_for_another_purpose_signs_nothing()
    {
        foreach (Action<CertificateRequest> change in new Action<CertificateRequest>[]
        {
            request => Replace(request, new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, false)),
            request => Replace(request, new X509KeyUsageExtension(X509KeyUsageFlags.KeyEncipherment, true)),
            request => Replace(request, new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyCertSign, true)),
            request => Replace(request, new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false)),
            request => Replace(request, new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.3"), new Oid("2.5.29.37.0")], false)),
            request => request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true)),
        })
        {
            MintedNotary notary = new();
            notary.Leaf = notary.NewLeaf(change);
            notary.Chain = [notary.Leaf, notary.Intermediate, notary.Root];
            Assert.Equal(ReasonCodes.CertificateUsageWrong, MintedNotary.ReasonFor(notary.JwsCandidate(), notary.Trusted));
        }
    }

    [Fact]
    public void Thumbprints_of_the_manifest_are_those_of_the_certificates_in_the_envelope()
    {
        MintedNotary notary = new();
        byte[] envelope = notary.Cose();
        foreach (string? thumbprints in new[] { null, "", "[]", "not json", new JsonArray(new string('0', 64)).ToJsonString() })
        {
            SignatureCandidate candidate = notary.Candidate(envelope, SignatureMediaTypes.NotationCose, document => document with
            {
                Annotations = thumbprints is null ? null : new Dictionary<string, string> { ["io.cncf.notary.x509chain.thumbprint#S256"] = thumbprints },
            });
            Assert.Equal(NotationReasonCodes.ThumbprintMismatch, MintedNotary.ReasonFor(candidate, notary.Trusted));
        }
    }

    [Fact]
    public void Manifest_of_another_form_holds_no_signature()
    {
        MintedNotary notary = new();
        byte[] envelope = notary.Cose();
        OciDescriptor layer = new() { MediaType = SignatureMediaTypes.NotationCose, Digest = KubeSec.Images.Digest.Sha256Of(envelope), Size = envelope.Length };
        foreach (Func<OciDocument, OciDocument> change in new Func<OciDocument, OciDocument>[]
        {
            document => document with { ArtifactType = "application/vnd.acme" },
            document => document with { Layers = [layer, layer] },
            document => document with { Layers = [] },
        })
        {
            Assert.Equal(NotationReasonCodes.ManifestInvalid, MintedNotary.ReasonFor(notary.Candidate(envelope, SignatureMediaTypes.NotationCose, change), notary.Trusted));
        }
    }

    [Theory]
    [InlineData("""{"targetArtifact":{"mediaType":"a","digest":"sha256:00","size":1}}""")]
    [InlineData("""{"targetArtifact":{"mediaType":"a","size":1}}""")]
    [InlineData("""{"targetArtifact":[]}""")]
    [InlineData("""{"target":{}}""")]
    public void Payload_that_names_no_artifact_is_refused(string payload)
    {
        MintedNotary notary = new();
        Assert.Equal(NotationReasonCodes.PayloadMalformed, MintedNotary.ReasonFor(
            notary.JwsCandidate(payload: signed =>
            {
                signed.Remove("targetArtifact");
                foreach ((string name, JsonNode? value) in JsonNode.Parse(payload)!.AsObject())
                {
                    signed[name] = value?.DeepClone();
                }
            }),
            notary.Trusted));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void No_byte_of_an_envelope_can_be_changed_without_a_refusal_and_none_ends_in_an_exception(bool cose)
    {
        MintedNotary notary = new();
        notary.Timestamp = signature => notary.Timestamps.Token(signature, MintedNotary.Now);
        byte[] envelope = cose ? notary.Cose() : notary.Jws();
        string mediaType = cose ? SignatureMediaTypes.NotationCose : SignatureMediaTypes.NotationJws;
        byte[] agent = Encoding.UTF8.GetBytes("minted/1.0");
        int unsignedText = envelope.AsSpan().IndexOf(agent);
        Gen.Select(Gen.Int[0, envelope.Length - 1], Gen.Int[1, 255]).Sample(
            (place, change) =>
            {
                if (place >= unsignedText - 40 && place < unsignedText + agent.Length)
                {
                    return;
                }

                byte[] mutated = [.. envelope];
                mutated[place] ^= (byte)change;
                BundleVerificationResult result = MintedNotary.Verify(notary.Candidate(mutated, mediaType), notary.TrustedWithTimestamps);
                Assert.True(!result.IsVerified || IsSpacing(envelope, mutated, place), $"byte {place} ^ {change} is accepted");
            },
            iter: 4_000);
    }

    /// <summary>JSON may be spaced otherwise.</summary>
    private static bool IsSpacing(byte[] envelope, byte[] mutated, int place) =>
        char.IsWhiteSpace((char)envelope[place]) && char.IsWhiteSpace((char)mutated[place]);

    private static void Replace(CertificateRequest request, X509Extension extension)
    {
        X509Extension old = request.CertificateExtensions.Single(other => other.Oid!.Value == extension.Oid!.Value);
        request.CertificateExtensions.Remove(old);
        request.CertificateExtensions.Add(extension);
    }
}
