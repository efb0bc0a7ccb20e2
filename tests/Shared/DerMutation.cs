namespace KubeSec.Tests;

/// <summary>One changed copy of a DER value.</summary>
/// <param name="Path">The place in the tree, by position, such as <c>0.6.1</c>.</param>
/// <param name="Kind">How: drop, duplicate, flip, empty, shorten, lengthen, retype, swap, long length or indefinite length.</param>
/// <param name="Der">The changed value; outer lengths are right again.</param>
internal sealed record DerMutation(string Path, string Kind, byte[] Der)
{
    /// <summary>Every systematic change of every element, those inside octet strings included.</summary>
    public static IEnumerable<DerMutation> Of(byte[] der, Random random)
    {
        DerElement root = DerElement.Read(der) ?? throw new ArgumentException("not one DER value", nameof(der));
        foreach ((DerElement element, string path) in root.Flatten("0"))
        {
            foreach ((string kind, byte[]? changed) in Changes(element, random))
            {
                if (changed is not null)
                {
                    element.Replacement = changed;
                    byte[] whole = root.Encode();
                    element.Replacement = null;
                    if (!whole.AsSpan().SequenceEqual(der))
                    {
                        yield return new DerMutation(path, kind, whole);
                    }
                }
            }
        }
    }

    private static IEnumerable<(string Kind, byte[]? Changed)> Changes(DerElement element, Random random)
    {
        byte[] whole = element.Encode();
        byte[] content = element.Content();
        yield return ("drop", []);
        yield return ("duplicate", [.. whole, .. whole]);
        yield return ("flip", Flip(element, content, random));
        yield return ("empty", content.Length > 0 ? element.Encode([]) : null);
        yield return ("shorten", content.Length > 0 ? element.Encode(content[..^1]) : null);
        yield return ("lengthen", element.Encode([.. content, 0]));
        yield return ("retype", [(byte)(element.Tag ^ 1), .. whole[1..]]);
        yield return ("swap", Swap(element));
        yield return ("long length", [element.Tag, 0x84, (byte)(content.Length >> 24), (byte)(content.Length >> 16), (byte)(content.Length >> 8), (byte)content.Length, .. content]);
        yield return ("indefinite length", (element.Tag & 0x20) != 0 ? [element.Tag, 0x80, .. content, 0, 0] : null);
    }

    private static byte[]? Flip(DerElement element, byte[] content, Random random)
    {
        if (element.Children is not null || content.Length == 0)
        {
            return null;
        }

        byte[] flipped = [.. content];
        flipped[random.Next(flipped.Length)] ^= (byte)(1 << random.Next(8));
        return element.Encode(flipped);
    }

    /// <summary>The first two children in the other order.</summary>
    private static byte[]? Swap(DerElement element) =>
        element.Children is [{ } first, { } second, .. var rest]
            ? element.Encode([.. element.Prefix, .. second.Encode(), .. first.Encode(), .. rest.SelectMany(child => child.Encode())])
            : null;
}

/// <summary>One DER element; a string that holds DER itself is taken apart too.</summary>
internal sealed class DerElement
{
    private const byte BitString = 0x03;
    private const byte OctetString = 0x04;
    private const byte Constructed = 0x20;

    private readonly byte[] _content;

    private DerElement(byte tag, byte[] content)
    {
        Tag = tag;
        _content = content;
        Prefix = tag == BitString && content.Length > 0 ? content[..1] : [];
        Children = (tag & Constructed) != 0 || tag is BitString or OctetString ? ReadAll(content.AsSpan(Prefix.Length)) : null;
        if (tag is BitString or OctetString && Children is not [{ Children: not null }])
        {
            Children = null;
            Prefix = [];
        }
    }

    public byte Tag { get; }

    public byte[] Prefix { get; }

    public List<DerElement>? Children { get; }

    /// <summary>What stands in its place while a change is tried.</summary>
    public byte[]? Replacement { get; set; }

    public static DerElement? Read(ReadOnlySpan<byte> der) => ReadAll(der) is [{ } only] ? only : null;

    public IEnumerable<(DerElement Element, string Path)> Flatten(string path) =>
        (Children ?? []).SelectMany((child, i) => child.Flatten(FormattableString.Invariant($"{path}.{i}"))).Prepend((this, path));

    public byte[] Content() => Children is null ? _content : [.. Prefix, .. Children.SelectMany(child => child.Encode())];

    public byte[] Encode() => Replacement ?? Encode(Content());

    public byte[] Encode(byte[] content) => [Tag, .. Length(content.Length), .. content];

    private static byte[] Length(int length) => length switch
    {
        < 0x80 => [(byte)length],
        < 0x100 => [0x81, (byte)length],
        < 0x10000 => [0x82, (byte)(length >> 8), (byte)length],
        _ => [0x83, (byte)(length >> 16), (byte)(length >> 8), (byte)length],
    };

    /// <summary>The elements that fill the bytes exactly, or null.</summary>
    private static List<DerElement>? ReadAll(ReadOnlySpan<byte> der)
    {
        List<DerElement> elements = [];
        while (!der.IsEmpty)
        {
            if (der.Length < 2 || (der[0] & 0x1F) == 0x1F)
            {
                return null;
            }

            int head = 2;
            int length = der[1];
            if (length >= 0x80)
            {
                int count = length & 0x7F;
                if (count is 0 or > 3 || der.Length < 2 + count)
                {
                    return null;
                }

                length = 0;
                foreach (byte part in der.Slice(2, count))
                {
                    length = (length << 8) | part;
                }

                head += count;
            }

            if (der.Length - head < length)
            {
                return null;
            }

            elements.Add(new DerElement(der[0], der.Slice(head, length).ToArray()));
            der = der[(head + length)..];
        }

        return elements;
    }
}
