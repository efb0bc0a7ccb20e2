using KubeSec.Images;

namespace KubeSec.Signatures;

/// <summary>
/// What a publisher says about the signatures of its own images, so that one line of policy holds them to it. Every fact
/// comes from the publisher's documentation; <see cref="Source"/> and <see cref="CheckedOn"/> say where and when.
/// </summary>
public abstract class PublisherPreset
{
    private protected const string GitHubActions = "https://token.actions.githubusercontent.com";
    private protected const string GoogleAccounts = "https://accounts.google.com";

    private protected PublisherPreset()
    {
    }

    /// <summary>Its name in a policy: <c>preset: kubernetes</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Whose images these are, for people.</summary>
    public abstract string Title { get; }

    /// <summary>Where the publisher documents how its images are signed.</summary>
    public abstract string Source { get; }

    /// <summary>The day on which the documentation was last held against this file.</summary>
    public abstract DateOnly CheckedOn { get; }

    /// <summary>What must be said along with the name, and what it means; empty for most.</summary>
    public virtual IReadOnlyDictionary<string, string> Settings { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Settings that show what it demands, where it has any.</summary>
    internal virtual IReadOnlyDictionary<string, string> Example => Settings;

    /// <summary>What is worth knowing before one relies on it; null where nothing is.</summary>
    public virtual string? Note => null;

    /// <summary>The policy that the preset stands for.</summary>
    /// <param name="settings">The preset's settings by name; null where it has none.</param>
    /// <exception cref="ArgumentException">A setting is unknown, missing or malformed.</exception>
    public SignaturePolicy ToPolicy(IReadOnlyDictionary<string, string>? settings = null)
    {
        settings ??= new Dictionary<string, string>();
        string? stranger = settings.Keys.Order(StringComparer.Ordinal).FirstOrDefault(key => !Settings.ContainsKey(key));
        if (stranger is not null)
        {
            string known = Settings.Count == 0 ? "it has none" : $"there are {string.Join(", ", Settings.Keys)}";
            throw new ArgumentException($"preset '{Name}' has no setting '{stranger}'; {known}", nameof(settings));
        }

        return Demand(settings) with { Preset = Name };
    }

    /// <summary>The policy for settings whose names are known to be right.</summary>
    private protected abstract SignaturePolicy Demand(IReadOnlyDictionary<string, string> settings);

    private protected static ImageGlob[] Globs(params ReadOnlySpan<string> globs)
    {
        ImageGlob[] parsed = new ImageGlob[globs.Length];
        for (int number = 0; number < globs.Length; number++)
        {
            parsed[number] = ImageGlob.Parse(globs[number]);
        }

        return parsed;
    }

    /// <summary>A regular expression for the whole text; one that does not compile is a fault of this project.</summary>
    private protected static TextMatch Pattern(string expression) =>
        TextMatch.TryPattern(expression, out TextMatch? match, out string? error) ? match : throw new InvalidOperationException(error);
}
