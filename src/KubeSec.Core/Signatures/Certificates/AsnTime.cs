using System.Formats.Asn1;

namespace KubeSec.Signatures;

/// <summary>The two ways certificates and revocation lists write a time (RFC 5280 section 4.1.2.5).</summary>
internal static class AsnTime
{
    public static bool IsNext(AsnReader reader) =>
        reader.HasData && (reader.PeekTag().HasSameClassAndValue(Asn1Tag.UtcTime) || reader.PeekTag().HasSameClassAndValue(Asn1Tag.GeneralizedTime));

    public static DateTimeOffset Read(AsnReader reader) =>
        reader.PeekTag().HasSameClassAndValue(Asn1Tag.UtcTime) ? reader.ReadUtcTime() : reader.ReadGeneralizedTime();
}
