using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace KubeSec.Reports;

/// <summary>JSON as every report of ours writes it, in pieces: a report of a large cluster is larger than what it was made from.</summary>
internal static class JsonText
{
    private const int Piece = 64 * 1024;

    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes one JSON document and a line feed.</summary>
    public static void Write(TextWriter output, Action<Utf8JsonWriter> content)
    {
        using var text = new Utf8ToText(output);
        using (var json = new Utf8JsonWriter(text, Options))
        {
            content(json);
        }

        output.Write('\n');
    }

    /// <summary>Writes one JSON document on one line: what is read line by line.</summary>
    public static void WriteLine(TextWriter output, Action<Utf8JsonWriter> content)
    {
        using var text = new Utf8ToText(output);
        using (var json = new Utf8JsonWriter(text, Options with { Indented = false }))
        {
            content(json);
        }

        output.Write('\n');
    }

    /// <summary>Writes an array, each item by the same writer.</summary>
    public static void WriteArray<T>(this Utf8JsonWriter json, string name, IEnumerable<T> items, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray(name);
        foreach (T item in items)
        {
            write(json, item);
            if (json.BytesPending > Piece)
            {
                json.Flush();
            }
        }

        json.WriteEndArray();
    }

    /// <summary>Hands UTF-8 on as text; a character may be cut between two pieces.</summary>
    private sealed class Utf8ToText(TextWriter output) : Stream
    {
        private readonly Decoder decoder = Encoding.UTF8.GetDecoder();
        private readonly char[] characters = new char[Piece];

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException("A report has no length until it is written.");

        public override long Position
        {
            get => throw new NotSupportedException("A report is written once.");
            set => throw new NotSupportedException("A report is written once.");
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            bool completed = false;
            while (!completed)
            {
                decoder.Convert(buffer, characters, flush: false, out int read, out int written, out completed);
                output.Write(characters, 0, written);
                buffer = buffer[read..];
            }
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("A report is only written.");

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("A report is written once.");

        public override void SetLength(long value) => throw new NotSupportedException("A report is written once.");
    }
}
