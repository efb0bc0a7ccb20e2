using System.Formats.Asn1;
using System.Security.Cryptography;

namespace KubeSec.Signatures;

/// <summary>A public key that signatures are checked with: ECDSA on P-256, P-384 or P-521, RSA, Ed25519, ML-DSA or LMS.</summary>
public sealed class PublicKey : IEquatable<PublicKey>
{
    private readonly byte[] _subjectPublicKeyInfo;
    private readonly SignatureEngine _engine;

    private PublicKey(byte[] subjectPublicKeyInfo, SignatureEngine engine)
    {
        _subjectPublicKeyInfo = subjectPublicKeyInfo;
        _engine = engine;
    }

    /// <summary>The kind of key.</summary>
    public KeyAlgorithm Algorithm => _engine.Algorithm;

    /// <summary>The key as a DER SubjectPublicKeyInfo (RFC 5280 section 4.1.2.7).</summary>
    public ReadOnlyMemory<byte> SubjectPublicKeyInfo => _subjectPublicKeyInfo;

    /// <summary>SHA-256 of <see cref="SubjectPublicKeyInfo"/> in lower-case hexadecimal: the key's name in messages and reports.</summary>
    public string Fingerprint => Convert.ToHexStringLower(FingerprintBytes);

    internal byte[] FingerprintBytes => HashKind.Sha256.Hash(_subjectPublicKeyInfo);

    /// <summary>Reads a PEM public key (<c>PUBLIC KEY</c> or <c>RSA PUBLIC KEY</c>); exactly one must be in the text.</summary>
    /// <exception cref="SignatureKeyException">The text holds no key, several, or one of a kind that is not supported.</exception>
    public static PublicKey FromPem(string pem)
    {
        ArgumentNullException.ThrowIfNull(pem);
        return Guarded(() => Pem.ReadPublicKey(pem));
    }

    /// <summary>Reads a DER SubjectPublicKeyInfo.</summary>
    /// <exception cref="SignatureKeyException">The bytes are not a key of a supported kind.</exception>
    public static PublicKey FromSubjectPublicKeyInfo(ReadOnlySpan<byte> der)
    {
        var copy = der.ToArray();
        return Guarded(() => Read(copy));
    }

    /// <summary>
    /// Whether a signature is this key's over a message, in the encoding that <see cref="ISignatureKey.SignAsync"/> describes.
    /// A malformed signature is simply not.
    /// </summary>
    /// <param name="message">The message itself, which the scheme hashes.</param>
    /// <param name="signature">As received.</param>
    /// <param name="hash">The hash that was signed; null for those that Sigstore's signers use with this kind of key.</param>
    /// <param name="padding">The padding of RSA; null for either.</param>
    public bool Verifies(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature, HashAlgorithmName? hash = null, RSASignaturePadding? padding = null)
    {
        foreach (var scheme in hash is { } named ? SchemesOf(named) : Schemes)
        {
            if ((padding is null || padding == scheme.PaddingOfRsa) && Verify(scheme, message, signature))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether both are the same key.</summary>
    public bool Equals(PublicKey? other) => other is not null && _subjectPublicKeyInfo.AsSpan().SequenceEqual(other._subjectPublicKeyInfo);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PublicKey);

    /// <inheritdoc/>
    public override int GetHashCode() => BitConverter.ToInt32(FingerprintBytes);

    /// <summary>Algorithm and fingerprint.</summary>
    public override string ToString() => $"{Algorithm} {Fingerprint}";

    /// <summary>Reads a key inside this room, where a bad one is a refusal.</summary>
    internal static PublicKey Read(ReadOnlySpan<byte> der)
    {
        var copy = der.ToArray();
        return new PublicKey(copy, SignatureEngine.Create(copy));
    }

    /// <summary>A key of RFC 8554, in its own bytes or in a SubjectPublicKeyInfo, which single trees and one-time keys have none of.</summary>
    internal static PublicKey ReadLms(byte[] bytes, LmsKeyForm form) =>
        bytes is [0x30, ..] ? Read(bytes) : new PublicKey(bytes, new LmsEngine(bytes, form));

    /// <summary>Whether <paramref name="signature"/> is this key's over <paramref name="message"/>; a malformed signature is simply not.</summary>
    internal bool Verify(SignatureScheme scheme, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        _engine.Supports(scheme)
        && _engine.Verify(scheme, scheme.Hash is { } hash ? hash.Hash(message) : message, signature);

    /// <summary>As <see cref="Verify"/>, for a message of which only the digest is at hand.</summary>
    internal bool VerifyDigest(SignatureScheme scheme, ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature) =>
        scheme.Hash is { } hash && hash.Size() == digest.Length && _engine.Supports(scheme) && _engine.Verify(scheme, digest, signature);

    /// <summary>
    /// The schemes a signer with this key may have used, the usual one first. Neither PEM files nor bundles say which:
    /// cosign signs SHA-256 digests with P-384 and P-521 keys too (protobuf-specs names both as deprecated variants).
    /// </summary>
    internal IReadOnlyList<SignatureScheme> Schemes => _engine.Schemes;

    /// <summary>The key's own bytes, without the algorithm around them.</summary>
    internal byte[] RawKey
    {
        get
        {
            var info = new AsnReader(_subjectPublicKeyInfo, AsnEncodingRules.DER).ReadSequence();
            _ = info.ReadEncodedValue();
            return info.ReadBitString(out _);
        }
    }

    /// <summary>The size of an RSA modulus; null for other keys.</summary>
    internal int? ModulusBits => (_engine as RsaEngine)?.ModulusBits;

    private static IEnumerable<SignatureScheme> SchemesOf(HashAlgorithmName name) =>
        HashKindExtensions.FromName(name) is { } hash
            ? new[]
            {
                SignatureScheme.Ecdsa(hash), SignatureScheme.RsaPkcs1(hash), SignatureScheme.RsaPss(hash), SignatureScheme.RsaPssLongSalt(hash), SignatureScheme.Ed25519Prehashed,
            }.Where(scheme => scheme.Hash == hash)
            : [];

    private static PublicKey Guarded(Func<PublicKey> read)
    {
        try
        {
            var key = read();
            key._engine.RequireValid();
            return key;
        }
        catch (RefusedException refused)
        {
            throw new SignatureKeyException(refused.ToRefusal());
        }
    }
}
