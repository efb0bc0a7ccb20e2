namespace KubeSec.Signatures;

/// <summary>A digest as someone states it.</summary>
internal sealed record StatedDigest(HashKind Hash, byte[] Value)
{
    public bool Matches(byte[]? digest) => digest is not null && digest.AsSpan().SequenceEqual(Value);
}
