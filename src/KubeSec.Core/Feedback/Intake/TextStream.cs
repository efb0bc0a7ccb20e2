using System.Text;

namespace KubeSec.Feedback.Intake;

/// <summary>Makes UTF-8 of a stream: Windows tools write UTF-16 with a byte order mark.</summary>
internal static class TextStream
{
    public static async ValueTask<Stream> OpenAsync(Stream stream, CancellationToken cancellationToken)
    {
        byte[] mark = new byte[2];
        int read = await stream.ReadAtLeastAsync(mark, 2, throwOnEndOfStream: false, cancellationToken);
        var whole = new PrefixedStream(mark.AsMemory(0, read), stream);
        return (read, mark[0], mark[1]) switch
        {
            (2, 0xff, 0xfe) => Encoding.CreateTranscodingStream(whole, Encoding.Unicode, Encoding.UTF8),
            (2, 0xfe, 0xff) => Encoding.CreateTranscodingStream(whole, Encoding.BigEndianUnicode, Encoding.UTF8),
            _ => whole,
        };
    }

    /// <summary>The bytes already taken from a stream, then the stream.</summary>
    private sealed class PrefixedStream(ReadOnlyMemory<byte> prefix, Stream rest) : Stream
    {
        private ReadOnlyMemory<byte> prefix = prefix;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (prefix.IsEmpty)
            {
                return rest.ReadAsync(buffer, cancellationToken);
            }

            int count = Math.Min(prefix.Length, buffer.Length);
            prefix[..count].CopyTo(buffer);
            prefix = prefix[count..];
            return ValueTask.FromResult(count);
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (prefix.IsEmpty)
            {
                return rest.Read(buffer, offset, count);
            }

            int taken = Math.Min(prefix.Length, count);
            prefix[..taken].CopyTo(buffer.AsMemory(offset));
            prefix = prefix[taken..];
            return taken;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
