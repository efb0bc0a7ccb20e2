namespace KubeSec.Feedback.Storage;

/// <summary>Compares texts as the databases do: by the bytes of their UTF-8, which is by code point.</summary>
internal static class Utf8Order
{
    public static int Compare(string left, string right)
    {
        int length = Math.Min(left.Length, right.Length);
        for (int i = 0; i < length; i++)
        {
            (char a, char b) = (left[i], right[i]);
            if (a != b)
            {
                // UTF-16 puts the surrogates of characters beyond U+FFFF before U+E000; their code points come after.
                return char.IsSurrogate(a) == char.IsSurrogate(b) ? a.CompareTo(b) : char.IsSurrogate(a) ? 1 : -1;
            }
        }

        return left.Length.CompareTo(right.Length);
    }
}
