using System.Buffers;
using System.Text.Json;

namespace KubeSec.Feedback.Intake;

/// <summary>One object of a stream of Kubernetes objects.</summary>
/// <param name="Object">The object; dispose of it. Null where it cannot be read, or for the rest of a list.</param>
/// <param name="ListKind">The <c>kind</c> of the list it stood in, where that came before it.</param>
/// <param name="Continue">At a list's end: the token of its next page, empty where it was the last; null for objects.</param>
/// <param name="ResourceVersion">At a list's end: its resource version.</param>
/// <param name="Reason">Why it cannot be read.</param>
internal sealed record ListedObject(JsonDocument? Object, string? ListKind, string? Continue = null, string? ResourceVersion = null, string? Reason = null);

/// <summary>
/// Reads Kubernetes objects one at a time: lists as <c>kubectl get -o json</c> prints them and the API server sends them, single
/// objects, and one after another. A list of any length costs the memory of its largest object.
/// </summary>
internal sealed class JsonListReader(Stream stream)
{
    /// <summary>An object in etcd is at most 1.5 MiB; a list's rest (metadata) is small.</summary>
    public const int MaximumObject = 16 * 1024 * 1024;

    private static readonly SearchValues<byte> AfterScalar = SearchValues.Create(",}] \n\r\t"u8);
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 128 };

    private byte[] buffer = new byte[64 * 1024];
    private int start;
    private int end;

    /// <summary>The objects in order, each list followed by its end; after something broken it says so and stops.</summary>
    public async IAsyncEnumerable<ListedObject> ReadAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await PeekAsync(0, cancellationToken) is { } first)
        {
            if (first.Byte != (byte)'{')
            {
                yield return Broken("no JSON object");
                yield break;
            }

            await foreach (ListedObject item in ReadValueAsync(first.Offset, cancellationToken))
            {
                yield return item;
                if (item.Reason is not null && item.Object is null && item.Continue is null)
                {
                    yield break;
                }
            }
        }
    }

    // Offsets count from start, which moves only when something has been taken.
    private async IAsyncEnumerable<ListedObject> ReadValueAsync(int opening, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var head = new ListHead();
        int offset = opening + 1;
        bool list = false;
        while (true)
        {
            if (await PeekAsync(offset, cancellationToken) is not { } next)
            {
                yield return Broken("the text is cut off");
                yield break;
            }

            if (next.Byte == (byte)'}')
            {
                offset = next.Offset + 1;
                break;
            }

            if (next.Byte == (byte)',')
            {
                offset = next.Offset + 1;
                continue;
            }

            if (await ValueEndAsync(next.Offset, cancellationToken) is not { } nameEnd || next.Byte != (byte)'"'
                || await PeekAsync(nameEnd, cancellationToken) is not { Byte: (byte)':' } colon || await PeekAsync(colon.Offset + 1, cancellationToken) is not { } value)
            {
                yield return Broken("not JSON");
                yield break;
            }

            bool items = buffer.AsSpan(start + next.Offset, nameEnd - next.Offset).SequenceEqual("\"items\""u8);
            if (items && value.Byte == (byte)'[')
            {
                list = true;
                Drop(value.Offset + 1);
                await foreach (ListedObject item in ReadItemsAsync(head, cancellationToken))
                {
                    yield return item;
                    if (item.Object is null)
                    {
                        yield break;
                    }
                }

                offset = 0;
                continue;
            }

            if (await ValueEndAsync(value.Offset, cancellationToken) is not { } valueEnd)
            {
                yield return Broken($"not JSON, or larger than {MaximumObject / 1024 / 1024} MiB");
                yield break;
            }

            head.Read(buffer.AsSpan(start + next.Offset, nameEnd - next.Offset), buffer.AsMemory(start + value.Offset, valueEnd - value.Offset));
            offset = valueEnd;
            if (list)
            {
                Drop(offset);
                offset = 0;
            }
        }

        if (list)
        {
            Drop(offset);
            yield return new ListedObject(null, head.Kind, head.Continue ?? "", head.ResourceVersion);
            yield break;
        }

        ListedObject whole = Parse(buffer.AsMemory(start + opening, offset - opening), null);
        Drop(offset);
        yield return whole;
    }

    private async IAsyncEnumerable<ListedObject> ReadItemsAsync(ListHead head, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await PeekAsync(0, cancellationToken) is not { } next)
            {
                yield return Broken("the list is cut off");
                yield break;
            }

            if (next.Byte is (byte)']' or (byte)',')
            {
                Drop(next.Offset + 1);
                if (next.Byte == (byte)']')
                {
                    yield break;
                }

                continue;
            }

            if (await ValueEndAsync(next.Offset, cancellationToken) is not { } valueEnd)
            {
                yield return Broken($"the list is cut off, or an object is larger than {MaximumObject / 1024 / 1024} MiB");
                yield break;
            }

            ListedObject item = Parse(buffer.AsMemory(start + next.Offset, valueEnd - next.Offset), head.Kind);
            Drop(valueEnd);
            yield return item;
        }
    }

    private static ListedObject Parse(ReadOnlyMemory<byte> json, string? listKind)
    {
        try
        {
            // A copy: the buffer moves on while the caller still reads.
            return new ListedObject(JsonDocument.Parse(json.ToArray(), Options), listKind);
        }
        catch (JsonException)
        {
            return Broken("not JSON");
        }
    }

    private static ListedObject Broken(string reason) => new(null, null, Reason: reason);

    private void Drop(int count) => start += count;

    // The next byte that is no white space, at or after an offset.
    private async ValueTask<(byte Byte, int Offset)?> PeekAsync(int offset, CancellationToken cancellationToken)
    {
        while (true)
        {
            for (; start + offset < end; offset++)
            {
                byte b = buffer[start + offset];
                if (b is not ((byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t' or 0xef or 0xbb or 0xbf or 0x1e))
                {
                    return (b, offset);
                }
            }

            if (!await FillAsync(cancellationToken))
            {
                return null;
            }
        }
    }

    // Where the value that starts at an offset ends; null where it does not within the cap.
    private async ValueTask<int?> ValueEndAsync(int offset, CancellationToken cancellationToken)
    {
        var scan = new JsonValueScan();
        while (true)
        {
            ReadOnlySpan<byte> bytes = buffer.AsSpan(start + offset, end - start - offset);
            if (bytes.Length > 0 && bytes[0] is not ((byte)'{' or (byte)'[' or (byte)'"'))
            {
                int scalar = bytes.IndexOfAny(AfterScalar);
                if (scalar >= 0)
                {
                    return offset + scalar;
                }
            }
            else if (scan.Run(bytes, finished: false, inArray: true) is var found && found != JsonValueEnd.More)
            {
                return found == JsonValueEnd.Complete && scan.Length <= MaximumObject ? offset + scan.Length : null;
            }

            if (end - start - offset > MaximumObject || !await FillAsync(cancellationToken))
            {
                return null;
            }
        }
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (start > 0)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
        }

        if (end == buffer.Length)
        {
            Array.Resize(ref buffer, buffer.Length * 2);
        }

        int read = await stream.ReadAsync(buffer.AsMemory(end), cancellationToken);
        end += read;
        return read > 0;
    }

    /// <summary>What a list says beside its items.</summary>
    private sealed class ListHead
    {
        public string? Kind { get; private set; }

        public string? Continue { get; private set; }

        public string? ResourceVersion { get; private set; }

        public void Read(ReadOnlySpan<byte> name, ReadOnlyMemory<byte> value)
        {
            try
            {
                if (name.SequenceEqual("\"kind\""u8))
                {
                    using JsonDocument kind = JsonDocument.Parse(value);
                    Kind = kind.RootElement.ValueKind == JsonValueKind.String ? kind.RootElement.GetString() : null;
                }
                else if (name.SequenceEqual("\"metadata\""u8))
                {
                    using JsonDocument metadata = JsonDocument.Parse(value, Options);
                    Continue = Text(metadata.RootElement, "continue");
                    ResourceVersion = Text(metadata.RootElement, "resourceVersion");
                }
            }
            catch (JsonException)
            {
                // The object as a whole is parsed again and refused; a list without readable metadata has no next page.
            }
        }

        private static string? Text(JsonElement element, string name) =>
            element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
    }
}
