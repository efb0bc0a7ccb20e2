namespace KubeSec.Signatures;

/// <summary>Who may sign one kind of TUF metadata.</summary>
/// <param name="Keys">The keys, by their identifiers.</param>
/// <param name="Threshold">How many different ones must have signed.</param>
internal sealed record TufRole(IReadOnlyDictionary<string, TufKey> Keys, int Threshold);

/// <summary>What one metadata file says of another.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Length">Its length in bytes, if stated.</param>
/// <param name="Sha256">Its hash, if stated.</param>
/// <param name="Sha512">Its other hash, if stated.</param>
internal sealed record TufFile(long Version, long? Length, string? Sha256, string? Sha512)
{
    public void RequireMatches(byte[] content, string name) =>
        RefusedException.Unless(
            (Length is null || content.Length == Length)
            && (Sha256 is null || Convert.ToHexStringLower(HashKind.Sha256.Hash(content)) == Sha256)
            && (Sha512 is null || Convert.ToHexStringLower(HashKind.Sha512.Hash(content)) == Sha512),
            ReasonCodes.TufContentMismatch,
            $"{name} has not the length or hash that the signed metadata states");
}
