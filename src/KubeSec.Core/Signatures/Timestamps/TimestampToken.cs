using System.Formats.Asn1;

namespace KubeSec.Signatures;

/// <summary>
/// An RFC 3161 time stamp with its CMS signature (RFC 5652), taken apart strictly: DER throughout, one signer, and every
/// field that the signature does not cover held to the one value it may have. Nothing in it is verified.
/// </summary>
/// <param name="Time">When the authority saw the imprint.</param>
/// <param name="Imprint">The hash of what was stamped.</param>
/// <param name="Content">The encoded TSTInfo.</param>
/// <param name="Certificates">Certificates the authority put in.</param>
/// <param name="Signer">Its signature.</param>
internal sealed record TimestampToken(
    DateTimeOffset Time, StatedDigest Imprint, ReadOnlyMemory<byte> Content, IReadOnlyList<Certificate> Certificates, TimestampSigner Signer)
{
    private const int MaxSize = 64 * 1024;
    private const int MaxCertificates = 8;

    /// <summary>The one status read: nothing signs it, and "granted with modifications" is no answer to what a signer asks.</summary>
    private const int Granted = 0;

    private static readonly Asn1Tag Explicit0 = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag Explicit1 = new(TagClass.ContextSpecific, 1, isConstructed: true);

    /// <summary>Reads a TimeStampResp (RFC 3161 section 2.4.2), the form in bundles.</summary>
    public static TimestampToken ReadResponse(byte[] der) => Guarded(der, reader =>
    {
        var response = reader.ReadSequence();
        reader.ThrowIfNotEmpty();
        var status = response.ReadSequence();
        Require(
            status.TryReadInt32(out var code) && code == Granted && !status.HasData,
            "the time stamp authority did not grant the request as it was made");
        var token = response.ReadEncodedValue();
        response.ThrowIfNotEmpty();
        return ReadContentInfo(new AsnReader(token, AsnEncodingRules.DER));
    });

    /// <summary>Reads a bare TimeStampToken, the form in Notary Project signatures.</summary>
    public static TimestampToken ReadToken(byte[] der) => Guarded(der, ReadContentInfo);

    private static TimestampToken Guarded(byte[] der, Func<AsnReader, TimestampToken> read)
    {
        Require(der.Length <= MaxSize, $"the time stamp is larger than {MaxSize} bytes");
        try
        {
            return read(new AsnReader(der, AsnEncodingRules.DER));
        }
        catch (AsnContentException malformed)
        {
            throw new RefusedException(ReasonCodes.TimestampMalformed, $"the time stamp is not valid DER: {malformed.Message}");
        }
    }

    private static TimestampToken ReadContentInfo(AsnReader reader)
    {
        var contentInfo = reader.ReadSequence();
        reader.ThrowIfNotEmpty();
        Require(contentInfo.ReadObjectIdentifier() == Oids.SignedData, "the time stamp is not CMS signed data");
        var wrapper = contentInfo.ReadSequence(Explicit0);
        contentInfo.ThrowIfNotEmpty();
        var signedData = wrapper.ReadSequence();
        wrapper.ThrowIfNotEmpty();
        Require(signedData.TryReadInt32(out var version) && version == 3, "the time stamp's signed data is not of version 3");
        var digests = signedData.ReadSetOf();
        var declared = AlgorithmIdentifiers.ReadHash(digests);
        digests.ThrowIfNotEmpty();
        var content = ReadContent(signedData.ReadSequence());
        var certificates = signedData.HasData && signedData.PeekTag() == Explicit0 ? ReadCertificates(signedData) : [];
        var signers = signedData.ReadSetOf();
        signedData.ThrowIfNotEmpty();
        var signer = TimestampSigner.Read(signers.ReadSequence());
        signers.ThrowIfNotEmpty();
        Require(signer.DigestHash == declared, "the time stamp names two different hashes");
        var (time, imprint) = ReadInfo(new AsnReader(content, AsnEncodingRules.DER));
        return new TimestampToken(time, imprint, content, certificates, signer);
    }

    private static byte[] ReadContent(AsnReader encapsulated)
    {
        Require(encapsulated.ReadObjectIdentifier() == Oids.TimeStampInfo, "the signed data is not a time stamp");
        var wrapper = encapsulated.ReadSequence(Explicit0);
        encapsulated.ThrowIfNotEmpty();
        var content = wrapper.ReadOctetString();
        wrapper.ThrowIfNotEmpty();
        return content;
    }

    private static List<Certificate> ReadCertificates(AsnReader signedData)
    {
        var set = signedData.ReadSetOf(skipSortOrderValidation: true, Explicit0);
        var certificates = new List<Certificate>();
        while (set.HasData)
        {
            Require(certificates.Count < MaxCertificates, $"the time stamp carries more than {MaxCertificates} certificates");
            certificates.Add(Certificate.Read(set.ReadEncodedValue().ToArray()));
        }

        return certificates;
    }

    /// <summary>TSTInfo (RFC 3161 section 2.4.2). genTime may have any number of fraction digits.</summary>
    private static (DateTimeOffset Time, StatedDigest Imprint) ReadInfo(AsnReader reader)
    {
        var info = reader.ReadSequence();
        reader.ThrowIfNotEmpty();
        Require(info.TryReadInt32(out var version) && version == 1, "the time stamp is not of version 1");
        _ = info.ReadObjectIdentifier();
        var imprint = info.ReadSequence();
        var hash = AlgorithmIdentifiers.ReadHash(imprint);
        var digest = new StatedDigest(hash, imprint.ReadOctetString());
        imprint.ThrowIfNotEmpty();
        _ = info.ReadIntegerBytes();
        var time = info.ReadGeneralizedTime();
        SkipOptional(info, Asn1Tag.Sequence);
        SkipOptional(info, Asn1Tag.Boolean);
        SkipOptional(info, Asn1Tag.Integer);
        SkipOptional(info, Explicit0);
        SkipOptional(info, Explicit1);
        info.ThrowIfNotEmpty();
        return (time, digest);
    }

    private static void SkipOptional(AsnReader reader, Asn1Tag tag)
    {
        if (reader.HasData && reader.PeekTag().HasSameClassAndValue(tag))
        {
            _ = reader.ReadEncodedValue();
        }
    }

    private static void Require([System.Diagnostics.CodeAnalysis.DoesNotReturnIf(false)] bool holds, string message) =>
        RefusedException.Unless(holds, ReasonCodes.TimestampMalformed, message);
}
