using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KubeSec.Signatures;

namespace KubeSec.Core.Tests.Signatures;

/// <summary>What a signing certificate must be, whoever signed it: every rule broken once by an authority that is trusted.</summary>
public sealed class CertificateRulesTests
{
    private static readonly Dictionary<string, (Action<CertificateRequest> Change, string Reason)> Odd = new(StringComparer.Ordinal)
    {
        ["no extended key usage"] = (request => Remove(request, "2.5.29.37"), ReasonCodes.CertificateUsageWrong),
        ["another extended key usage"] = (request => Replace(request, new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false)), ReasonCodes.CertificateUsageWrong),
        ["any extended key usage"] = (request => Replace(request, new X509EnhancedKeyUsageExtension([new Oid("2.5.29.37.0")], false)), ReasonCodes.CertificateUsageWrong),
        ["no key usage"] = (request => Remove(request, "2.5.29.15"), ReasonCodes.CertificateUsageWrong),
        ["another key usage"] = (request => Replace(request, new X509KeyUsageExtension(X509KeyUsageFlags.KeyAgreement, true)), ReasonCodes.CertificateUsageWrong),
        ["a certificate authority"] = (request => request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true)), ReasonCodes.CertificateUsageWrong),
        ["an unknown critical extension"] = (request => request.CertificateExtensions.Add(new X509Extension("1.2.3.4", [5, 0], true)), ReasonCodes.CertificateExtensionUnknown),
        ["name constraints"] = (request => request.CertificateExtensions.Add(new X509Extension("2.5.29.30", [0x30, 0], true)), ReasonCodes.CertificateExtensionUnknown),
        ["no subject alternative name"] = (request => Remove(request, "2.5.29.17"), ReasonCodes.IdentityMismatch),
        ["two subject alternative names"] = (request => Replace(request, Names("https://github.com/evil", MintedAuthority.Identity)), ReasonCodes.IdentityAmbiguous),
        ["the identity as a DNS name"] = (request => Replace(request, DnsName("github.com")), ReasonCodes.IdentityMismatch),
        ["no issuer"] = (request => Remove(request, "1.3.6.1.4.1.57264.1.8"), ReasonCodes.IssuerMismatch),
        ["two issuers"] = (request => request.CertificateExtensions.Add(new X509Extension("1.3.6.1.4.1.57264.1.1", "https://evil.example"u8.ToArray(), false)), ReasonCodes.IdentityAmbiguous),
        ["an issuer that is not a UTF8String"] = (request => Replace(request, new X509Extension("1.3.6.1.4.1.57264.1.8", [4, 1, 65], false)), ReasonCodes.CertificateMalformed),
        ["an issuer with bytes behind it"] = (request => Replace(request, new X509Extension("1.3.6.1.4.1.57264.1.8", [.. Utf8(MintedAuthority.Issuer), 5, 0], false)), ReasonCodes.CertificateMalformed),
        ["an issuer with a zero byte behind it"] = (request => Replace(request, new X509Extension("1.3.6.1.4.1.57264.1.8", Utf8(MintedAuthority.Issuer + "\0"), false)), ReasonCodes.IssuerMismatch),
    };

    private readonly MintedInstance _sigstore = new();

    public static TheoryData<string> Oddities() => [.. Odd.Keys];

    [Theory]
    [MemberData(nameof(Oddities))]
    public void Certificate_with_a_broken_rule_is_refused_for_it(string oddity)
    {
        (Action<CertificateRequest> change, string reason) = Odd[oddity];

        Assert.Equal(reason, _sigstore.Verify(_sigstore.Bundle(_sigstore.Authority.IssueOdd(change))).Refusal?.Reason);
    }

    [Fact]
    public void Claims_may_be_of_any_number_and_the_certificate_still_holds() =>
        Assert.Null(_sigstore.Verify(_sigstore.Bundle(_sigstore.Authority.Issue(null, true, (2, "push"), (9, "https://github.com/acme/shop"), (20, "push")))).Refusal);

    private static void Remove(CertificateRequest request, string oid)
    {
        X509Extension[] kept = [.. request.CertificateExtensions.Where(extension => extension.Oid!.Value != oid)];
        request.CertificateExtensions.Clear();
        Array.ForEach(kept, request.CertificateExtensions.Add);
    }

    private static void Replace(CertificateRequest request, X509Extension extension)
    {
        Remove(request, extension.Oid!.Value!);
        request.CertificateExtensions.Add(extension);
    }

    private static X509Extension Names(params string[] uris)
    {
        SubjectAlternativeNameBuilder names = new();
        Array.ForEach(uris, uri => names.AddUri(new Uri(uri)));
        return names.Build(true);
    }

    private static X509Extension DnsName(string name)
    {
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName(name);
        return names.Build(true);
    }

    private static byte[] Utf8(string text)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        writer.WriteCharacterString(UniversalTagNumber.UTF8String, text);
        return writer.Encode();
    }
}
