using System.Text;
using KubeSec.Feedback;
using KubeSec.Findings;
using KubeSec.Inventory;
using KubeSec.Manifests;
using KubeSec.Rules;

namespace KubeSec.Gate.Lessons;

/// <summary>
/// Works out the smallest changes that meet lessons: of the controls that any unmet lesson of a container accepts, the one
/// that meets most of them in the fewest changed lines, by the fixes of the very rules that speak against it.
/// </summary>
internal sealed class LessonPatcher(GateRun run)
{
    private readonly ManifestReader reader = new();
    private readonly Dictionary<string, ManifestLinter> linters = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string?> originals = new(StringComparer.Ordinal);

    /// <summary>What was chosen for each block; blocks that no change of text meets are missing.</summary>
    public Dictionary<FeedbackBlock, Control> Chosen { get; } = new(ReferenceEqualityComparer.Instance);

    public IReadOnlyList<LessonPatch> Patch(IReadOnlyList<(FeedbackBlock Block, InventoryEntry Entry)> unmet)
    {
        List<LessonPatch> patches = [];
        foreach (var inFile in unmet.Where(pair => pair.Block.Asked.Count > 0).GroupBy(pair => pair.Entry.Span.File, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            if (Original(inFile.Key) is not { } before)
            {
                continue;
            }

            string after = before;
            List<string> brought = [];
            foreach (var container in inFile.GroupBy(pair => (pair.Entry.Resource, pair.Entry.Container)))
            {
                after = Meet([.. container], after, brought);
            }

            if (new FixedFile(inFile.Key, before, after, []).Diff() is { Length: > 0 } diff)
            {
                patches.Add(new LessonPatch(inFile.Key, brought, diff));
            }
        }

        return patches;
    }

    private string Meet(List<(FeedbackBlock Block, InventoryEntry Entry)> unmet, string text, List<string> brought)
    {
        InventoryEntry entry = unmet[0].Entry;
        while (unmet.Count > 0)
        {
            var best = unmet.SelectMany(pair => pair.Block.Asked).DistinctBy(control => control.Code)
                .Select(control => (Control: control, Meets: unmet.Count(pair => pair.Block.Asked.Contains(control)), After: Bring(control, entry, text)))
                .Where(candidate => candidate.After is not null)
                .OrderByDescending(candidate => candidate.Meets).ThenBy(candidate => Math.Abs(Lines(candidate.After!) - Lines(text))).FirstOrDefault();
            if (best.After is null)
            {
                break;
            }

            text = best.After;
            brought.Add($"{best.Control.Code} for {entry.Resource} {entry.Container}".TrimEnd());
            foreach ((FeedbackBlock block, _) in unmet.Where(pair => pair.Block.Asked.Contains(best.Control)))
            {
                Chosen[block] = best.Control;
            }

            unmet.RemoveAll(pair => pair.Block.Asked.Contains(best.Control));
        }

        return text;
    }

    /// <summary>The text with a control brought to one container; null where fixes do not bring it.</summary>
    private string? Bring(Control control, InventoryEntry entry, string text)
    {
        if (control.RefutedBy.Count == 0 || control.ClusterWide)
        {
            return null;
        }

        var fixer = new ManifestFixer(documents => [.. Against(control, entry, documents)]);
        string after = fixer.Fix(new Dictionary<string, string> { [entry.Span.File] = text })[0].After;
        bool brought = !Against(control, entry, reader.Read(entry.Span.File, new StringReader(after))).Any();
        return brought && after != text ? after : null;
    }

    private IEnumerable<Finding> Against(Control control, InventoryEntry entry, IEnumerable<ManifestDocument> documents) =>
        LinterOf(control).Lint(documents).Where(finding =>
            control.RefutedBy.Contains(finding.Rule.Name) && finding.Resource == entry.Resource && (finding.Container is null || finding.Container == entry.Container));

    private ManifestLinter LinterOf(Control control)
    {
        if (!linters.TryGetValue(control.Code, out ManifestLinter? linter))
        {
            linters[control.Code] = linter = ManifestLinter.Of(control.RefutedBy, run.Policy.KubernetesVersion, run.Policy.PodTemplates);
        }

        return linter;
    }

    // What was rendered, or came from standard input, has no text of its own to change.
    private string? Original(string file)
    {
        if (!originals.TryGetValue(file, out string? text))
        {
            try
            {
                string path = Path.Combine(run.Options.WorkingDirectory, file);
                originals[file] = text = file != ManifestSources.StandardInput && File.Exists(path) ? new UTF8Encoding(false, true).GetString(File.ReadAllBytes(path)) : null;
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or DecoderFallbackException)
            {
                originals[file] = text = null;
            }
        }

        return text;
    }

    private static int Lines(string text) => text.Count(c => c == '\n');
}
