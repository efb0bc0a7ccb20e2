using System.Diagnostics.CodeAnalysis;

namespace KubeSec.Signatures;

/// <summary>
/// A certificate that is trusted for its own sake: the certificate, or only its fingerprint. A Notary Project envelope carries
/// its whole chain, so a fingerprint is enough for those who sign; a time stamp often leaves its root out, which must then be
/// given whole.
/// </summary>
public sealed class NotationRoot : IEquatable<NotationRoot>
{
    private const string Algorithm = "sha256:";
    private readonly byte[] fingerprint;

    private NotationRoot(byte[] fingerprint, Certificate? certificate)
    {
        this.fingerprint = fingerprint;
        Certificate = certificate;
    }

    /// <summary>SHA-256 of the certificate's DER: <c>sha256:</c> and 64 lower-case hexadecimal digits.</summary>
    public string Fingerprint => Algorithm + Convert.ToHexStringLower(fingerprint);

    /// <summary>The certificate, where more than its fingerprint is known.</summary>
    internal Certificate? Certificate { get; }

    /// <summary>Reads a fingerprint.</summary>
    /// <param name="text"><c>sha256:</c> and 64 hexadecimal digits.</param>
    /// <param name="root">The root, if it is one.</param>
    /// <param name="error">What is wrong with the text otherwise.</param>
    public static bool TryParseFingerprint(string? text, [NotNullWhen(true)] out NotationRoot? root, [NotNullWhen(false)] out string? error)
    {
        root = null;
        error = null;
        string digits = text?.StartsWith(Algorithm, StringComparison.Ordinal) == true ? text[Algorithm.Length..] : "";
        if (digits.Length != 64 || !digits.All(char.IsAsciiHexDigit))
        {
            error = "a fingerprint is 'sha256:' and 64 hexadecimal digits";
            return false;
        }

        root = new NotationRoot(Convert.FromHexString(digits), null);
        return true;
    }

    /// <summary>A root known by its fingerprint alone.</summary>
    /// <exception cref="FormatException">The text is no fingerprint.</exception>
    public static NotationRoot FromFingerprint(string text) =>
        TryParseFingerprint(text, out NotationRoot? root, out string? error) ? root : throw new FormatException($"'{text}': {error}");

    /// <summary>Reads certificates in PEM, or one in DER: each a certificate authority's, or signed by itself.</summary>
    /// <exception cref="TrustRootException">It is neither, or a certificate is not fit to be a root.</exception>
    public static IReadOnlyList<NotationRoot> FromFile(ReadOnlyMemory<byte> content)
    {
        try
        {
            IReadOnlyList<Certificate> certificates = Pem.ReadCertificatesOrDer(content);
            foreach (Certificate certificate in certificates)
            {
                RefusedException.Unless(
                    IsAuthority(certificate) || (certificate.IsSelfIssued && certificate.IsSignedBy(certificate.PublicKey)),
                    ReasonCodes.CertificateUsageWrong,
                    "a certificate is neither a certificate authority's nor signed by itself");
            }

            return [.. certificates.Select(Of)];
        }
        catch (RefusedException refused)
        {
            throw new TrustRootException(refused.ToRefusal());
        }
    }

    /// <inheritdoc/>
    public bool Equals(NotationRoot? other) => other is not null && fingerprint.AsSpan().SequenceEqual(other.fingerprint);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as NotationRoot);

    /// <inheritdoc/>
    public override int GetHashCode() => BitConverter.ToInt32(fingerprint);

    /// <summary>The fingerprint.</summary>
    public override string ToString() => Fingerprint;

    internal static NotationRoot Of(Certificate certificate) => new(HashKind.Sha256.Hash(certificate.Raw), certificate);

    internal static string FingerprintOf(Certificate certificate) => Of(certificate).Fingerprint;

    /// <summary>Whether it is this certificate, byte for byte.</summary>
    internal bool Is(Certificate certificate) =>
        Certificate is not null ? Certificate.SameAs(certificate) : HashKind.Sha256.Hash(certificate.Raw).AsSpan().SequenceEqual(fingerprint);

    private static bool IsAuthority(Certificate certificate)
    {
        try
        {
            return CertificateUsage.IsAuthority(certificate, out _);
        }
        catch (System.Formats.Asn1.AsnContentException malformed)
        {
            throw new RefusedException(ReasonCodes.CertificateMalformed, $"a certificate extension is not valid DER: {malformed.Message}");
        }
    }
}
