using System.Formats.Asn1;
using System.Text;

namespace KubeSec.Signatures;

/// <summary>
/// What Fulcio writes into a certificate about its holder, by name (sigstore/fulcio docs/oid-info.md). The first six are
/// raw bytes, all later ones DER UTF8Strings.
/// </summary>
internal static class CertificateClaims
{
    private const int MaxNames = 32;
    private const string Arc = "1.3.6.1.4.1.57264.1.";
    private const string RawIssuer = Arc + "1";
    private const string Issuer = Arc + "8";
    private const string OtherName = Arc + "7";

    /// <summary>Every claim by its object identifier; the names are those of Fulcio's documentation in camel case.</summary>
    private static readonly (string Oid, string Name)[] Names =
    [
        (Arc + "2", "githubWorkflowTrigger"),
        (Arc + "3", "githubWorkflowSha"),
        (Arc + "4", "githubWorkflowName"),
        (Arc + "5", "githubWorkflowRepository"),
        (Arc + "6", "githubWorkflowRef"),
        (Arc + "9", "buildSignerUri"),
        (Arc + "10", "buildSignerDigest"),
        (Arc + "11", "runnerEnvironment"),
        (Arc + "12", "sourceRepositoryUri"),
        (Arc + "13", "sourceRepositoryDigest"),
        (Arc + "14", "sourceRepositoryRef"),
        (Arc + "15", "sourceRepositoryIdentifier"),
        (Arc + "16", "sourceRepositoryOwnerUri"),
        (Arc + "17", "sourceRepositoryOwnerIdentifier"),
        (Arc + "18", "buildConfigUri"),
        (Arc + "19", "buildConfigDigest"),
        (Arc + "20", "buildTrigger"),
        (Arc + "21", "runInvocationUri"),
        (Arc + "22", "sourceRepositoryVisibilityAtSigning"),
        (Arc + "23", "deploymentEnvironment"),
    ];

    /// <summary>The names that a policy may demand.</summary>
    public static IReadOnlyList<string> Known { get; } = [.. Names.Select(claim => claim.Name)];

    public static SignerIdentity ReadIdentity(Certificate certificate)
    {
        try
        {
            var claims = new SortedDictionary<string, string>(StringComparer.Ordinal);
            foreach (var (oid, name) in Names)
            {
                if (certificate.Extension(oid) is { } extension)
                {
                    claims[name] = IsRaw(oid) ? Text(extension.Value) : ReadUtf8String(extension.Value);
                }
            }

            var subjects = ReadSubjects(certificate);
            RefusedException.Unless(subjects.Count == 1, ReasonCodes.IdentityAmbiguous, "the certificate carries several subject alternative names");
            return new SignerIdentity(subjects[0].Subject, subjects[0].Kind, ReadIssuer(certificate), claims);
        }
        catch (AsnContentException malformed)
        {
            throw new RefusedException(ReasonCodes.CertificateMalformed, $"a claim of the certificate is not valid DER: {malformed.Message}");
        }
    }

    /// <summary>
    /// The holder of a certificate by an authority of one's own, under each of the names it vouches for. Issuer and claims
    /// are Fulcio's to make, and such an authority must not speak for it.
    /// </summary>
    public static IReadOnlyList<SignerIdentity> ReadPrivateIdentities(Certificate certificate, Certificate anchor)
    {
        try
        {
            var claims = new Dictionary<string, string> { [NotationVerification.RootClaim] = NotationRoot.FingerprintOf(anchor) };
            return ReadSubjects(certificate).ConvertAll(name => new SignerIdentity(name.Subject, name.Kind, null, claims));
        }
        catch (AsnContentException malformed)
        {
            throw new RefusedException(ReasonCodes.CertificateMalformed, $"a name of the certificate is not valid DER: {malformed.Message}");
        }
    }

    private static bool IsRaw(string oid) => oid.Length == Arc.Length + 1 && oid[^1] is >= '1' and <= '6';

    /// <summary>The issuer stands in two forms for old readers; where they differ nobody knows which the CA meant.</summary>
    private static string? ReadIssuer(Certificate certificate)
    {
        var current = certificate.Extension(Issuer) is { } extension ? ReadUtf8String(extension.Value) : null;
        var old = certificate.Extension(RawIssuer) is { } raw ? Text(raw.Value) : null;
        RefusedException.Unless(
            current is null || old is null || current == old, ReasonCodes.IdentityAmbiguous, "the certificate names two different issuers");
        return current ?? old;
    }

    private static List<(string? Subject, SubjectKind Kind)> ReadSubjects(Certificate certificate)
    {
        if (certificate.Extension(Oids.SubjectAlternativeName) is not { } extension)
        {
            return [ReadCommonName(certificate) is { } name ? (name, SubjectKind.CommonName) : (null, SubjectKind.None)];
        }

        var outer = extension.Reader();
        var names = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        var subjects = new List<(string?, SubjectKind)>();
        do
        {
            RefusedException.Unless(
                subjects.Count < MaxNames, ReasonCodes.IdentityAmbiguous, $"the certificate carries more than {MaxNames} subject alternative names");
            subjects.Add(ReadGeneralName(names));
        }
        while (names.HasData);
        return subjects;
    }

    /// <summary>The one common name of the subject, for authorities of one's own that issue no alternative name.</summary>
    private static string? ReadCommonName(Certificate certificate)
    {
        string? name = null;
        var subject = new AsnReader(certificate.Subject, AsnEncodingRules.DER).ReadSequence();
        while (subject.HasData)
        {
            var attributes = subject.ReadSetOf();
            while (attributes.HasData)
            {
                var attribute = attributes.ReadSequence();
                if (attribute.ReadObjectIdentifier() == Oids.CommonName)
                {
                    RefusedException.Unless(name is null, ReasonCodes.IdentityAmbiguous, "the certificate carries several common names");
                    var tag = attribute.PeekTag();
                    name = attribute.ReadCharacterString((UniversalTagNumber)tag.TagValue);
                }
            }
        }

        return name;
    }

    /// <summary>GeneralName (RFC 5280 section 4.2.1.6): e-mail, DNS name, URI, or Fulcio's otherName for user names.</summary>
    private static (string? Subject, SubjectKind Kind) ReadGeneralName(AsnReader names)
    {
        var tag = names.PeekTag();
        switch (tag.TagClass == TagClass.ContextSpecific ? tag.TagValue : -1)
        {
            case 1:
                return (names.ReadCharacterString(UniversalTagNumber.IA5String, tag), SubjectKind.Email);
            case 2:
                return (names.ReadCharacterString(UniversalTagNumber.IA5String, tag), SubjectKind.DnsName);
            case 6:
                return (names.ReadCharacterString(UniversalTagNumber.IA5String, tag), SubjectKind.Uri);
            case 0:
                var other = names.ReadSequence(tag);
                var oid = other.ReadObjectIdentifier();
                var value = other.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0, true));
                RefusedException.Unless(oid == OtherName, ReasonCodes.IdentityUnsupported, $"otherName {oid} is not supported as an identity");
                return (value.ReadCharacterString(UniversalTagNumber.UTF8String), SubjectKind.UserName);
            default:
                throw new RefusedException(ReasonCodes.IdentityUnsupported, "the certificate's subject alternative name is of an unsupported kind");
        }
    }

    private static string ReadUtf8String(ReadOnlyMemory<byte> der)
    {
        var reader = new AsnReader(der, AsnEncodingRules.DER);
        var text = reader.ReadCharacterString(UniversalTagNumber.UTF8String);
        reader.ThrowIfNotEmpty();
        return text;
    }

    private static string Text(ReadOnlyMemory<byte> raw)
    {
        RefusedException.Unless(
            System.Text.Unicode.Utf8.IsValid(raw.Span), ReasonCodes.CertificateMalformed, "a claim of the certificate is not UTF-8");
        return Encoding.UTF8.GetString(raw.Span);
    }
}
