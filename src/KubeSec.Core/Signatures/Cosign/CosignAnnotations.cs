using System.Text;

namespace KubeSec.Signatures;

/// <summary>
/// What cosign keeps in a layer's annotations beside a signed payload (sigstore/cosign, specs/SIGNATURE_SPEC.md and
/// pkg/oci/static/signature.go, whose names differ from the specification's prose).
/// </summary>
internal static class CosignAnnotations
{
    public const string Signature = "dev.cosignproject.cosign/signature";

    private const string Certificate = "dev.sigstore.cosign/certificate";
    private const string Chain = "dev.sigstore.cosign/chain";
    private const string LogBundle = "dev.sigstore.cosign/bundle";
    private const string Timestamp = "dev.sigstore.cosign/rfc3161timestamp";
    private const int MaxSize = 1024 * 1024;

    public static IReadOnlyList<Certificate> ReadCertificates(IReadOnlyDictionary<string, string> annotations)
    {
        var leaf = Text(annotations, Certificate) is { } pem ? Pem.ReadCertificates(pem) : [];
        RefusedException.Unless(leaf.Count <= 1, ReasonCodes.BundleMaterialAmbiguous, "the layer names several signing certificates");
        var chain = leaf.Count == 1 && Text(annotations, Chain) is { } chainPem ? Pem.ReadCertificates(chainPem) : [];
        return [.. leaf, .. chain];
    }

    /// <summary>The log entry with its inclusion promise; this format never carries a proof.</summary>
    public static IReadOnlyList<LogEntry> ReadLogEntries(IReadOnlyDictionary<string, string> annotations) =>
        Text(annotations, LogBundle) is { } json
            ? [StrictJson.Parse(Encoding.UTF8.GetBytes(json), MaxSize, "log bundle", ReasonCodes.LogEntryMalformed, ReadLogEntry)]
            : [];

    public static IReadOnlyList<TimestampToken> ReadTimestamps(IReadOnlyDictionary<string, string> annotations) =>
        Text(annotations, Timestamp) is { } json
            ? [StrictJson.Parse(Encoding.UTF8.GetBytes(json), MaxSize, "time stamp", ReasonCodes.TimestampMalformed, root =>
                TimestampToken.ReadResponse(root.Only("SignedRFC3161Timestamp").Bytes("SignedRFC3161Timestamp")))]
            : [];

    /// <summary>An annotation's text; an empty one is what cosign writes where it has nothing to say.</summary>
    public static string? Text(IReadOnlyDictionary<string, string> annotations, string name) =>
        annotations.TryGetValue(name, out var text) && text.Length > 0 ? text : null;

    private static LogEntry ReadLogEntry(StrictJson bundle)
    {
        bundle.Only("SignedEntryTimestamp", "Payload");
        var payload = bundle.Object("Payload").Only("body", "integratedTime", "logIndex", "logID");
        var time = payload.OptionalInteger("integratedTime") ?? 0;
        var index = payload.OptionalInteger("logIndex") ?? -1;
        RefusedException.Unless(index >= 0, ReasonCodes.LogIndexInvalid, "the log entry's index is negative or missing");
        RefusedException.Unless(time is > 0 and <= LogEntry.MaxTime, ReasonCodes.LogEntryMalformed, "the log entry's time is out of range");
        var logId = payload.String("logID");
        if (logId.Length != 64 || logId.AsSpan().ContainsAnyExcept(Images.Digest.HexDigits))
        {
            throw payload.Wrong("logID", "is not 64 lower-case hexadecimal digits");
        }

        return new LogEntry(Convert.FromHexString(logId), index, null, time, bundle.Bytes("SignedEntryTimestamp"), null, payload.Bytes("body"));
    }
}
