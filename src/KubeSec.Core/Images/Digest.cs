using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace KubeSec.Images;

/// <summary>
/// A content address: algorithm and value, such as <c>sha256:44136f…</c>.
/// Only the algorithms registered by the OCI image specification (descriptor.md, "Registered algorithms") are read,
/// each with exactly its length in lower-case hexadecimal digits.
/// </summary>
public sealed record Digest
{
    internal static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    private Digest(string algorithm, string hex)
    {
        Algorithm = algorithm;
        Hex = hex;
    }

    /// <summary><c>sha256</c>, <c>sha384</c> or <c>sha512</c>.</summary>
    public string Algorithm { get; }

    /// <summary>The value in lower-case hexadecimal digits.</summary>
    public string Hex { get; }

    /// <summary>The SHA-256 digest of some content.</summary>
    public static Digest Sha256Of(ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content, hash);
        return new Digest("sha256", Convert.ToHexStringLower(hash));
    }

    /// <summary>Reads <c>algorithm:hex</c>.</summary>
    /// <param name="text">The digest as written.</param>
    /// <param name="digest">The digest, if it is one.</param>
    /// <param name="error">What is wrong with the text otherwise.</param>
    public static bool TryParse(
        [NotNullWhen(true)] string? text, [NotNullWhen(true)] out Digest? digest, [NotNullWhen(false)] out string? error)
    {
        digest = null;
        int colon = text?.IndexOf(':', StringComparison.Ordinal) ?? -1;
        string algorithm = colon < 0 ? "" : text![..colon];
        int length = HexLength(algorithm);
        if (length == 0)
        {
            error = "a digest is 'sha256:', 'sha384:' or 'sha512:' and hexadecimal digits";
            return false;
        }

        string hex = text![(colon + 1)..];
        if (hex.Length != length || hex.AsSpan().ContainsAnyExcept(HexDigits))
        {
            error = $"a {algorithm} digest has {length} lower-case hexadecimal digits";
            return false;
        }

        digest = new Digest(algorithm, hex);
        error = null;
        return true;
    }

    /// <summary>Reads <c>algorithm:hex</c>.</summary>
    /// <exception cref="FormatException">The text is no digest.</exception>
    public static Digest Parse(string text) =>
        TryParse(text, out Digest? digest, out string? error) ? digest : throw new FormatException(error);

    /// <summary>Whether this is the digest of the content.</summary>
    public bool Matches(ReadOnlySpan<byte> content)
    {
        using IncrementalHash hash = NewHash();
        hash.AppendData(content);
        return Matches(hash);
    }

    /// <summary><c>algorithm:hex</c>.</summary>
    public override string ToString() => $"{Algorithm}:{Hex}";

    /// <summary>A hash of this digest's algorithm, for content that arrives in pieces.</summary>
    internal IncrementalHash NewHash() => IncrementalHash.CreateHash(new HashAlgorithmName(Algorithm.ToUpperInvariant()));

    /// <summary>Whether the pieces appended to <see cref="NewHash"/> have this digest; resets the hash.</summary>
    internal bool Matches(IncrementalHash hash) =>
        string.Equals(Convert.ToHexStringLower(hash.GetHashAndReset()), Hex, StringComparison.Ordinal);

    private static int HexLength(string algorithm) => algorithm switch
    {
        "sha256" => 64,
        "sha384" => 96,
        "sha512" => 128,
        _ => 0,
    };
}
