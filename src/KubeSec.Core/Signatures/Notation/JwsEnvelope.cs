using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace KubeSec.Signatures;

/// <summary>
/// A Notary Project signature as flattened JSON of JWS (RFC 7515 section 7.2.2; Notary Project signature-envelope-jws.md).
/// The specification's own example calls the time stamp <c>io.cncf.notary.timestamp</c>; its prose and every signer write
/// <c>io.cncf.notary.timestampSignature</c>.
/// </summary>
internal static class JwsEnvelope
{
    private const int MaxCritical = 16;

    public static NotationEnvelope Read(ReadOnlyMemory<byte> utf8) =>
        StrictJson.Parse(utf8, NotationEnvelope.MaxSize, "envelope", NotationReasonCodes.EnvelopeMalformed, ReadRoot);

    private static NotationEnvelope ReadRoot(StrictJson root)
    {
        root.Only("payload", "protected", "header", "signature");
        string protectedText = root.String("protected");
        string payloadText = root.String("payload");
        StrictJson unsigned = root.Object("header");
        NotationHeaders headers = StrictJson.Parse(
            Decode(root, "protected"), NotationEnvelope.MaxSize, "protected header", NotationReasonCodes.EnvelopeMalformed, ReadHeaders);

        // RFC 7515 section 4: the two sets of headers have no name in common, and what only the signer may say is never taken from the other.
        string? foreign = unsigned.Names().FirstOrDefault(name => headers.Names.Contains(name) || name is "alg" or "crit" or "cty" || NotationHeaders.SignedOnly.Contains(name));
        RefusedException.Unless(foreign is null, NotationReasonCodes.EnvelopeMalformed, $"header '{foreign}' must stand in the protected header alone");
        return new NotationEnvelope(
            headers,
            Decode(root, "payload"),
            Encoding.ASCII.GetBytes($"{protectedText}.{payloadText}"),
            Decode(root, "signature"),
            unsigned.BytesArray("x5c", NotationEnvelope.MaxCertificates).ConvertAll(Certificate.Read),
            unsigned.OptionalBytes(NotationHeaders.TimestampName));
    }

    private static NotationHeaders ReadHeaders(StrictJson header) => new()
    {
        Algorithm = NotationAlgorithm.FromName(header.String("alg")),
        ContentType = header.OptionalString("cty"),
        SchemeText = header.OptionalString(NotationHeaders.SchemeName),
        SigningTime = ReadTime(header, NotationHeaders.SigningTimeName),
        AuthenticTime = ReadTime(header, NotationHeaders.AuthenticTimeName),
        Expiry = ReadTime(header, NotationHeaders.ExpiryName),
        Critical = header.Texts("crit", MaxCritical),
        Names = [.. header.Names()],
    };

    /// <summary>Base64url of RFC 7515 section 2: no padding, no other character, unused bits zero – one spelling for each value.</summary>
    private static byte[] Decode(StrictJson root, string name)
    {
        string text = root.String(name);
        byte[] bytes;
        try
        {
            bytes = Base64Url.DecodeFromChars(text);
        }
        catch (FormatException)
        {
            throw new RefusedException(ReasonCodes.Base64Invalid, $"envelope.{name} is not valid base64url");
        }

        RefusedException.Unless(Base64Url.EncodeToString(bytes) == text, ReasonCodes.Base64Invalid, $"envelope.{name} is not canonical base64url");
        return bytes;
    }

    /// <summary>RFC 3339 with any number of fraction digits, as Go writes times; beyond 100 ns they cannot matter.</summary>
    private static DateTimeOffset? ReadTime(StrictJson header, string name)
    {
        if (header.OptionalString(name) is not { } text)
        {
            return null;
        }

        string shortened = text;
        if (text.Length > 27 && text[19] == '.' && text.AsSpan(20).IndexOfAnyExceptInRange('0', '9') is > 7 and var digits)
        {
            shortened = text.Remove(27, digits - 7);
        }

        return DateTimeOffset.TryParseExact(
            shortened,
            ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"],
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out DateTimeOffset time) && (text.EndsWith('Z') || text[^6] is '+' or '-')
                ? time.ToUniversalTime()
                : throw header.Wrong(name, "is not a time such as 2026-01-31T00:00:00Z");
    }
}
