using System.Security.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;

namespace KubeSec.Signatures;

/// <summary>The hash functions a Sigstore signature may be built on (protobuf-specs, <c>HashAlgorithm</c>).</summary>
internal enum HashKind
{
    Sha256,
    Sha384,
    Sha512,
    Sha3With256,
    Sha3With384,
}

internal static class HashKindExtensions
{
    /// <summary>From here on the platform's hash is worth the 3 ms that loading OpenSSL costs a fresh process.</summary>
    public const int PlatformThreshold = 1 << 20;

    public static byte[] Hash(this HashKind kind, ReadOnlySpan<byte> data)
    {
        if (kind == HashKind.Sha256 && data.Length >= PlatformThreshold)
        {
            return SHA256.HashData(data);
        }

        var digest = kind.CreateDigest();
        digest.BlockUpdate(data);
        var output = new byte[digest.GetDigestSize()];
        digest.DoFinal(output);
        return output;
    }

    public static IDigest CreateDigest(this HashKind kind) => kind switch
    {
        HashKind.Sha256 => new Sha256Digest(),
        HashKind.Sha384 => new Sha384Digest(),
        HashKind.Sha512 => new Sha512Digest(),
        HashKind.Sha3With256 => new Sha3Digest(256),
        HashKind.Sha3With384 => new Sha3Digest(384),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    public static int Size(this HashKind kind) => kind switch
    {
        HashKind.Sha256 or HashKind.Sha3With256 => 32,
        HashKind.Sha384 or HashKind.Sha3With384 => 48,
        HashKind.Sha512 => 64,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    /// <summary>The platform's name.</summary>
    public static HashKind? FromName(HashAlgorithmName name) => name.Name switch
    {
        "SHA256" => HashKind.Sha256,
        "SHA384" => HashKind.Sha384,
        "SHA512" => HashKind.Sha512,
        "SHA3-256" => HashKind.Sha3With256,
        "SHA3-384" => HashKind.Sha3With384,
        _ => null,
    };

    /// <summary>The name in an OCI digest and in Rekor v1 bodies, such as <c>sha256</c>.</summary>
    public static HashKind? FromLowerCaseName(string? name) => name switch
    {
        "sha256" => HashKind.Sha256,
        "sha384" => HashKind.Sha384,
        "sha512" => HashKind.Sha512,
        _ => null,
    };

    /// <summary>The name in protobuf JSON, such as <c>SHA2_256</c>.</summary>
    public static HashKind? FromProtobufName(string? name) => name switch
    {
        "SHA2_256" => HashKind.Sha256,
        "SHA2_384" => HashKind.Sha384,
        "SHA2_512" => HashKind.Sha512,
        "SHA3_256" => HashKind.Sha3With256,
        "SHA3_384" => HashKind.Sha3With384,
        _ => null,
    };

    /// <summary>The algorithm of a DER AlgorithmIdentifier (RFC 5754, NIST CSOR).</summary>
    public static HashKind? FromOid(string oid) => oid switch
    {
        "2.16.840.1.101.3.4.2.1" => HashKind.Sha256,
        "2.16.840.1.101.3.4.2.2" => HashKind.Sha384,
        "2.16.840.1.101.3.4.2.3" => HashKind.Sha512,
        _ => null,
    };
}
