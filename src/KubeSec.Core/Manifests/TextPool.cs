namespace KubeSec.Manifests;

/// <summary>
/// Gives the same text the same string: manifests say <c>type: string</c> and <c>name</c> over and over. It forgets as it
/// learns, so it never grows; two threads may both make a string, and either is as good.
/// </summary>
internal sealed class TextPool
{
    private const int Slots = 4096;
    private const int Longest = 48;

    private readonly string?[] slots = new string?[Slots];

    /// <summary>A string of these characters.</summary>
    public string Of(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > Longest)
        {
            return text.ToString();
        }

        uint hash = (uint)text.Length;
        foreach (char c in text)
        {
            hash = (hash * 31) + c;
        }

        ref string? slot = ref slots[(hash ^ (hash >> 12)) % Slots];
        string? known = slot;
        if (known is null || !text.SequenceEqual(known))
        {
            slot = known = text.ToString();
        }

        return known;
    }
}
