using System.Buffers.Binary;

namespace KubeSec.Signatures;

/// <summary>
/// EMSA-PSS (RFC 8017 section 9.1.2) with the longest salt that the modulus allows, which the platform cannot be asked for.
/// Everything here is public, so nothing is compared in constant time.
/// </summary>
internal static class PssEncoding
{
    private const byte Trailer = 0xBC;

    /// <param name="encoded">The signature raised to the public exponent, as long as the modulus.</param>
    /// <param name="modulusBits">The size of the modulus.</param>
    /// <param name="hash">The hash of the message, of the encoding and of its mask alike.</param>
    /// <param name="digest">The message's hash.</param>
    public static bool Holds(ReadOnlySpan<byte> encoded, int modulusBits, HashKind hash, ReadOnlySpan<byte> digest)
    {
        // The encoding has one bit less than the modulus, so of some moduli one byte less.
        var bits = modulusBits - 1;
        var length = (bits + 7) / 8;
        if (encoded[..^length].ContainsAnyExcept((byte)0))
        {
            return false;
        }

        encoded = encoded[^length..];
        var size = hash.Size();
        var unusedBits = (8 * length) - bits;
        if (length < size + 2 || encoded[^1] != Trailer || encoded[0] >> (8 - unusedBits) != 0)
        {
            return false;
        }

        var stated = encoded[(length - size - 1)..^1];
        var block = encoded[..(length - size - 1)].ToArray();
        Unmask(block, stated, hash);
        block[0] &= (byte)(0xFF >> unusedBits);

        // No padding stands before the one that begins the salt.
        return block[0] == 1 && hash.Hash([.. new byte[8], .. digest, .. block.AsSpan(1)]).AsSpan().SequenceEqual(stated);
    }

    /// <summary>MGF1 (RFC 8017 appendix B.2.1) laid over the block.</summary>
    private static void Unmask(Span<byte> block, ReadOnlySpan<byte> seed, HashKind hash)
    {
        byte[] input = [.. seed, 0, 0, 0, 0];
        for (var counter = 0; !block.IsEmpty; counter++)
        {
            BinaryPrimitives.WriteInt32BigEndian(input.AsSpan(seed.Length), counter);
            var mask = hash.Hash(input);
            var part = Math.Min(mask.Length, block.Length);
            for (var i = 0; i < part; i++)
            {
                block[i] ^= mask[i];
            }

            block = block[part..];
        }
    }
}
