using KubeSec.Findings;

namespace KubeSec.Gate.Policies;

/// <summary>Severities as the policy file writes them.</summary>
internal static class Severities
{
    public static IReadOnlyList<string> Words { get; } = [.. Enum.GetNames<Severity>().Select(name => name.ToLowerInvariant())];

    public static Severity? Parse(string? word)
    {
        for (int i = 0; i < Words.Count; i++)
        {
            if (Words[i] == word)
            {
                return (Severity)i;
            }
        }

        return null;
    }
}
