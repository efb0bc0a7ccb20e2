namespace KubeSec.Signatures;

/// <summary>The object identifiers this room reads, by the names their standards give them.</summary>
internal static class Oids
{
    // Keys: RFC 5480, RFC 8017, RFC 8410, FIPS 204.
    public const string EcPublicKey = "1.2.840.10045.2.1";
    public const string CurveP256 = "1.2.840.10045.3.1.7";
    public const string CurveP384 = "1.3.132.0.34";
    public const string CurveP521 = "1.3.132.0.35";
    public const string RsaEncryption = "1.2.840.113549.1.1.1";
    public const string RsaPss = "1.2.840.113549.1.1.10";
    public const string Ed25519 = "1.3.101.112";
    public const string MlDsa44 = "2.16.840.1.101.3.4.3.17";
    public const string MlDsa65 = "2.16.840.1.101.3.4.3.18";
    public const string MlDsa87 = "2.16.840.1.101.3.4.3.19";

    /// <summary>id-alg-hss-lms-hashsig: key and signature alike (RFC 9708, RFC 9802).</summary>
    public const string HssLms = "1.2.840.113549.1.9.16.3.17";

    // Signatures: RFC 5758, RFC 8017.
    public const string EcdsaWithSha256 = "1.2.840.10045.4.3.2";
    public const string EcdsaWithSha384 = "1.2.840.10045.4.3.3";
    public const string EcdsaWithSha512 = "1.2.840.10045.4.3.4";
    public const string Sha256WithRsa = "1.2.840.113549.1.1.11";
    public const string Sha384WithRsa = "1.2.840.113549.1.1.12";
    public const string Sha512WithRsa = "1.2.840.113549.1.1.13";
    public const string Mgf1 = "1.2.840.113549.1.1.8";

    // Certificate extensions: RFC 5280 section 4.2, RFC 6962 section 3.3.
    public const string SubjectKeyIdentifier = "2.5.29.14";
    public const string KeyUsage = "2.5.29.15";
    public const string SubjectAlternativeName = "2.5.29.17";
    public const string BasicConstraints = "2.5.29.19";
    public const string AuthorityKeyIdentifier = "2.5.29.35";
    public const string ExtendedKeyUsage = "2.5.29.37";
    public const string EmbeddedSctList = "1.3.6.1.4.1.11129.2.4.2";
    public const string CommonName = "2.5.4.3";

    // Revocation: RFC 5280 sections 4.2.1.13, 4.2.2.1, 5.2 and 5.3, RFC 6960 section 4.2.2.2.1.
    public const string CrlNumber = "2.5.29.20";
    public const string CrlReason = "2.5.29.21";
    public const string InvalidityDate = "2.5.29.24";
    public const string DeltaCrlIndicator = "2.5.29.27";
    public const string IssuingDistributionPoint = "2.5.29.28";
    public const string CrlDistributionPoints = "2.5.29.31";
    public const string FreshestCrl = "2.5.29.46";
    public const string AuthorityInformationAccess = "1.3.6.1.5.5.7.1.1";
    public const string OcspNoCheck = "1.3.6.1.5.5.7.48.1.5";

    // Extended key usages: RFC 5280 section 4.2.1.12, RFC 6960 section 4.2.2.2.
    public const string AnyUsage = "2.5.29.37.0";
    public const string ServerAuthUsage = "1.3.6.1.5.5.7.3.1";
    public const string ClientAuthUsage = "1.3.6.1.5.5.7.3.2";
    public const string CodeSigningUsage = "1.3.6.1.5.5.7.3.3";
    public const string EmailProtectionUsage = "1.3.6.1.5.5.7.3.4";
    public const string TimeStampingUsage = "1.3.6.1.5.5.7.3.8";
    public const string OcspSigningUsage = "1.3.6.1.5.5.7.3.9";

    // CMS and time stamps: RFC 5652, RFC 3161, RFC 5816.
    public const string SignedData = "1.2.840.113549.1.7.2";
    public const string TimeStampInfo = "1.2.840.113549.1.9.16.1.4";
    public const string ContentTypeAttribute = "1.2.840.113549.1.9.3";
    public const string MessageDigestAttribute = "1.2.840.113549.1.9.4";
    public const string SigningCertificateAttribute = "1.2.840.113549.1.9.16.2.12";
    public const string SigningCertificateV2Attribute = "1.2.840.113549.1.9.16.2.47";
}
