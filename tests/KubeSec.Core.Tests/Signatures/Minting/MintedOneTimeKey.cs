using System.Security.Cryptography;

namespace KubeSec.Core.Tests.Signatures;

/// <summary>LM-OTS with digits of a byte, as RFC 8554 section 4 writes it down. It may sign once; nothing here keeps it from signing again.</summary>
internal sealed class MintedOneTimeKey
{
    private readonly byte[] identity = [.. RandomNumberGenerator.GetBytes(16), 0, 0, 0, 7];
    private readonly byte[][] secrets = [.. Enumerable.Range(0, 34).Select(_ => RandomNumberGenerator.GetBytes(32))];

    public byte[] PublicKey =>
        [0, 0, 0, 4, .. identity, .. SHA256.HashData([.. identity, 0x80, 0x80, .. secrets.SelectMany((secret, i) => Chain(i, secret, 255))])];

    public byte[] Sign(byte[] message)
    {
        byte[] random = RandomNumberGenerator.GetBytes(32);
        byte[] hash = SHA256.HashData([.. identity, 0x81, 0x81, .. random, .. message]);
        int checksum = hash.Sum(digit => 255 - digit);
        byte[] digits = [.. hash, (byte)(checksum >> 8), (byte)checksum];
        return [0, 0, 0, 4, .. random, .. secrets.SelectMany((secret, i) => Chain(i, secret, digits[i]))];
    }

    private byte[] Chain(int index, byte[] start, int steps) =>
        Enumerable.Range(0, steps).Aggregate(start, (value, step) => SHA256.HashData([.. identity, 0, (byte)index, (byte)step, .. value]));
}
