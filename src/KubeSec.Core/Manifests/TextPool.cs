namespace KubeSec.Manifests;

/// <summary>
/// Gives the same text the same string: manifests say <c>type: string</c> and <c>name</c> over and over. It forgets as it
/// learns, so it never grows; two threads may both make a string, and either is as good.
/// </summary>
/// <param name="longest">Length of the longest text that is worth looking for.</param>
internal sealed class TextPool(int longest = 48)
{
    private const int Slots = 4096;

    private readonly string?[] slots = new string?[Slots];

    /// <summary>A string of these characters.</summary>
    public string Of(ReadOnlySpan<char> text) => Of(text, null);

    /// <summary>The string that was given before with these characters, or this one.</summary>
    public string Of(string text) => Of(text, text);

    /// <param name="text">The characters.</param>
    /// <param name="made">A string of them, where there is one already.</param>
    private string Of(ReadOnlySpan<char> text, string? made)
    {
        if (text.Length == 0 || text.Length > longest)
        {
            return made ?? text.ToString();
        }

        ref string? slot = ref SlotOf(text);
        string? known = slot;
        if (known is null || !text.SequenceEqual(known))
        {
            slot = known = made ?? text.ToString();
        }

        return known;
    }

    private ref string? SlotOf(ReadOnlySpan<char> text)
    {
        uint hash = (uint)text.Length;
        foreach (char c in text)
        {
            hash = (hash * 31) + c;
        }

        return ref slots[(hash ^ (hash >> 12)) % Slots];
    }
}
