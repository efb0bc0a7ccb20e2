namespace KubeSec.Signatures;

/// <summary>A Notary Project signature taken out of its envelope; nothing in it is verified.</summary>
/// <param name="Headers">The signed headers, already held to the rules about them.</param>
/// <param name="Payload">What was signed: JSON that names the artifact.</param>
/// <param name="SignedBytes">The bytes the signature is over: headers and payload together.</param>
/// <param name="Signature">The signature; what a time stamp is over.</param>
/// <param name="Certificates">From the signing certificate to the root.</param>
/// <param name="Timestamp">An RFC 3161 TimeStampToken, or null.</param>
internal sealed record NotationEnvelope(
    NotationHeaders Headers, ReadOnlyMemory<byte> Payload, byte[] SignedBytes, byte[] Signature, IReadOnlyList<Certificate> Certificates, byte[]? Timestamp)
{
    /// <summary>Envelopes of real signers take 2 to 12 KiB.</summary>
    public const int MaxSize = 1024 * 1024;

    public const int MaxCertificates = 8;

    /// <summary>Reads an envelope by the media type of its layer.</summary>
    /// <exception cref="RefusedException">It is not one, or breaks a rule about its form.</exception>
    public static NotationEnvelope Read(string mediaType, ReadOnlyMemory<byte> content)
    {
        RefusedException.Unless(content.Length <= MaxSize, ReasonCodes.LimitExceeded, $"the envelope is larger than {MaxSize} bytes");
        NotationEnvelope envelope = mediaType switch
        {
            SignatureMediaTypes.NotationJws => JwsEnvelope.Read(content),
            SignatureMediaTypes.NotationCose => CoseEnvelope.Read(content),
            _ => throw new RefusedException(NotationReasonCodes.ManifestInvalid, $"an envelope of type '{mediaType}' is neither JWS nor COSE"),
        };
        envelope.Headers.Require();
        RefusedException.Unless(envelope.Signature.Length > 0, NotationReasonCodes.EnvelopeMalformed, "the envelope holds no signature");
        RefusedException.Unless(envelope.Payload.Length > 0, NotationReasonCodes.EnvelopeMalformed, "the envelope holds no payload");
        RefusedException.Unless(envelope.Certificates.Count > 0, NotationReasonCodes.EnvelopeMalformed, "the envelope holds no certificate");
        return envelope;
    }
}
