using System.Globalization;
using System.Text;

namespace KubeSec.Signatures;

/// <summary>A DSSE envelope with its one signature (secure-systems-lab/dsse, envelope.md and protocol.md).</summary>
/// <param name="PayloadType">The media type of the payload.</param>
/// <param name="Payload">The payload's bytes.</param>
/// <param name="Signature">The one signature: of several, a reader would have to choose, and two readers choose differently.</param>
internal sealed record DsseEnvelope(string PayloadType, byte[] Payload, byte[] Signature)
{
    /// <summary>The signer's own name for its key; proves nothing.</summary>
    public string KeyId { get; init; } = "";

    public const string InTotoPayloadType = "application/vnd.in-toto+json";

    private const int MaxSize = 128 * 1024 * 1024;
    private const int MaxSignatures = 16;

    public static DsseEnvelope Parse(ReadOnlyMemory<byte> utf8) =>
        StrictJson.Parse(utf8, MaxSize, "DSSE envelope", ReasonCodes.DsseEnvelopeMalformed, Read);

    public static DsseEnvelope Read(StrictJson envelope)
    {
        envelope.Only("payload", "payloadType", "signatures");
        var signatures = envelope.Objects("signatures", MaxSignatures);
        RefusedException.Unless(
            signatures.Count == 1, ReasonCodes.DsseSignatureCount, $"a DSSE envelope must carry exactly one signature and this one has {signatures.Count}");
        var signature = signatures[0].Only("sig", "keyid");
        var payloadType = envelope.String("payloadType");
        RefusedException.Unless(payloadType.Length > 0, ReasonCodes.DssePayloadTypeUnsupported, "the DSSE envelope has an empty payload type");
        return new DsseEnvelope(payloadType, envelope.Bytes("payload"), signature.Bytes("sig")) { KeyId = signature.OptionalString("keyid") ?? "" };
    }

    /// <summary>The bytes that are signed: the pre-authentication encoding of type and payload.</summary>
    public byte[] SignedBytes()
    {
        var type = Encoding.UTF8.GetBytes(PayloadType);
        var head = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"DSSEv1 {type.Length} {PayloadType} {Payload.Length} "));
        return [.. head, .. Payload];
    }
}
