using KubeSec.Findings;
using KubeSec.Manifests;
using KubeSec.Manifests.Edits;

namespace KubeSec.Rules;

/// <summary>One file with its fixes applied.</summary>
/// <param name="File">The file, as its findings name it.</param>
/// <param name="Before">Its text as read.</param>
/// <param name="After">Its text with the fixes; the same where none could be applied.</param>
/// <param name="Fixed">The findings whose fix was applied, in the order of application.</param>
public sealed record FixedFile(string File, string Before, string After, IReadOnlyList<Finding> Fixed)
{
    /// <summary>Whether anything changed.</summary>
    public bool Changed => !string.Equals(Before, After, StringComparison.Ordinal);

    /// <summary>What changed, as <c>diff -u</c> writes it; empty where nothing did.</summary>
    public string Diff() => UnifiedDiff.Between(File, Before, After);
}

/// <summary>
/// Applies the fixes of findings as text edits until none is left. Fixes that touch the same text wait for the next
/// pass, in which the manifests are judged anew; a fix that would leave a file unreadable is not applied.
/// </summary>
/// <param name="judge">Judges documents; only findings it returns without a suppression are mended.</param>
public sealed class ManifestFixer(Func<IEnumerable<ManifestDocument>, IReadOnlyList<Finding>> judge)
{
    /// <summary>Each pass mends at least one finding of a file, and settings of one container rarely need more than ten.</summary>
    private const int MostPasses = 50;

    private readonly ManifestReader reader = new();

    /// <summary>Mends the texts together, since some rules look at several files.</summary>
    /// <param name="texts">The text of each file, by the name that findings carry.</param>
    /// <param name="cancellationToken">Ends the run between two passes.</param>
    /// <returns>Every file in ordinal order, changed or not.</returns>
    public IReadOnlyList<FixedFile> Fix(IReadOnlyDictionary<string, string> texts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var current = new SortedDictionary<string, string>(texts.ToDictionary(), StringComparer.Ordinal);
        var mended = texts.Keys.ToDictionary(file => file, _ => new List<Finding>(), StringComparer.Ordinal);
        bool changed = true;
        for (int pass = 0; changed && pass < MostPasses; pass++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            changed = false;
            IReadOnlyList<Finding> findings = judge(current.SelectMany(file => reader.Read(file.Key, new StringReader(file.Value))));
            foreach (IGrouping<string, Finding> inFile in findings.Where(Mendable).GroupBy(finding => finding.Span.File, StringComparer.Ordinal))
            {
                changed |= current.ContainsKey(inFile.Key) && Mend(inFile.Key, [.. inFile], current, mended[inFile.Key]);
            }
        }

        return [.. current.Select(file => new FixedFile(file.Key, texts[file.Key], file.Value, mended[file.Key]))];
    }

    private static bool Mendable(Finding finding) => finding is { Suppression: null, Fix.Edits.Count: > 0 };

    private bool Mend(string file, List<Finding> findings, SortedDictionary<string, string> current, List<Finding> mended)
    {
        string before = current[file];
        int faults = Faults(file, before);
        string after = TextEdits.Apply(before, findings.Select(finding => finding.Fix!), out IReadOnlyList<Fix> applied);
        if (Faults(file, after) > faults)
        {
            (after, applied) = OneByOne(file, before, findings, faults);
        }

        mended.AddRange(findings.Where(finding => applied.Contains(finding.Fix!, ReferenceEqualityComparer.Instance)));
        current[file] = after;
        return !string.Equals(before, after, StringComparison.Ordinal);
    }

    private (string Text, IReadOnlyList<Fix> Applied) OneByOne(string file, string before, List<Finding> findings, int faults)
    {
        foreach (Finding finding in findings)
        {
            string after = TextEdits.Apply(before, [finding.Fix!], out IReadOnlyList<Fix> applied);
            if (applied.Count > 0 && Faults(file, after) <= faults)
            {
                return (after, applied);
            }
        }

        return (before, []);
    }

    private int Faults(string file, string text) => reader.Read(file, new StringReader(text)).Sum(document => document.Findings.Count);
}
