using System.Formats.Asn1;

namespace KubeSec.Signatures;

/// <summary>
/// An RFC 3161 time stamp with its CMS signature (RFC 5652), taken apart strictly: DER throughout, one signer, and every
/// field that the signature does not cover held to the one value it may have. Nothing in it is verified.
/// </summary>
/// <param name="Time">When the authority saw the imprint.</param>
/// <param name="Accuracy">How far the true time may be from it, either way.</param>
/// <param name="Imprint">The hash of what was stamped.</param>
/// <param name="Content">The encoded TSTInfo.</param>
/// <param name="Certificates">Certificates the authority put in.</param>
/// <param name="Signer">Its signature.</param>
internal sealed record TimestampToken(
    DateTimeOffset Time, TimeSpan Accuracy, StatedDigest Imprint, ReadOnlyMemory<byte> Content, IReadOnlyList<Certificate> Certificates, TimestampSigner Signer)
{
    private const int MaxSize = 64 * 1024;
    private const int MaxCertificates = 8;

    /// <summary>The one status read: nothing signs it, and "granted with modifications" is no answer to what a signer asks.</summary>
    private const int Granted = 0;

    /// <summary>The policy whose accuracy is a second where the time stamp does not say (ETSI TS 102 023, RFC 3628 section 5.2).</summary>
    private const string BaselinePolicy = "0.4.0.2023.1.1";

    /// <summary>A time known to the day proves nothing about signing.</summary>
    private const int MaxAccuracySeconds = 24 * 60 * 60;

    private static readonly Asn1Tag Explicit0 = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag Explicit1 = new(TagClass.ContextSpecific, 1, isConstructed: true);
    private static readonly Asn1Tag AttributeCertificate = Explicit1;

    /// <summary>Reads a TimeStampResp (RFC 3161 section 2.4.2), the form in bundles.</summary>
    public static TimestampToken ReadResponse(byte[] der) => Guarded(der, reader =>
    {
        var response = reader.ReadSequence();
        reader.ThrowIfNotEmpty();
        var status = response.ReadSequence();
        Require(
            status.TryReadInt32(out var code) && code == Granted && HasOnlyText(status),
            "the time stamp authority did not grant the request as it was made");
        var token = response.ReadEncodedValue();
        response.ThrowIfNotEmpty();
        return ReadContentInfo(new AsnReader(token, AsnEncodingRules.DER), withAttributes: false);
    });

    /// <summary>Reads a bare TimeStampToken, the form in Notary Project signatures.</summary>
    public static TimestampToken ReadToken(byte[] der) => Guarded(der, reader => ReadContentInfo(reader, withAttributes: true));

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

    /// <summary>PKIFreeText, which some authorities add; nothing else may follow a granted status.</summary>
    private static bool HasOnlyText(AsnReader status)
    {
        if (status.HasData && status.PeekTag() == Asn1Tag.Sequence)
        {
            for (var texts = status.ReadSequence(); texts.HasData;)
            {
                _ = texts.ReadCharacterString(UniversalTagNumber.UTF8String);
            }
        }

        return !status.HasData;
    }

    private static TimestampToken ReadContentInfo(AsnReader reader, bool withAttributes)
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
        var certificates = signedData.HasData && signedData.PeekTag() == Explicit0 ? ReadCertificates(signedData, withAttributes) : [];
        var signers = signedData.ReadSetOf();
        signedData.ThrowIfNotEmpty();
        var signer = TimestampSigner.Read(signers.ReadSequence());
        signers.ThrowIfNotEmpty();
        Require(signer.DigestHash == declared, "the time stamp names two different hashes");
        var (time, accuracy, imprint) = ReadInfo(new AsnReader(content, AsnEncodingRules.DER));
        return new TimestampToken(time, accuracy, imprint, content, certificates, signer);
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

    /// <param name="signedData">What carries them.</param>
    /// <param name="withAttributes">
    /// Whether attribute certificates of the obsolete version 1 may stand among them (RFC 5652 section 10.2.2). Microsoft's
    /// authority puts one in about its clock; it proves nothing here and is passed over.
    /// </param>
    private static List<Certificate> ReadCertificates(AsnReader signedData, bool withAttributes)
    {
        var set = signedData.ReadSetOf(skipSortOrderValidation: true, Explicit0);
        var certificates = new List<Certificate>();
        while (set.HasData)
        {
            Require(certificates.Count < MaxCertificates, $"the time stamp carries more than {MaxCertificates} certificates");
            if (withAttributes && set.PeekTag() == AttributeCertificate)
            {
                SkipAttributeCertificate(set.ReadSequence(AttributeCertificate));
                continue;
            }

            var certificate = Certificate.Read(set.ReadEncodedValue().ToArray());
            Require(!certificates.Exists(certificate.SameAs), "it carries a certificate twice");
            certificates.Add(certificate);
        }

        return certificates;
    }

    /// <summary>Nothing but such a certificate may hide under its tag: a version comes first, which certificates state otherwise.</summary>
    private static void SkipAttributeCertificate(AsnReader certificate)
    {
        Require(certificate.ReadSequence().PeekTag() == Asn1Tag.Integer, "the time stamp carries something that is neither kind of certificate");
        _ = certificate.ReadSequence();
        _ = certificate.ReadBitString(out _);
        certificate.ThrowIfNotEmpty();
    }

    /// <summary>TSTInfo (RFC 3161 section 2.4.2). genTime may have any number of fraction digits.</summary>
    private static (DateTimeOffset Time, TimeSpan Accuracy, StatedDigest Imprint) ReadInfo(AsnReader reader)
    {
        var info = reader.ReadSequence();
        reader.ThrowIfNotEmpty();
        Require(info.TryReadInt32(out var version) && version == 1, "the time stamp is not of version 1");
        var policy = info.ReadObjectIdentifier();
        var imprint = info.ReadSequence();
        var hash = AlgorithmIdentifiers.ReadHash(imprint);
        var digest = new StatedDigest(hash, imprint.ReadOctetString());
        imprint.ThrowIfNotEmpty();
        _ = info.ReadIntegerBytes();
        var time = info.ReadGeneralizedTime();
        var accuracy = info.HasData && info.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence)
            ? ReadAccuracy(info.ReadSequence())
            : policy == BaselinePolicy ? TimeSpan.FromSeconds(1) : TimeSpan.Zero;
        SkipOptional(info, Asn1Tag.Boolean);
        SkipOptional(info, Asn1Tag.Integer);
        SkipOptional(info, Explicit0);
        SkipOptional(info, Explicit1);
        info.ThrowIfNotEmpty();
        return (time, accuracy, digest);
    }

    private static TimeSpan ReadAccuracy(AsnReader accuracy)
    {
        var seconds = ReadPart(Asn1Tag.Integer, MaxAccuracySeconds);
        var milliseconds = ReadPart(new Asn1Tag(TagClass.ContextSpecific, 0), 999);
        var microseconds = ReadPart(new Asn1Tag(TagClass.ContextSpecific, 1), 999);
        accuracy.ThrowIfNotEmpty();
        return TimeSpan.FromSeconds(seconds) + TimeSpan.FromMilliseconds(milliseconds) + TimeSpan.FromMicroseconds(microseconds);

        int ReadPart(Asn1Tag tag, int max)
        {
            var part = 0;
            Require(
                !accuracy.HasData || !accuracy.PeekTag().HasSameClassAndValue(tag) || (accuracy.TryReadInt32(out part, tag) && part >= 0 && part <= max),
                "the time stamp's accuracy is out of range");
            return part;
        }
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
