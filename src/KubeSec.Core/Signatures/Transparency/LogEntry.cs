namespace KubeSec.Signatures;

/// <summary>An entry of a transparency log with the evidence that it is there; nothing in it is verified.</summary>
/// <param name="LogId">Which log.</param>
/// <param name="LogIndex">The entry's number over all of the log's shards.</param>
/// <param name="Kind">What the body is, such as <c>hashedrekord</c>.</param>
/// <param name="Version">The version of that kind.</param>
/// <param name="IntegratedTime">When the log took it in, in seconds since 1970; 0 where the log does not say.</param>
/// <param name="SignedEntryTimestamp">The log's promise to include it, or null.</param>
/// <param name="Proof">The proof that it is included, or null.</param>
/// <param name="Body">The entry itself, as it was hashed into the tree.</param>
internal sealed record LogEntry(
    byte[] LogId,
    long LogIndex,
    string Kind,
    string Version,
    long IntegratedTime,
    byte[]? SignedEntryTimestamp,
    InclusionProof? Proof,
    byte[] Body);

/// <summary>The evidence that an entry is in a tree that the log has signed for.</summary>
/// <param name="LogIndex">The entry's place in the tree.</param>
/// <param name="TreeSize">How many entries the tree has.</param>
/// <param name="RootHash">The tree's root.</param>
/// <param name="Hashes">The siblings from leaf to root.</param>
/// <param name="Checkpoint">The signed note that states size and root, or null.</param>
internal sealed record InclusionProof(long LogIndex, long TreeSize, byte[] RootHash, IReadOnlyList<byte[]> Hashes, string? Checkpoint);
