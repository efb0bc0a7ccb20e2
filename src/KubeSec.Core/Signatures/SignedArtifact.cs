using System.Security.Cryptography;
using KubeSec.Images;

namespace KubeSec.Signatures;

/// <summary>What a signature is said to be over: content at hand, or only its digest, as with an image in a registry.</summary>
public sealed class SignedArtifact
{
    private readonly string? _path;
    private readonly Digest? _digest;
    private readonly Dictionary<HashKind, byte[]> _digests = [];
    private ReadOnlyMemory<byte>? _content;

    private SignedArtifact(ReadOnlyMemory<byte>? content, string? path, Digest? digest)
    {
        _content = content;
        _path = path;
        _digest = digest;
    }

    /// <summary>An artifact held in memory; the bytes must not change while it is in use.</summary>
    public static SignedArtifact FromContent(ReadOnlyMemory<byte> content) => new(content, null, null);

    /// <summary>A file, read when a check needs it.</summary>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    public static SignedArtifact FromFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new SignedArtifact(null, path, null);
    }

    /// <summary>An artifact of which only the digest is known, as with an image in a registry.</summary>
    public static SignedArtifact FromDigest(Digest digest)
    {
        ArgumentNullException.ThrowIfNull(digest);
        return new SignedArtifact(null, null, digest);
    }

    /// <summary>The artifact's bytes, or null where only the digest is known.</summary>
    internal ReadOnlyMemory<byte>? Content => _content ??= _path is null ? null : File.ReadAllBytes(_path);

    /// <summary>The digest by one hash, or null where it cannot be known.</summary>
    internal byte[]? Digest(HashKind hash)
    {
        if (_digest is not null)
        {
            return HashKindExtensions.FromLowerCaseName(_digest.Algorithm) == hash ? Convert.FromHexString(_digest.Hex) : null;
        }

        lock (_digests)
        {
            if (!_digests.TryGetValue(hash, out var digest))
            {
                digest = _content is { } content ? hash.Hash(content.Span) : HashFile(hash);
                _digests.Add(hash, digest);
            }

            return digest;
        }
    }

    /// <summary>Small files are read whole; large ones pass by in pieces, hashed by the platform.</summary>
    private byte[] HashFile(HashKind hash)
    {
        using var stream = File.OpenRead(_path!);
        if (hash == HashKind.Sha256 && stream.Length > HashKindExtensions.PlatformThreshold)
        {
            return SHA256.HashData(stream);
        }

        var digest = hash.CreateDigest();
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = stream.Read(buffer)) > 0)
        {
            digest.BlockUpdate(buffer.AsSpan(0, read));
        }

        var output = new byte[digest.GetDigestSize()];
        digest.DoFinal(output);
        return output;
    }
}
