using System.Formats.Asn1;

namespace KubeSec.Signatures;

/// <summary>DER AlgorithmIdentifiers of signatures and hashes, as certificates and CMS carry them.</summary>
internal static class AlgorithmIdentifiers
{
    /// <summary>Reads a signature algorithm that names its hash; SHA-1 and MD5 are refused with everything else unknown.</summary>
    public static SignatureScheme ReadSignature(ReadOnlyMemory<byte> encoded)
    {
        var outer = new AsnReader(encoded, AsnEncodingRules.DER);
        var algorithm = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        var oid = algorithm.ReadObjectIdentifier();
        if (oid == Oids.RsaPss)
        {
            return SignatureScheme.RsaPss(ReadPssHash(algorithm));
        }

        if (algorithm.HasData)
        {
            algorithm.ReadNull();
        }

        algorithm.ThrowIfNotEmpty();
        return oid switch
        {
            Oids.EcdsaWithSha256 => SignatureScheme.Ecdsa(HashKind.Sha256),
            Oids.EcdsaWithSha384 => SignatureScheme.Ecdsa(HashKind.Sha384),
            Oids.EcdsaWithSha512 => SignatureScheme.Ecdsa(HashKind.Sha512),
            Oids.Sha256WithRsa => SignatureScheme.RsaPkcs1(HashKind.Sha256),
            Oids.Sha384WithRsa => SignatureScheme.RsaPkcs1(HashKind.Sha384),
            Oids.Sha512WithRsa => SignatureScheme.RsaPkcs1(HashKind.Sha512),
            Oids.Ed25519 => SignatureScheme.Ed25519,
            Oids.MlDsa44 or Oids.MlDsa65 or Oids.MlDsa87 => SignatureScheme.MlDsa,
            Oids.HssLms => SignatureScheme.Lms,
            _ => throw new RefusedException(ReasonCodes.SignatureAlgorithmUnsupported, $"signature algorithm {oid} is not supported"),
        };
    }

    public static HashKind ReadHash(AsnReader container)
    {
        var algorithm = container.ReadSequence();
        var oid = algorithm.ReadObjectIdentifier();
        if (algorithm.HasData)
        {
            algorithm.ReadNull();
        }

        algorithm.ThrowIfNotEmpty();
        return HashKindExtensions.FromOid(oid)
            ?? throw new RefusedException(ReasonCodes.SignatureAlgorithmUnsupported, $"hash algorithm {oid} is not supported");
    }

    /// <summary>RSASSA-PSS-params (RFC 4055 section 3.1): one hash for message and mask, the salt as long as it.</summary>
    private static HashKind ReadPssHash(AsnReader algorithm)
    {
        var parameters = algorithm.ReadSequence();
        algorithm.ThrowIfNotEmpty();
        var hash = ReadHash(parameters.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0, true)));
        var mask = parameters.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 1, true)).ReadSequence();
        var maskFunction = mask.ReadObjectIdentifier();
        var maskHash = ReadHash(mask);
        var saltLength = parameters.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 2, true)).TryReadInt32(out var salt) ? salt : -1;
        parameters.ThrowIfNotEmpty();
        RefusedException.Unless(
            maskFunction == Oids.Mgf1 && maskHash == hash && saltLength == hash.Size(),
            ReasonCodes.SignatureAlgorithmUnsupported,
            "RSASSA-PSS is supported with MGF1 on the message's own hash and a salt of its length");
        return hash;
    }
}
