using System.Text;
using KubeSec.Findings;
using KubeSec.Manifests;
using KubeSec.Rules;

namespace KubeSec.Gate;

/// <summary>Mends files by the policy: rules that are off and findings that are waived are let be.</summary>
/// <param name="options">What to judge; standard input cannot be mended.</param>
/// <param name="time">The clock that expiries are held against; the system's unless stated.</param>
public sealed class PolicyFixer(GateOptions options, TimeProvider? time = null)
{
    /// <summary>Mends in memory until no fix is left to apply; nothing is written.</summary>
    /// <param name="rule">Name or code of the one rule to mend; null mends all.</param>
    /// <param name="cancellationToken">Stops between two passes.</param>
    public async Task<FixResult> FixAsync(string? rule = null, CancellationToken cancellationToken = default)
    {
        if (rule is not null && RuleLibrary.Find(rule) is null)
        {
            return new FixResult([new GateReason(GateReasonKind.Usage, $"there is no rule '{rule}'{Spelling.Hint(rule, RuleLibrary.All().Select(known => known.Name))}")], []);
        }

        var gate = new SecurityGate(options with { Checks = GateChecks.Manifests | GateChecks.Images, IgnoreBaseline = true }, time);
        GateResult before = await gate.JudgeAsync(cancellationToken);
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string file in ManifestSources.Resolve(options.Paths, options.WorkingDirectory).Files.Where(file => file != ManifestSources.StandardInput))
        {
            if (Read(file) is { } text)
            {
                texts.Add(file, text);
            }
        }

        var fixer = new ManifestFixer(documents =>
            [.. gate.Judge(documents, cancellationToken).Where(finding => rule is null || finding.Rule.Name == rule || finding.Rule.Code == rule)]);
        return new FixResult(before.Reasons, [.. fixer.Fix(texts, cancellationToken).Where(file => file.Changed)]);
    }

    /// <summary>Writes a mended file, whole or not at all; a byte order mark stays.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public void Write(FixedFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        WholeFile.Write(Path.Combine(options.WorkingDirectory, file.File), output => output.Write(Encoding.UTF8.GetBytes(file.After)));
    }

    /// <summary>The text with its byte order mark; null where it is no UTF-8 or cannot be read, which the verdict tells.</summary>
    private string? Read(string file)
    {
        try
        {
            byte[] bytes = File.ReadAllBytes(Path.Combine(options.WorkingDirectory, file));
            string text = Encoding.UTF8.GetString(bytes);
            return Encoding.UTF8.GetBytes(text).AsSpan().SequenceEqual(bytes) ? text : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

/// <summary>What mending came to.</summary>
/// <param name="Reasons">Why the verdict before any change was no pass: what could not be read is not mended.</param>
/// <param name="Files">The files that change.</param>
public sealed record FixResult(IReadOnlyList<GateReason> Reasons, IReadOnlyList<FixedFile> Files);
