using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using KubeSec.Core.Tests.Images.Registries;
using KubeSec.Images;
using KubeSec.Images.Registries;
using KubeSec.Signatures;

namespace KubeSec.Core.Tests.Signatures;

/// <summary>A public key infrastructure of our own that signs in the Notary Project's way; every part can be made wrong.</summary>
internal sealed partial class MintedNotary
{
    public const string Subject = "CN=builder, O=acme, L=Seattle, S=WA, C=US";
    public static readonly DateTimeOffset Now = MintedInstance.Now;

    /// <summary>A plus of base64 is written as it is: as an escape, a letter of its number could change case and mean the same document.</summary>
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>An RSA key of 4096 bits takes seconds to make; one of each kind serves every test.</summary>
    private static readonly ConcurrentDictionary<string, Lazy<AsymmetricAlgorithm>> Keys = new();

    private readonly ECDsa rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa intermediateKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly AsymmetricAlgorithm key;

    /// <param name="algorithm">By its name in JWS.</param>
    /// <param name="now">When it signs; tests of whole processes, which know the true time only, state that.</param>
    public MintedNotary(string algorithm = "ES256", DateTimeOffset? now = null)
    {
        Algorithm = algorithm;
        At = now ?? Now;
        key = Keys.GetOrAdd(algorithm, name => new(() => NewKey(name))).Value;
        Root = NewAuthority("CN=minted notary root", null, rootKey, pathLength: 1);
        Intermediate = NewAuthority("CN=minted notary issuer", Root, intermediateKey, pathLength: 0);
        Leaf = NewLeaf();
        Chain = [Leaf, Intermediate, Root];
    }

    public string Algorithm { get; }

    public DateTimeOffset At { get; }

    public byte[] Root { get; }

    public byte[] Intermediate { get; }

    public byte[] Leaf { get; set; }

    /// <summary>The certificates an envelope carries.</summary>
    public byte[][] Chain { get; set; }

    public MintedTimestamps Timestamps { get; } = new();

    /// <summary>What an envelope gets as time stamp over its signature; null for none.</summary>
    public Func<byte[], byte[]>? Timestamp { get; set; }

    public static OciManifest Image { get; } = NewImage("""{"schemaVersion":2}""");

    /// <summary>The signer that believes this instance.</summary>
    public NotationSigner Trusted => new()
    {
        Roots = [NotationRoot.FromFingerprint(FingerprintOf(Root))],
        Identities = [DistinguishedName.Parse("C=US, ST=WA, O=acme")],
    };

    /// <summary>The same, with time stamps demanded.</summary>
    public NotationSigner TrustedWithTimestamps => Trusted with { TimestampRoots = NotationRoot.FromFile(Timestamps.RootDer) };

    public static string FingerprintOf(byte[] certificate) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(certificate));

    public static OciManifest NewImage(string content, string mediaType = MediaTypes.OciManifest)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(content);
        OciDescriptor descriptor = new() { MediaType = mediaType, Digest = Digest.Sha256Of(bytes), Size = bytes.Length };
        return new OciManifest(descriptor, bytes, new OciDocument { MediaType = mediaType, Layers = [] });
    }

    public static BundleVerificationResult Verify(SignatureCandidate candidate, NotationSigner signer, DateTimeOffset? now = null, OciManifest? image = null) =>
        new NotationVerification(signer, new SignedImage(ImageReference.Parse("registry.example/acme/shop:v1"), image ?? Image), now ?? Now).Run(candidate);

    public static string? ReasonFor(SignatureCandidate candidate, NotationSigner signer, DateTimeOffset? now = null) => Verify(candidate, signer, now).Refusal?.Reason;

    /// <summary>A signature as discovery finds it.</summary>
    public SignatureCandidate Candidate(byte[] envelope, string mediaType, Func<OciDocument, OciDocument>? change = null)
    {
        OciDescriptor layer = new() { MediaType = mediaType, Digest = Digest.Sha256Of(envelope), Size = envelope.Length };
        OciDocument document = new()
        {
            MediaType = MediaTypes.OciManifest,
            ArtifactType = SignatureMediaTypes.Notation,
            Layers = [layer],
            Annotations = new Dictionary<string, string> { ["io.cncf.notary.x509chain.thumbprint#S256"] = Thumbprints() },
        };
        document = change?.Invoke(document) ?? document;
        OciDescriptor descriptor = new() { MediaType = document.MediaType!, Digest = Digest.Sha256Of("manifest"u8), Size = 8 };
        return new SignatureCandidate(SignatureFormat.Notation, "here", layer, envelope, new OciManifest(descriptor, ReadOnlyMemory<byte>.Empty, document));
    }

    public SignatureCandidate JwsCandidate(Action<JsonObject>? headers = null, Action<JsonObject>? payload = null, Action<JsonObject>? envelope = null) =>
        Candidate(Jws(headers, payload, envelope), SignatureMediaTypes.NotationJws);

    public SignatureCandidate CoseCandidate(
        Action<Dictionary<object, object>>? headers = null, Action<JsonObject>? payload = null, Action<Dictionary<object, object>>? unsigned = null) =>
        Candidate(Cose(headers, payload, unsigned), SignatureMediaTypes.NotationCose);

    /// <summary>Signs an image of a registry and puts the signature beside it.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="path">The repository.</param>
    /// <param name="image">The image.</param>
    /// <param name="envelope">The envelope; null for a COSE one about the image.</param>
    public OciDescriptor Attach(TestRegistry registry, string path, OciDescriptor image, byte[]? envelope = null)
    {
        envelope ??= Cose(payload: payload => payload["targetArtifact"] = TestRegistryDescriptor(image));
        registry.PutBlob(envelope, "");
        registry.PutBlob("{}"u8.ToArray(), MediaTypes.OciEmpty);
        return registry.PutManifest(path, null, SignatureManifest(image, envelope));
    }

    /// <summary>The manifest of a signature, as notation writes it.</summary>
    public JsonObject SignatureManifest(OciDescriptor image, byte[] envelope)
    {
        OciDescriptor layer = new()
        {
            MediaType = envelope[0] == (byte)'{' ? SignatureMediaTypes.NotationJws : SignatureMediaTypes.NotationCose,
            Digest = Digest.Sha256Of(envelope),
            Size = envelope.Length,
        };
        JsonObject manifest = TestLayout.Manifest(new OciDescriptor { MediaType = MediaTypes.OciEmpty, Digest = Digest.Sha256Of("{}"u8), Size = 2 }, layer);
        manifest["artifactType"] = SignatureMediaTypes.Notation;
        manifest["subject"] = TestRegistry.Json(image);
        manifest["annotations"] = new JsonObject { ["io.cncf.notary.x509chain.thumbprint#S256"] = Thumbprints() };
        return manifest;
    }

    public string Thumbprints() => new JsonArray([.. Chain.Select(der => (JsonNode)FingerprintOf(der)["sha256:".Length..])]).ToJsonString();

    /// <summary>A JWS envelope; what is changed is changed before it is signed, but for the envelope itself.</summary>
    public byte[] Jws(Action<JsonObject>? headers = null, Action<JsonObject>? payload = null, Action<JsonObject>? envelope = null)
    {
        JsonObject signed = new()
        {
            ["alg"] = Algorithm,
            ["cty"] = "application/vnd.cncf.notary.payload.v1+json",
            ["crit"] = new JsonArray("io.cncf.notary.signingScheme"),
            ["io.cncf.notary.signingScheme"] = "notary.x509",
            ["io.cncf.notary.signingTime"] = At.AddMinutes(-1).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture),
        };
        headers?.Invoke(signed);
        string protectedText = Base64Url.EncodeToString(MintedInstance.Bytes(signed));
        string payloadText = Base64Url.EncodeToString(Payload(payload));
        byte[] signature = SignBytes(Encoding.ASCII.GetBytes($"{protectedText}.{payloadText}"));
        JsonObject unsigned = new() { ["x5c"] = new JsonArray([.. Chain.Select(der => (JsonNode)Convert.ToBase64String(der))]), ["io.cncf.notary.signingAgent"] = "minted/1.0" };
        if (Timestamp is not null)
        {
            unsigned["io.cncf.notary.timestampSignature"] = Convert.ToBase64String(Timestamp(signature));
        }

        JsonObject whole = new() { ["payload"] = payloadText, ["protected"] = protectedText, ["header"] = unsigned, ["signature"] = Base64Url.EncodeToString(signature) };
        envelope?.Invoke(whole);
        return Encoding.UTF8.GetBytes(whole.ToJsonString(Plain));
    }

    /// <summary>A COSE envelope; labels are numbers or texts, values numbers, texts, bytes, times or lists.</summary>
    public byte[] Cose(Action<Dictionary<object, object>>? headers = null, Action<JsonObject>? payload = null, Action<Dictionary<object, object>>? unsigned = null)
    {
        Dictionary<object, object> signed = new()
        {
            [1] = Algorithm switch { "PS256" => -37, "PS384" => -38, "PS512" => -39, "ES256" => -7, "ES384" => -35, _ => -36 },
            [2] = new object[] { "io.cncf.notary.signingScheme" },
            [3] = "application/vnd.cncf.notary.payload.v1+json",
            ["io.cncf.notary.signingScheme"] = "notary.x509",
            ["io.cncf.notary.signingTime"] = At.AddMinutes(-1),
        };
        headers?.Invoke(signed);
        CborWriter protectedWriter = new();
        Write(protectedWriter, signed);
        byte[] protectedBytes = protectedWriter.Encode();
        byte[] content = Payload(payload);
        CborWriter structure = new();
        Write(structure, new object[] { "Signature1", protectedBytes, Array.Empty<byte>(), content });
        byte[] signature = SignBytes(structure.Encode());
        Dictionary<object, object> beside = new() { [33] = Chain.ToArray<object>(), ["io.cncf.notary.signingAgent"] = "minted/1.0" };
        if (Timestamp is not null)
        {
            beside["io.cncf.notary.timestampSignature"] = Timestamp(signature);
        }

        unsigned?.Invoke(beside);
        CborWriter whole = new();
        whole.WriteTag((CborTag)18);
        Write(whole, new object[] { protectedBytes, beside, content, signature });
        return whole.Encode();
    }

    /// <summary>A signing certificate by the intermediate one.</summary>
    public byte[] NewLeaf(Action<CertificateRequest>? change = null, string subject = Subject, DateTimeOffset? from = null, DateTimeOffset? to = null)
    {
        CertificateRequest request = key switch
        {
            RSA rsa => new CertificateRequest(subject, rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
            _ => new CertificateRequest(subject, (ECDsa)key, HashAlgorithmName.SHA256),
        };
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.3")], false));
        change?.Invoke(request);
        return Issue(request, Intermediate, intermediateKey, from ?? At.AddMonths(-1), to ?? At.AddMonths(1));
    }

    /// <summary>An authority's certificate, by another or by itself.</summary>
    public byte[] NewAuthority(string subject, byte[]? issuer, ECDsa own, int? pathLength, Action<CertificateRequest>? change = null)
    {
        CertificateRequest request = new(subject, own, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, pathLength is not null, pathLength ?? 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        change?.Invoke(request);
        return issuer is null
            ? request.CreateSelfSigned(At.AddYears(-1), At.AddYears(1)).RawData
            : Issue(request, issuer, rootKey, At.AddYears(-1), At.AddYears(1));
    }

    public byte[] NewIntermediate(int? pathLength = 0, Action<CertificateRequest>? change = null) =>
        NewAuthority("CN=minted notary issuer", Root, intermediateKey, pathLength, change);

    private static byte[] Issue(CertificateRequest request, byte[] issuer, ECDsa issuerKey, DateTimeOffset from, DateTimeOffset to)
    {
        byte[] serial = RandomNumberGenerator.GetBytes(12);
        serial[0] = (byte)((serial[0] & 0x3F) | 0x40);
        using X509Certificate2 authority = X509CertificateLoader.LoadCertificate(issuer);
        return request.Create(authority.SubjectName, X509SignatureGenerator.CreateForECDsa(issuerKey), from, to, serial).RawData;
    }

    private static AsymmetricAlgorithm NewKey(string algorithm) => algorithm switch
    {
        "PS256" => RSA.Create(2048),
        "PS384" => RSA.Create(3072),
        "PS512" => RSA.Create(4096),
        "ES256" => ECDsa.Create(ECCurve.NamedCurves.nistP256),
        "ES384" => ECDsa.Create(ECCurve.NamedCurves.nistP384),
        _ => ECDsa.Create(ECCurve.NamedCurves.nistP521),
    };

    public byte[] SignBytes(byte[] message)
    {
        HashAlgorithmName hash = new("SHA" + Algorithm[2..]);
        lock (key)
        {
            return key is RSA rsa
                ? rsa.SignData(message, hash, RSASignaturePadding.Pss)
                : ((ECDsa)key).SignData(message, hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
    }

    public static byte[] Payload(Action<JsonObject>? change = null)
    {
        JsonObject payload = new() { ["targetArtifact"] = TestRegistryDescriptor(Image.Descriptor) };
        change?.Invoke(payload);
        return MintedInstance.Bytes(payload);
    }

    private static JsonObject TestRegistryDescriptor(OciDescriptor image) =>
        new() { ["mediaType"] = image.MediaType, ["digest"] = image.Digest.ToString(), ["size"] = image.Size };

    private static void Write(CborWriter writer, object value)
    {
        switch (value)
        {
            case int number:
                writer.WriteInt64(number);
                break;
            case double fraction:
                writer.WriteDouble(fraction);
                break;
            case string text:
                writer.WriteTextString(text);
                break;
            case byte[] bytes:
                writer.WriteByteString(bytes);
                break;
            case DateTimeOffset time:
                writer.WriteTag(CborTag.UnixTimeSeconds);
                writer.WriteInt64(time.ToUnixTimeSeconds());
                break;
            case object[] list:
                writer.WriteStartArray(list.Length);
                Array.ForEach(list, item => Write(writer, item));
                writer.WriteEndArray();
                break;
            case Dictionary<object, object> map:
                writer.WriteStartMap(map.Count);
                foreach ((object label, object item) in map)
                {
                    Write(writer, label);
                    Write(writer, item);
                }

                writer.WriteEndMap();
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(value), value, null);
        }
    }
}
