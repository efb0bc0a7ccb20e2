using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cmp;
using Org.BouncyCastle.Asn1.Cms;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Tsp;
using Org.BouncyCastle.Utilities.Collections;

namespace KubeSec.Core.Tests.Signatures;

/// <summary>A time stamp authority of our own.</summary>
internal sealed class MintedTimestamps
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public MintedTimestamps()
    {
        using ECDsa rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest root = new("CN=minted time root", rootKey, HashAlgorithmName.SHA256);
        root.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        root.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        using X509Certificate2 rootCertificate = root.CreateSelfSigned(MintedInstance.Now.AddYears(-1), MintedInstance.Now.AddYears(1));
        RootDer = rootCertificate.RawData;
        CertificateRequest leaf = new("CN=minted time", _key, HashAlgorithmName.SHA256);
        leaf.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        leaf.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.8")], true));
        LeafDer = leaf.Create(
            rootCertificate.SubjectName, X509SignatureGenerator.CreateForECDsa(rootKey), MintedInstance.Now.AddYears(-1), MintedInstance.Now.AddYears(1), [5]).RawData;
    }

    public byte[] RootDer { get; }

    public byte[] LeafDer { get; }

    /// <summary>A TimeStampResp over some bytes.</summary>
    /// <param name="stamped">What is stamped.</param>
    /// <param name="time">The stated time.</param>
    /// <param name="resolution">How many fraction digits the time may take.</param>
    public byte[] Stamp(byte[] stamped, DateTimeOffset time, Resolution resolution = Resolution.R_SECONDS) => new DerSequence(
        new PkiStatusInfo((int)PkiStatus.Granted),
        ContentInfo.GetInstance(Asn1Object.FromByteArray(Generate(stamped, time, resolution, null, [])))).GetDerEncoded();

    /// <summary>A bare TimeStampToken over some bytes.</summary>
    /// <param name="stamped">What is stamped.</param>
    /// <param name="time">The stated time.</param>
    /// <param name="resolution">How many fraction digits the time may take.</param>
    /// <param name="accuracySeconds">The stated accuracy; null for none.</param>
    /// <param name="withRoot">Whether the root's certificate comes along.</param>
    public byte[] Token(
        byte[] stamped, DateTimeOffset time, Resolution resolution = Resolution.R_SECONDS, int? accuracySeconds = null, bool withRoot = false) =>
        Generate(stamped, time, resolution, accuracySeconds, withRoot ? [LeafDer, RootDer] : [LeafDer]);

    private byte[] Generate(byte[] stamped, DateTimeOffset time, Resolution resolution, int? accuracySeconds, byte[][] certificates)
    {
        TimeStampRequestGenerator requests = new();
        requests.SetCertReq(certificates.Length > 0);
        TimeStampRequest request = requests.Generate(TspAlgorithms.Sha256, SHA256.HashData(stamped));
        var signer = new Org.BouncyCastle.X509.X509Certificate(LeafDer);
        TimeStampTokenGenerator generator = new(
            PrivateKeyFactory.CreateKey(_key.ExportPkcs8PrivateKey()), signer, TspAlgorithms.Sha256, "1.3.6.1.4.1.57264.2")
        {
            Resolution = resolution,
        };
        generator.SetAccuracySeconds(accuracySeconds ?? -1);
        generator.SetCertificates(CollectionUtilities.CreateStore(certificates.Select(der => new Org.BouncyCastle.X509.X509Certificate(der))));
        return generator.Generate(request, BigInteger.One, time.UtcDateTime).GetEncoded("DER");
    }
}
