namespace KubeSec.Findings;

/// <summary>Finds the word somebody meant.</summary>
public static class Spelling
{
    /// <summary>The candidate that the word was most likely meant for; null where none is near enough.</summary>
    /// <remarks>A third of the letters may be wrong, swapped, missing or too many, or the word is the beginning of the candidate.</remarks>
    /// <param name="word">The word as it was written.</param>
    /// <param name="candidates">The words there are.</param>
    public static string? Nearest(string word, IEnumerable<string> candidates)
    {
        ArgumentNullException.ThrowIfNull(word);
        string meant = Letters(word);
        string[] ordered = [.. candidates.Order(StringComparer.Ordinal)];
        return ordered
            .Select(candidate => new { Name = candidate, Distance = Distance(meant, Letters(candidate)) })
            .Where(candidate => candidate.Distance is not null)
            .MinBy(candidate => candidate.Distance)?.Name
            ?? ordered.FirstOrDefault(candidate => meant.Length > 2 && Letters(candidate).StartsWith(meant, StringComparison.Ordinal));
    }

    /// <summary>"; did you mean 'x'?", or nothing where no candidate is near enough.</summary>
    /// <param name="word">The word as it was written.</param>
    /// <param name="candidates">The words there are.</param>
    public static string Hint(string word, IEnumerable<string> candidates) =>
        Nearest(word, candidates) is { } nearest ? $"; did you mean '{nearest}'?" : "";

    /// <summary>The dashes before an option are the same for all and would make any two of them look alike.</summary>
    private static string Letters(string word) => word.TrimStart('-').ToLowerInvariant();

    /// <summary>Levenshtein's distance, in which two neighbours that changed places count once; null where it is too far.</summary>
    private static int? Distance(string a, string b)
    {
        int farthest = Math.Max(1, Math.Max(a.Length, b.Length) / 3);
        if (Math.Abs(a.Length - b.Length) > farthest)
        {
            return null;
        }

        int[] above = new int[b.Length + 1];
        int[] last = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int[] row = new int[b.Length + 1];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                row[j] = Math.Min(last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1), Math.Min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    row[j] = Math.Min(row[j], above[j - 2] + 1);
                }
            }

            (above, last) = (last, row);
        }

        return last[b.Length] <= farthest ? last[b.Length] : null;
    }
}
