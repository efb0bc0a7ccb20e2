namespace KubeSec.Signatures;

/// <summary>An entry of a transparency log with the evidence that it is there; nothing in it is verified.</summary>
/// <param name="LogId">Which log.</param>
/// <param name="LogIndex">The entry's number over all of the log's shards.</param>
/// <param name="Kind">What the body is said to be; null where only the body itself says it.</param>
/// <param name="IntegratedTime">When the log took it in, in seconds since 1970; 0 where the log does not say.</param>
/// <param name="SignedEntryTimestamp">The log's promise to include it, or null.</param>
/// <param name="Proof">The proof that it is included, or null.</param>
/// <param name="Body">The entry itself, as it was hashed into the tree.</param>
internal sealed record LogEntry(
    byte[] LogId,
    long LogIndex,
    LogEntryKind? Kind,
    long IntegratedTime,
    byte[]? SignedEntryTimestamp,
    InclusionProof? Proof,
    byte[] Body)
{
    /// <summary>The last second that a DateTimeOffset can hold.</summary>
    public const long MaxTime = 253402300799;
}

/// <summary>What a log entry's body is, such as <c>hashedrekord</c> <c>0.0.1</c>.</summary>
internal sealed record LogEntryKind(string Name, string Version)
{
    public override string ToString() => $"{Name} {Version}";
}

/// <summary>The evidence that an entry is in a tree that the log has signed for.</summary>
/// <param name="LogIndex">The entry's place in the tree.</param>
/// <param name="TreeSize">How many entries the tree has.</param>
/// <param name="RootHash">The tree's root.</param>
/// <param name="Hashes">The siblings from leaf to root.</param>
/// <param name="Checkpoint">The signed note that states size and root, or null.</param>
internal sealed record InclusionProof(long LogIndex, long TreeSize, byte[] RootHash, IReadOnlyList<byte[]> Hashes, string? Checkpoint);
