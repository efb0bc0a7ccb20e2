using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace KubeSec.Core.Tests.Signatures;

/// <summary>A certificate authority of our own that issues what Fulcio would, with a promise of a certificate log of our own.</summary>
internal sealed class MintedAuthority
{
    public const string Identity = "https://github.com/acme/shop/.github/workflows/release.yml@refs/heads/main";
    public const string Issuer = "https://token.actions.githubusercontent.com";

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _root;

    public MintedAuthority()
    {
        CertificateRequest request = new("CN=minted root", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        _root = request.CreateSelfSigned(MintedInstance.Now.AddYears(-1), MintedInstance.Now.AddYears(1));
    }

    public ECDsa LogKey { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public byte[] RootDer => _root.RawData;

    /// <summary>A certificate for ten minutes around <see cref="MintedInstance.Now"/>.</summary>
    /// <param name="key">The signer's key, or null to make one.</param>
    /// <param name="embedTimestamp">Whether the log's promise goes into the certificate.</param>
    /// <param name="claims">Further Fulcio claims by the last number of their identifier.</param>
    public (byte[] Certificate, ECDsa Key) Issue(ECDsa? key = null, bool embedTimestamp = true, params (int Claim, string Value)[] claims)
    {
        key ??= ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return (Issue(() => Request(new PublicKey(key), claims), embedTimestamp), key);
    }

    /// <summary>A certificate for a key of any kind.</summary>
    public byte[] IssueFor(byte[] subjectPublicKeyInfo) => Issue(() => Request(PublicKey.CreateFromSubjectPublicKeyInfo(subjectPublicKeyInfo, out _), []), true);

    /// <summary>A certificate as Fulcio would never issue one.</summary>
    /// <param name="change">What is done to the request.</param>
    public (byte[] Certificate, ECDsa Key) IssueOdd(Action<CertificateRequest> change)
    {
        ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return (Issue(() => Changed(Request(new PublicKey(key), []), change), true), key);
    }

    private static CertificateRequest Changed(CertificateRequest request, Action<CertificateRequest> change)
    {
        change(request);
        return request;
    }

    private byte[] Issue(Func<CertificateRequest> make, bool embedTimestamp)
    {
        byte[] serial = RandomNumberGenerator.GetBytes(12);
        serial[0] = (byte)((serial[0] & 0x3F) | 1);
        byte[] before = Sign(make(), serial);
        if (!embedTimestamp)
        {
            return before;
        }

        CertificateRequest request = make();
        byte[] timestamp = Timestamp([1, .. SHA256.HashData(_key.ExportSubjectPublicKeyInfo()), .. Length24(ToBeSigned(before))], ToBeSigned(before));
        byte[] list = [.. Length16(timestamp.Length + 2), .. Length16(timestamp.Length), .. timestamp];
        AsnWriter writer = new(AsnEncodingRules.DER);
        writer.WriteOctetString(list);
        request.CertificateExtensions.Add(new X509Extension("1.3.6.1.4.1.11129.2.4.2", writer.Encode(), false));
        return Sign(request, serial);
    }

    /// <summary>The log's promise for a finished certificate, as it comes beside one.</summary>
    public byte[] DetachedTimestamp(byte[] certificate) => Timestamp([0, .. Length24(certificate)], certificate);

    private byte[] Timestamp(byte[] entryHead, byte[] certificate)
    {
        byte[] time = new byte[8];
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(time, MintedInstance.Now.ToUnixTimeMilliseconds());
        byte[] extensions = [7, 7];
        byte[] signed = [0, 0, .. time, 0, .. entryHead, .. certificate, .. Length16(extensions.Length), .. extensions];
        byte[] signature = LogKey.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return
        [
            0, .. SHA256.HashData(LogKey.ExportSubjectPublicKeyInfo()), .. time, .. Length16(extensions.Length), .. extensions,
            4, 3, .. Length16(signature.Length), .. signature,
        ];
    }

    private static CertificateRequest Request(PublicKey key, (int Claim, string Value)[] claims)
    {
        CertificateRequest request = new(new X500DistinguishedName(""), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.3")], false));
        SubjectAlternativeNameBuilder names = new();
        names.AddUri(new Uri(Identity));
        request.CertificateExtensions.Add(names.Build(true));
        foreach ((int claim, string value) in claims.Prepend((8, Issuer)))
        {
            AsnWriter writer = new(AsnEncodingRules.DER);
            writer.WriteCharacterString(UniversalTagNumber.UTF8String, value);
            byte[] encoded = claim <= 6 ? Encoding.UTF8.GetBytes(value) : writer.Encode();
            request.CertificateExtensions.Add(new X509Extension($"1.3.6.1.4.1.57264.1.{claim}", encoded, false));
        }

        return request;
    }

    private byte[] Sign(CertificateRequest request, byte[] serial) =>
        request.Create(_root.SubjectName, X509SignatureGenerator.CreateForECDsa(_key), MintedInstance.Now.AddMinutes(-5), MintedInstance.Now.AddMinutes(5), serial).RawData;

    private static byte[] ToBeSigned(byte[] certificate) =>
        new AsnReader(certificate, AsnEncodingRules.DER).ReadSequence().ReadEncodedValue().ToArray();

    private static byte[] Length16(int length) => [(byte)(length >> 8), (byte)length];

    private static byte[] Length24(byte[] content) => [(byte)(content.Length >> 16), (byte)(content.Length >> 8), (byte)content.Length];
}
