using System.Security.Cryptography;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Operators;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Ocsp;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;

namespace KubeSec.Core.Tests.Signatures;

/// <summary>What its issuing authority says about revocation.</summary>
internal sealed partial class MintedNotary
{
    /// <summary>A revocation list of the issuing authority.</summary>
    /// <param name="revoked">The one certificate on it and since when; null for an empty list.</param>
    /// <param name="nextUpdate">Until when the list is current.</param>
    /// <param name="invalidSince">Since when the key may have been another's, where the list says so.</param>
    public byte[] RevocationList((byte[] Certificate, DateTimeOffset Since)? revoked, DateTimeOffset nextUpdate, DateTimeOffset? invalidSince = null)
    {
        X509V2CrlGenerator generator = new();
        generator.SetIssuerDN(new Org.BouncyCastle.X509.X509Certificate(Intermediate).SubjectDN);
        generator.SetThisUpdate(At.AddDays(-7).UtcDateTime);
        generator.SetNextUpdate(nextUpdate.UtcDateTime);
        generator.AddExtension(X509Extensions.CrlNumber, false, new CrlNumber(BigInteger.One));
        if (revoked is { } entry)
        {
            BigInteger serial = new Org.BouncyCastle.X509.X509Certificate(entry.Certificate).SerialNumber;
            if (invalidSince is { } since)
            {
                generator.AddCrlEntry(serial, entry.Since.UtcDateTime, CrlReason.KeyCompromise, since.UtcDateTime);
            }
            else
            {
                generator.AddCrlEntry(serial, entry.Since.UtcDateTime, CrlReason.KeyCompromise);
            }
        }

        return generator.Generate(new Asn1SignatureFactory("SHA256withECDSA", PrivateKeyFactory.CreateKey(intermediateKey.ExportPkcs8PrivateKey()))).GetEncoded();
    }

    /// <summary>An OCSP response about a certificate.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="revoked">Since when it is revoked; null for good.</param>
    /// <param name="byIssuer">Whether the issuer signs it, or a stranger.</param>
    public byte[] OcspResponse(byte[] certificate, DateTimeOffset? revoked, bool byIssuer)
    {
        Org.BouncyCastle.X509.X509Certificate issuer = new(Intermediate);
        using ECDsa stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        AsymmetricKeyParameter signer = PrivateKeyFactory.CreateKey((byIssuer ? intermediateKey : stranger).ExportPkcs8PrivateKey());
        BasicOcspRespGenerator generator = new(new RespID(issuer.SubjectDN));
        CertificateID id = new(Asn1DigestFactory.Get(Org.BouncyCastle.Asn1.Oiw.OiwObjectIdentifiers.IdSha1), issuer, new Org.BouncyCastle.X509.X509Certificate(certificate).SerialNumber);
        CertificateStatus status = revoked is { } since ? new RevokedStatus(since.UtcDateTime, CrlReason.KeyCompromise) : CertificateStatus.Good;
        generator.AddResponse(id, status, At.AddDays(-1).UtcDateTime, At.AddDays(7).UtcDateTime, null);
        BasicOcspResp basic = generator.Generate(new Asn1SignatureFactory("SHA256withECDSA", signer), null, At.UtcDateTime);
        return new OCSPRespGenerator().Generate(OcspRespStatus.Successful, basic).GetEncoded();
    }
}
