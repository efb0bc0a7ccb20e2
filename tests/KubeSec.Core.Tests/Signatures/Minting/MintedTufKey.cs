using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Security;

namespace KubeSec.Core.Tests.Signatures;

/// <summary>A key of a TUF repository, in any of the forms that metadata describes keys in.</summary>
internal sealed record MintedTufKey(string Type, string Scheme, string Public, Func<byte[], byte[]> Sign)
{
    /// <summary>How metadata names it; any text will do.</summary>
    public string Id { get; init; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    public JsonObject Json => new()
    {
        ["keytype"] = Type,
        ["scheme"] = Scheme,
        ["keyval"] = new JsonObject { ["public"] = Public },
        ["x-owner"] = "@somebody",
    };

    public static MintedTufKey Ecdsa(string type = "ecdsa", string size = "256", bool hexadecimal = false)
    {
        var (curve, hash) = size switch
        {
            "256" => (ECCurve.NamedCurves.nistP256, HashAlgorithmName.SHA256),
            "384" => (ECCurve.NamedCurves.nistP384, HashAlgorithmName.SHA384),
            _ => (ECCurve.NamedCurves.nistP521, HashAlgorithmName.SHA512),
        };
        var key = ECDsa.Create(curve);
        ECPoint point = key.ExportParameters(false).Q;
        return new MintedTufKey(
            type,
            $"ecdsa-sha2-nistp{size}",
            hexadecimal ? "04" + Convert.ToHexStringLower([.. point.X!, .. point.Y!]) : key.ExportSubjectPublicKeyInfoPem(),
            message => key.SignData(message, hash, DSASignatureFormat.Rfc3279DerSequence));
    }

    public static MintedTufKey Rsa(RSASignaturePadding padding)
    {
        var key = RSA.Create(2048);
        return new MintedTufKey("rsa", "rsassa-pss-sha256", key.ExportSubjectPublicKeyInfoPem(), message => key.SignData(message, HashAlgorithmName.SHA256, padding));
    }

    public static MintedTufKey Ed25519()
    {
        var key = new Ed25519PrivateKeyParameters(new SecureRandom());
        return new MintedTufKey("ed25519", "ed25519", Convert.ToHexStringLower(key.GeneratePublicKey().GetEncoded()), message =>
        {
            var signer = new Ed25519Signer();
            signer.Init(true, key);
            signer.BlockUpdate(message, 0, message.Length);
            return signer.GenerateSignature();
        });
    }

    /// <summary>The same key under another name.</summary>
    public MintedTufKey Again() => this with { Id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)) };
}
