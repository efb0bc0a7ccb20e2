using System.Text;
using KubeSec.Findings;
using KubeSec.Manifests.Edits;

namespace KubeSec.Gate;

/// <summary>Applies the fixes that findings carry, as edits that leave every other byte of a file alone.</summary>
/// <param name="options">What to judge; standard input cannot be mended.</param>
/// <param name="time">The clock that expiries are held against; the system's unless stated.</param>
public sealed class ManifestFixer(GateOptions options, TimeProvider? time = null)
{
    /// <summary>Fixes that touch the same text wait for the next pass; chains of them are short.</summary>
    private const int MaxPasses = 10;

    /// <summary>Mends the files in memory until no fix is left to apply; nothing is written.</summary>
    /// <param name="rule">Name or code of the one rule to mend; null mends all.</param>
    /// <param name="cancellationToken">Stops between two passes.</param>
    /// <returns>The files that change, and the verdict before any change.</returns>
    /// <exception cref="IOException">A file cannot be read any more.</exception>
    public async Task<FixResult> FixAsync(string? rule = null, CancellationToken cancellationToken = default)
    {
        GateOptions asked = options with { Checks = GateChecks.Manifests | GateChecks.Images, IgnoreBaseline = true };
        GateResult before = await new SecurityGate(asked, time).JudgeAsync(cancellationToken);
        var files = new SortedDictionary<string, MendedText>(StringComparer.Ordinal);
        GateResult current = before;
        for (int pass = 0; pass < MaxPasses && Apply(current, rule, files); pass++)
        {
            current = await new SecurityGate(asked with { Texts = files.ToDictionary(file => file.Key, file => file.Value.Text, StringComparer.Ordinal) }, time).JudgeAsync(cancellationToken);
        }

        return new FixResult(before, [.. files.Values.Where(file => file.Applied.Count > 0).Select(file => file.ToFixedFile())]);
    }

    private bool Apply(GateResult result, string? rule, SortedDictionary<string, MendedText> files)
    {
        bool any = false;
        IEnumerable<Finding> fixable = result.Findings.Where(finding =>
            finding is { Fix: not null, Suppression: null } && finding.Span.File != "-" && (rule is null || finding.Rule.Name == rule || finding.Rule.Code == rule));
        foreach (IGrouping<string, Finding> group in fixable.GroupBy(finding => finding.Span.File, StringComparer.Ordinal))
        {
            if (!files.TryGetValue(group.Key, out MendedText? file))
            {
                files.Add(group.Key, file = new MendedText(group.Key, Path.Combine(options.WorkingDirectory, group.Key)));
            }

            any |= file.Apply([.. group.Select(finding => finding.Fix!)]);
        }

        return any;
    }

    /// <summary>A file's text on its way.</summary>
    private sealed class MendedText
    {
        private readonly string name;
        private readonly string path;
        private readonly string original;
        private readonly bool marked;

        public MendedText(string name, string path)
        {
            this.name = name;
            this.path = path;
            byte[] bytes = File.ReadAllBytes(path);
            marked = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble);
            original = Encoding.UTF8.GetString(bytes.AsSpan(marked ? Encoding.UTF8.Preamble.Length : 0));
            Text = original;
        }

        public string Text { get; private set; }

        public List<Fix> Applied { get; } = [];

        public bool Apply(IReadOnlyList<Fix> fixes)
        {
            string after = TextEdits.Apply(Text, fixes, out IReadOnlyList<Fix> applied);
            bool changed = after != Text;
            if (changed)
            {
                Applied.AddRange(applied);
                Text = after;
            }

            return changed;
        }

        public FixedFile ToFixedFile() => new(name, path, Text, marked, [.. Applied.DistinctBy(fix => (fix.Description, fix.MayBreak))], UnifiedDiff.Between(name, original, Text));
    }
}

/// <summary>What mending came to.</summary>
/// <param name="Before">The verdict before any change.</param>
/// <param name="Files">The files that change.</param>
public sealed record FixResult(GateResult Before, IReadOnlyList<FixedFile> Files);

/// <summary>A file with its fixes applied.</summary>
public sealed class FixedFile
{
    private readonly string path;
    private readonly bool marked;

    internal FixedFile(string file, string path, string text, bool marked, IReadOnlyList<Fix> applied, string diff)
    {
        File = file;
        this.path = path;
        this.marked = marked;
        Text = text;
        Applied = applied;
        Diff = diff;
    }

    /// <summary>The file as it was named.</summary>
    public string File { get; }

    /// <summary>Its text with the fixes applied.</summary>
    public string Text { get; }

    /// <summary>The different fixes applied, each with what it may break.</summary>
    public IReadOnlyList<Fix> Applied { get; }

    /// <summary>The change as a unified diff.</summary>
    public string Diff { get; }

    /// <summary>Writes the file, whole or not at all.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public void Write() => WholeFile.Write(path, output =>
    {
        if (marked)
        {
            output.Write(Encoding.UTF8.Preamble);
        }

        output.Write(Encoding.UTF8.GetBytes(Text));
    });
}
