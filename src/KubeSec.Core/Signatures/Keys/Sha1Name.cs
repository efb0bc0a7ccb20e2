using Org.BouncyCastle.Crypto.Digests;

namespace KubeSec.Signatures;

/// <summary>SHA-1 where a format uses it to name a certificate or a key. It is a name and proves nothing.</summary>
internal static class Sha1Name
{
    public static byte[] Of(ReadOnlySpan<byte> data)
    {
        Sha1Digest digest = new();
        digest.BlockUpdate(data);
        byte[] output = new byte[digest.GetDigestSize()];
        digest.DoFinal(output);
        return output;
    }
}
