namespace KubeSec.Signatures;

/// <summary>A transparency log of a trust root: Rekor's, or one for certificates.</summary>
/// <param name="Id">How entries and timestamps name it.</param>
/// <param name="Name">The host of its address, which is also its name on checkpoints of Rekor v2.</param>
/// <param name="Key">What it signs with.</param>
/// <param name="Scheme">How it signs.</param>
/// <param name="Validity">When it was in service.</param>
internal sealed record TransparencyLog(byte[] Id, string Name, PublicKey Key, SignatureScheme Scheme, ValidityPeriod Validity)
{
    public bool HasId(ReadOnlySpan<byte> id) => id.SequenceEqual(Id);
}
