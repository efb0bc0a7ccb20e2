using System.Formats.Asn1;

namespace KubeSec.Signatures;

/// <summary>
/// An OCSP responder's answer (RFC 6960 section 4.2), read strictly. Whether its signer may speak for the issuer is asked for
/// each certificate that is looked up.
/// </summary>
public sealed class OcspResponse
{
    private const int MaxSize = 256 * 1024;
    private const int MaxCertificates = 4;
    private const string BasicResponse = "1.3.6.1.5.5.7.48.1.1";

    private static readonly Asn1Tag Explicit0 = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag Explicit1 = new(TagClass.ContextSpecific, 1, isConstructed: true);
    private static readonly Asn1Tag ByName = new(TagClass.ContextSpecific, 1, isConstructed: true);

    private readonly ReadOnlyMemory<byte> toBeSigned;
    private readonly SignatureScheme scheme;
    private readonly byte[] signature;

    private OcspResponse(ReadOnlyMemory<byte> toBeSigned, SignatureScheme scheme, byte[] signature, List<Certificate> certificates)
    {
        this.toBeSigned = toBeSigned;
        this.scheme = scheme;
        this.signature = signature;
        Certificates = certificates;
        AsnReader fields = new AsnReader(toBeSigned, AsnEncodingRules.DER).ReadSequence();
        if (fields.PeekTag() == Explicit0)
        {
            Require(fields.ReadSequence(Explicit0).ReadInteger().IsZero, "it is not of version 1");
        }

        ResponderByName = fields.PeekTag() == ByName;
        AsnReader responder = fields.ReadSequence(fields.PeekTag());
        Responder = ResponderByName ? responder.ReadEncodedValue() : responder.ReadOctetString();
        _ = fields.ReadGeneralizedTime();
        AsnReader list = fields.ReadSequence();
        Require(!fields.HasData || CertificateExtension.ReadList(fields.ReadSequence(Explicit1)).TrueForAll(extension => !extension.IsCritical), "a critical extension is not understood");
        fields.ThrowIfNotEmpty();
        while (list.HasData)
        {
            Statuses.Add(OcspStatus.Read(list.ReadSequence()));
        }
    }

    /// <summary>The signer's name in DER, or the SHA-1 of its key.</summary>
    internal ReadOnlyMemory<byte> Responder { get; }

    internal bool ResponderByName { get; }

    internal IReadOnlyList<Certificate> Certificates { get; }

    internal List<OcspStatus> Statuses { get; } = [];

    /// <summary>Reads an answer from a file in DER.</summary>
    /// <exception cref="TrustRootException">It is not one, or the responder did not answer the question.</exception>
    public static OcspResponse FromFile(ReadOnlyMemory<byte> content)
    {
        try
        {
            return Read(content);
        }
        catch (RefusedException refused)
        {
            throw new TrustRootException(refused.ToRefusal());
        }
    }

    /// <exception cref="RefusedException">It is not an answer, or the responder did not answer the question.</exception>
    internal static OcspResponse Read(ReadOnlyMemory<byte> der)
    {
        Require(der.Length <= MaxSize, $"it is larger than {MaxSize} bytes");
        try
        {
            AsnReader outer = new(der, AsnEncodingRules.DER);
            AsnReader response = outer.ReadSequence();
            outer.ThrowIfNotEmpty();
            Require(response.ReadEnumeratedBytes().Span is [0], "the responder did not answer the question");
            AsnReader bytes = response.ReadSequence(Explicit0).ReadSequence();
            response.ThrowIfNotEmpty();
            Require(bytes.ReadObjectIdentifier() == BasicResponse, "it is not a basic response");
            return ReadBasic(bytes.ReadOctetString());
        }
        catch (AsnContentException malformed)
        {
            throw new RefusedException(NotationReasonCodes.RevocationDataMalformed, $"the OCSP response is not valid DER: {malformed.Message}");
        }
    }

    internal bool IsSignedBy(Certificate signer) =>
        (ResponderByName ? signer.Subject.Span.SequenceEqual(Responder.Span) : OcspStatus.KeyHash(signer, hash: null).AsSpan().SequenceEqual(Responder.Span))
        && signer.PublicKey.Verify(scheme, toBeSigned.Span, signature);

    private static OcspResponse ReadBasic(byte[] encoded)
    {
        AsnReader outer = new(encoded, AsnEncodingRules.DER);
        AsnReader parts = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        ReadOnlyMemory<byte> toBeSigned = parts.ReadEncodedValue();
        SignatureScheme scheme = AlgorithmIdentifiers.ReadSignature(parts.ReadEncodedValue());
        byte[] signature = parts.ReadBitString(out int unused);
        Require(unused == 0, "its signature does not end on a byte");
        List<Certificate> certificates = [];
        AsnReader? list = parts.HasData ? parts.ReadSequence(Explicit0).ReadSequence() : null;
        parts.ThrowIfNotEmpty();
        while (list?.HasData == true)
        {
            Require(certificates.Count < MaxCertificates, $"it carries more than {MaxCertificates} certificates");
            certificates.Add(Certificate.Read(list.ReadEncodedValue().ToArray()));
        }

        return new OcspResponse(toBeSigned, scheme, signature, certificates);
    }

    private static void Require(bool holds, string what) =>
        RefusedException.Unless(holds, NotationReasonCodes.RevocationDataMalformed, $"the OCSP response cannot be read: {what}");
}
