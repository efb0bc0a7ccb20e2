using System.Globalization;

namespace KubeSec.Signatures;

/// <summary>
/// Reads <c>trusted_root.json</c>. An entry that does not say since when it is valid is refused together with the file:
/// read as "since ever", it would vouch for signatures from before it existed.
/// </summary>
internal static class TrustRootReader
{
    private const int MaxSize = 4 * 1024 * 1024;
    private const int MaxEntries = 64;
    private const int MaxChain = 8;

    public static TrustRoot Read(ReadOnlyMemory<byte> utf8) =>
        StrictJson.Parse(utf8, MaxSize, "trust root", ReasonCodes.TrustRootMalformed, ReadRoot);

    private static TrustRoot ReadRoot(StrictJson root)
    {
        root.Only("mediaType", "tlogs", "certificateAuthorities", "ctlogs", "timestampAuthorities");
        var mediaType = root.OptionalString("mediaType");
        if (mediaType is not (
            "application/vnd.dev.sigstore.trustedroot+json;version=0.1"
            or "application/vnd.dev.sigstore.trustedroot+json;version=0.2"
            or "application/vnd.dev.sigstore.trustedroot.v0.2+json"))
        {
            throw root.Wrong("mediaType", $"is '{mediaType}' and a trust root of v0.1 or v0.2 is expected");
        }

        return new TrustRoot(
            root.Objects("tlogs", MaxEntries).ConvertAll(ReadLog),
            root.Objects("certificateAuthorities", MaxEntries).ConvertAll(ReadAuthority),
            root.Objects("ctlogs", MaxEntries).ConvertAll(ReadLog),
            root.Objects("timestampAuthorities", MaxEntries).ConvertAll(ReadAuthority));
    }

    private static TransparencyLog ReadLog(StrictJson log)
    {
        log.Only("baseUrl", "hashAlgorithm", "publicKey", "logId", "checkpointKeyId", "operator");
        if (log.String("hashAlgorithm") != "SHA2_256")
        {
            throw log.Wrong("hashAlgorithm", "must be SHA2_256, the hash of every log's tree");
        }

        var publicKey = log.Object("publicKey").Only("rawBytes", "keyDetails", "validFor");
        var (key, scheme) = KeyDetails.Read(publicKey.String("keyDetails"), publicKey.Bytes("rawBytes"));
        var url = log.String("baseUrl");
        return new TransparencyLog(
            log.Object("logId").Only("keyId").Bytes("keyId"),
            HostOf(url) ?? throw log.Wrong("baseUrl", "is not an address"),
            key,
            scheme,
            ReadValidity(publicKey));
    }

    /// <summary>The host, which names the log on its checkpoints; System.Uri would cost a fresh process half a millisecond.</summary>
    private static string? HostOf(string url)
    {
        var start = url.IndexOf("://", StringComparison.Ordinal) + 3;
        if (start < 3)
        {
            return null;
        }

        var end = url.AsSpan(start).IndexOfAny('/', ':');
        var host = end < 0 ? url[start..] : url.Substring(start, end);
        return host.Length > 0 ? host : null;
    }

    private static CertificateAuthority ReadAuthority(StrictJson authority)
    {
        authority.Only("subject", "uri", "certChain", "validFor", "operator");
        var chain = authority.Object("certChain").Only("certificates").Objects("certificates", MaxChain)
            .ConvertAll(item => Certificate.Read(item.Only("rawBytes").Bytes("rawBytes")));
        return chain.Count > 0
            ? new CertificateAuthority(chain, ReadValidity(authority))
            : throw authority.Wrong("certChain", "is empty");
    }

    private static ValidityPeriod ReadValidity(StrictJson holder)
    {
        if (holder.OptionalObject("validFor") is not { } period || !period.Only("start", "end").Has("start"))
        {
            throw new RefusedException(ReasonCodes.TrustRootValidityMissing, holder.Missing("validFor.start").Message);
        }

        var validity = new ValidityPeriod(ReadTime(period, "start")!.Value, ReadTime(period, "end"));
        return validity.End is null || validity.Start <= validity.End
            ? validity
            : throw holder.Wrong("validFor", "ends before it starts");
    }

    /// <summary>RFC 3339 in UTC, with up to nine fraction digits, as protobuf JSON writes times.</summary>
    private static DateTimeOffset? ReadTime(StrictJson period, string name)
    {
        if (period.OptionalString(name) is not { } text)
        {
            return null;
        }

        return DateTimeOffset.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw period.Wrong(name, "is not a time such as 2026-01-31T00:00:00Z");
    }
}
