using System.Buffers;

namespace KubeSec.Signatures;

/// <summary>
/// Base64 of RFC 4648 section 4: padded, unused bits zero. A lenient decoder gives one value many spellings, and a log
/// entry or signature could be altered without anyone noticing. Line breaks alone are passed over, as Go's decoder does
/// for every other Sigstore client.
/// </summary>
internal static class StrictBase64
{
    private static readonly SearchValues<char> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=");

    /// <summary>The bytes, or null when the text is not canonical base64.</summary>
    public static byte[]? Decode(string text)
    {
        if (text.AsSpan().ContainsAny('\r', '\n'))
        {
            text = text.Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal);
        }

        if (text.Length % 4 != 0 || text.AsSpan().ContainsAnyExcept(Alphabet))
        {
            return null;
        }

        var bytes = new byte[text.Length / 4 * 3];
        if (!Convert.TryFromBase64String(text, bytes, out var written))
        {
            return null;
        }

        // Only the last group can hide bits.
        var lastGroup = Convert.ToBase64String(bytes.AsSpan(0, written)[^(written == 0 ? 0 : ((written - 1) % 3) + 1)..]);
        return text.EndsWith(lastGroup, StringComparison.Ordinal) ? bytes[..written] : null;
    }
}
