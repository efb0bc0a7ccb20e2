using KubeSec.Findings;
using KubeSec.Gate;

namespace KubeSec.Reports;

/// <summary>Fingerprints that survive line shifts, unique within a report: of several with one key, each has its number.</summary>
internal sealed class Fingerprints
{
    private readonly Dictionary<string, int> seen = new(StringComparer.Ordinal);

    /// <summary>The fingerprint of the next finding, in the order of the report.</summary>
    public string Next(Finding finding)
    {
        string key = FindingKey.Of(finding);
        int occurrence = seen.GetValueOrDefault(key);
        seen[key] = occurrence + 1;
        return FindingKey.Fingerprint(key, occurrence);
    }
}
