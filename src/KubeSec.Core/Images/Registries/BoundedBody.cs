namespace KubeSec.Images.Registries;

/// <summary>Reads a body that may be longer than it says.</summary>
internal static class BoundedBody
{
    /// <summary>The body, or null when it has more bytes than the limit.</summary>
    public static async Task<byte[]?> ReadAsync(HttpContent content, long limit, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > limit)
        {
            return null;
        }

        await using Stream stream = await content.ReadAsStreamAsync(cancellationToken);
        // A stated length is a claim: memory is given as the bytes come.
        byte[] buffer = new byte[Math.Min(Math.Min(limit, content.Headers.ContentLength ?? 16 << 10), 1 << 20) + 1];
        int length = 0;
        while (await stream.ReadAsync(buffer.AsMemory(length), cancellationToken) is > 0 and int read)
        {
            length += read;
            if (length > limit)
            {
                return null;
            }

            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, (int)Math.Min(limit + 1, buffer.Length * 2L));
            }
        }

        return length == buffer.Length ? buffer : buffer[..length];
    }
}
