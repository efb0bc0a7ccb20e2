namespace KubeSec.Findings;

/// <summary>Finds the word somebody meant.</summary>
public static class Spelling
{
    /// <summary>The candidate with the smallest Levenshtein distance, the first among equals; null without candidates.</summary>
    /// <param name="word">The word as it was written.</param>
    /// <param name="candidates">The words there are.</param>
    public static string? Nearest(string word, IEnumerable<string> candidates) =>
        candidates.Order(StringComparer.Ordinal).MinBy(candidate => Distance(word, candidate));

    /// <summary>"; the nearest is 'x'", or nothing without candidates.</summary>
    /// <param name="word">The word as it was written.</param>
    /// <param name="candidates">The words there are.</param>
    public static string Hint(string word, IEnumerable<string> candidates) =>
        Nearest(word, candidates) is { } nearest ? $"; the nearest is '{nearest}'" : "";

    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
