namespace KubeSec.Signatures;

/// <summary>Merkle tree hashing of RFC 9162 section 2.1, with SHA-256.</summary>
internal static class MerkleTree
{
    private const byte LeafPrefix = 0;
    private const byte NodePrefix = 1;

    public static byte[] LeafHash(ReadOnlySpan<byte> entry) => HashKind.Sha256.Hash([LeafPrefix, .. entry]);

    /// <summary>The root that leaf and siblings lead to (RFC 9162 section 2.1.3.2), or null when the proof has the wrong shape.</summary>
    public static byte[]? RootFrom(byte[] leafHash, long index, long treeSize, IReadOnlyList<byte[]> siblings)
    {
        if (index < 0 || index >= treeSize)
        {
            return null;
        }

        var node = index;
        var lastNode = treeSize - 1;
        var hash = leafHash;
        foreach (var sibling in siblings)
        {
            if (lastNode == 0 || sibling.Length != leafHash.Length)
            {
                return null;
            }

            if ((node & 1) == 1 || node == lastNode)
            {
                hash = NodeHash(sibling, hash);
                while ((node & 1) == 0 && node != 0)
                {
                    node >>= 1;
                    lastNode >>= 1;
                }
            }
            else
            {
                hash = NodeHash(hash, sibling);
            }

            node >>= 1;
            lastNode >>= 1;
        }

        return lastNode == 0 ? hash : null;
    }

    private static byte[] NodeHash(byte[] left, byte[] right) => HashKind.Sha256.Hash([NodePrefix, .. left, .. right]);
}
