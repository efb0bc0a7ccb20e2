using KubeSec.Findings;
using KubeSec.Signatures;

namespace KubeSec.Gate.Policies;

/// <summary><c>preset</c> in an entry of <c>signatures</c>: a well-known publisher in place of signers of one's own.</summary>
internal static class PresetReading
{
    public static readonly IReadOnlyList<string> Keys = ["preset", "with"];

    /// <param name="entry">The entry.</param>
    /// <param name="replaced">The keys that a preset stands for, and that must not be there with it.</param>
    public static SignaturePolicy? Read(PolicyNode entry, IReadOnlyList<string> replaced)
    {
        foreach (string key in replaced.Where(key => entry[key].Exists))
        {
            entry[key].ReportKey($"a preset says itself who must have signed; leave '{key}' out, or 'preset'");
        }

        string[] names = [.. PublisherPresets.All.Select(preset => preset.Name)];
        if (entry["preset"].RequiredText($"say which publisher: {string.Join(", ", names)}") is not { } name)
        {
            return null;
        }

        if (PublisherPresets.Find(name) is not { } preset)
        {
            entry["preset"].Report($"there is no preset '{name}'; there are {string.Join(", ", names)}{Spelling.Hint(name, names)}");
            return null;
        }

        try
        {
            return preset.ToPolicy(ReadSettings(entry["with"]));
        }
        catch (ArgumentException fault)
        {
            (entry["with"].Exists ? entry["with"] : entry["preset"]).Report(PlainText.WithoutParameter(fault));
            return null;
        }
    }

    private static Dictionary<string, string> ReadSettings(PolicyNode with)
    {
        Dictionary<string, string> settings = new(StringComparer.Ordinal);
        foreach (PolicyNode setting in with.Entries)
        {
            if (setting.RequiredText($"say what '{setting.Key}' is") is { } value)
            {
                settings[setting.Key] = value;
            }
        }

        return settings;
    }
}
