using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Text;

namespace KubeSec.Signatures;

/// <summary>
/// The subject, or a part of one, that a signing certificate must have: <c>C=US, ST=WA, O=acme, CN=builder</c> (RFC 4514;
/// trust-store-trust-policy.md, "Trusted Identities Constraints"). A certificate fits when it has every attribute named, with
/// exactly these values; the order does not matter.
/// </summary>
public sealed class DistinguishedName
{
    /// <summary>What precedes the name in a trust policy document.</summary>
    internal const string Prefix = "x509.subject:";

    private const int MaxLength = 2048;

    private static readonly string[] Mandatory = ["C", "ST", "O"];

    private static readonly (string Oid, string Name)[] Types =
    [
        (Oids.CommonName, "CN"), ("2.5.4.5", "SERIALNUMBER"), ("2.5.4.6", "C"), ("2.5.4.7", "L"), ("2.5.4.8", "ST"), ("2.5.4.9", "STREET"),
        ("2.5.4.10", "O"), ("2.5.4.11", "OU"), ("2.5.4.17", "POSTALCODE"), ("0.9.2342.19200300.100.1.25", "DC"), ("0.9.2342.19200300.100.1.1", "UID"),
    ];

    private readonly IReadOnlyDictionary<string, string> attributes;

    private DistinguishedName(IReadOnlyDictionary<string, string> attributes) => this.attributes = attributes;

    /// <summary>Reads a name, with or without <c>x509.subject:</c> in front.</summary>
    /// <param name="text">The name; country, state (<c>ST</c> or <c>S</c>) and organisation must be in it.</param>
    /// <param name="name">The name, if it is one.</param>
    /// <param name="error">What is wrong with the text otherwise.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out DistinguishedName? name, [NotNullWhen(false)] out string? error)
    {
        name = null;
        Dictionary<string, string> attributes = new(StringComparer.Ordinal);
        string rest = text?.StartsWith(Prefix, StringComparison.Ordinal) == true ? text[Prefix.Length..] : text ?? "";
        error = rest.Length > MaxLength ? $"a name has at most {MaxLength} characters" : ReadAttributes(rest, attributes);
        error ??= Array.Find(Mandatory, type => !attributes.ContainsKey(type)) is { } missing
            ? $"it must name C, ST and O, and {missing} is missing" : null;
        if (error is not null)
        {
            return false;
        }

        name = new DistinguishedName(attributes);
        return true;
    }

    /// <summary>Reads a name, with or without <c>x509.subject:</c> in front.</summary>
    /// <exception cref="FormatException">The text is no such name.</exception>
    public static DistinguishedName Parse(string text) =>
        TryParse(text, out DistinguishedName? name, out string? error) ? name : throw new FormatException($"'{text}' is no subject: {error}");

    /// <summary>The attributes in the order of their names.</summary>
    public override string ToString() =>
        string.Join(", ", attributes.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{entry.Key}={entry.Value}"));

    /// <summary>Whether every certificate that fits the other name fits this one too.</summary>
    internal bool Covers(DistinguishedName other) => attributes.All(entry => other.attributes.GetValueOrDefault(entry.Key) == entry.Value);

    /// <summary>
    /// The subject of a certificate. One with an attribute twice, or with several in one place, does not say which of them it
    /// means and is refused; attributes that no policy can name are left out.
    /// </summary>
    internal static DistinguishedName Of(Certificate certificate)
    {
        Dictionary<string, string> attributes = new(StringComparer.Ordinal);
        foreach ((string type, string? value, bool alone) in ReadSubject(certificate))
        {
            RefusedException.Unless(
                alone && (value is null || attributes.TryAdd(type, value)), ReasonCodes.IdentityAmbiguous, $"the certificate's subject names {type} twice, or among others");
        }

        return new DistinguishedName(attributes);
    }

    /// <summary>The whole subject for people, in the certificate's own order.</summary>
    internal static string TextOf(Certificate certificate) =>
        string.Join(", ", ReadSubject(certificate).Select(attribute => $"{attribute.Type}={attribute.Value ?? "…"}"));

    private static List<(string Type, string? Value, bool Alone)> ReadSubject(Certificate certificate)
    {
        try
        {
            List<(string, string?, bool)> attributes = [];
            AsnReader names = new AsnReader(certificate.Subject, AsnEncodingRules.DER).ReadSequence();
            while (names.HasData)
            {
                AsnReader set = names.ReadSetOf();
                for (bool alone = true; set.HasData; alone = false)
                {
                    AsnReader attribute = set.ReadSequence();
                    string oid = attribute.ReadObjectIdentifier();
                    string? type = Array.Find(Types, known => known.Oid == oid).Name;
                    string? value = type is null ? null : attribute.ReadCharacterString((UniversalTagNumber)attribute.PeekTag().TagValue);
                    attributes.Add((type ?? oid, value, alone && !set.HasData));
                }
            }

            return attributes;
        }
        catch (Exception malformed) when (malformed is AsnContentException or ArgumentException)
        {
            // ArgumentException is how the reader reports a value that is no text at all.
            throw new RefusedException(ReasonCodes.CertificateMalformed, $"the certificate's subject is not valid DER: {malformed.Message}");
        }
    }

    /// <summary>Reads <c>TYPE=value, TYPE=value</c>; a backslash takes the special meaning from the character after it.</summary>
    private static string? ReadAttributes(string text, Dictionary<string, string> attributes)
    {
        foreach (string part in Split(text))
        {
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0)
            {
                return $"'{part.Trim()}' is not of the form TYPE=value";
            }

            string type = part[..equals].Trim() is var written && written == "S" ? "ST" : part[..equals].Trim();
            if (!Array.Exists(Types, known => known.Name == type))
            {
                return $"'{type}' is no attribute of a subject; there are {string.Join(", ", Types.Select(known => known.Name))}";
            }

            (string? value, string? error) = Unescape(part[(equals + 1)..]);
            if (value is null)
            {
                return $"{type}: {error}";
            }

            if (!attributes.TryAdd(type, value))
            {
                return $"{type} is named twice";
            }
        }

        return null;
    }

    private static IEnumerable<string> Split(string text)
    {
        int start = 0;
        for (int index = 0; index < text.Length; index++)
        {
            if (text[index] == '\\')
            {
                index++;
            }
            else if (text[index] is ',' or ';')
            {
                yield return text[start..index];
                start = index + 1;
            }
        }

        yield return text[start..];
    }

    private static (string? Value, string? Error) Unescape(string raw)
    {
        string trimmed = raw.TrimStart(' ');
        if (trimmed.StartsWith('#'))
        {
            return (null, "a value in hexadecimal cannot be compared");
        }

        List<byte> bytes = [];
        int kept = 0;
        for (int index = 0; index < trimmed.Length; index++)
        {
            char character = trimmed[index];
            if (character is '"' or '+' or '<' or '>')
            {
                return (null, $"the character {character} must be written with a backslash before it");
            }

            if (character != '\\')
            {
                int length = char.IsSurrogatePair(trimmed, index) ? 2 : 1;
                bytes.AddRange(Encoding.UTF8.GetBytes(trimmed, index, length));
                index += length - 1;
                kept = character == ' ' ? kept : bytes.Count;
                continue;
            }

            if (index + 1 < trimmed.Length && " \"#+,;<=>\\".Contains(trimmed[index + 1], StringComparison.Ordinal))
            {
                bytes.Add((byte)trimmed[++index]);
            }
            else if (index + 2 < trimmed.Length && byte.TryParse(trimmed.AsSpan(index + 1, 2), System.Globalization.NumberStyles.AllowHexSpecifier, null, out byte pair))
            {
                bytes.Add(pair);
                index += 2;
            }
            else
            {
                return (null, "a backslash must be followed by a special character or two hexadecimal digits");
            }

            kept = bytes.Count;
        }

        // Spaces at the end are not part of the value unless they were escaped.
        string value = Encoding.UTF8.GetString([.. bytes.Take(kept)]);
        return value.Length > 0 ? (value, null) : (null, "the value is empty");
    }
}
