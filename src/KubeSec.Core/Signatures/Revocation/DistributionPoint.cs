using System.Formats.Asn1;

namespace KubeSec.Signatures;

/// <summary>A place where a revocation list is to be had (RFC 5280 section 4.2.1.13).</summary>
/// <param name="Uris">Its addresses; any of them will do.</param>
internal sealed record DistributionPoint(IReadOnlyList<string> Uris)
{
    private const int MaxPoints = 8;
    private const int UriTag = 6;

    public static IReadOnlyList<DistributionPoint> ReadList(CertificateExtension extension)
    {
        AsnReader list = extension.Reader().ReadSequence();
        List<DistributionPoint> points = [];
        while (list.HasData && points.Count < MaxPoints)
        {
            AsnReader point = list.ReadSequence();
            bool named = point.HasData && point.PeekTag().TagValue == 0;
            points.Add(new DistributionPoint(named ? ReadName(point.ReadSequence(point.PeekTag())) : []));
        }

        return points;
    }

    /// <summary>The addresses of a DistributionPointName; one relative to its issuer has none.</summary>
    public static IReadOnlyList<string> ReadName(AsnReader name)
    {
        Asn1Tag tag = name.PeekTag();
        if (tag.TagValue != 0)
        {
            return [];
        }

        AsnReader general = name.ReadSequence(tag);
        List<string> uris = [];
        while (general.HasData)
        {
            Asn1Tag kind = general.PeekTag();
            if (kind is { TagClass: TagClass.ContextSpecific, TagValue: UriTag })
            {
                uris.Add(general.ReadCharacterString(UniversalTagNumber.IA5String, kind));
            }
            else
            {
                _ = general.ReadEncodedValue();
            }
        }

        return uris;
    }
}

/// <summary>Where a certificate says that its revocation can be asked for.</summary>
internal static class RevocationPlaces
{
    private const string OcspMethod = "1.3.6.1.5.5.7.48.1";

    /// <summary>Whether anyone can tell of its revocation at all.</summary>
    public static bool AnyOf(Certificate certificate) =>
        certificate.Extension(Oids.CrlDistributionPoints) is not null || RespondersOf(certificate).Count > 0;

    public static IReadOnlyList<string> ListsOf(Certificate certificate) =>
        certificate.Extension(Oids.CrlDistributionPoints) is { } extension ? [.. DistributionPoint.ReadList(extension).SelectMany(point => point.Uris)] : [];

    /// <summary>The OCSP responders (RFC 5280 section 4.2.2.1).</summary>
    public static IReadOnlyList<string> RespondersOf(Certificate certificate)
    {
        if (certificate.Extension(Oids.AuthorityInformationAccess) is not { } extension)
        {
            return [];
        }

        AsnReader list = extension.Reader().ReadSequence();
        List<string> uris = [];
        while (list.HasData)
        {
            AsnReader description = list.ReadSequence();
            bool ocsp = description.ReadObjectIdentifier() == OcspMethod;
            Asn1Tag kind = description.PeekTag();
            if (ocsp && kind is { TagClass: TagClass.ContextSpecific, TagValue: 6 })
            {
                uris.Add(description.ReadCharacterString(UniversalTagNumber.IA5String, kind));
            }
        }

        return uris;
    }
}
