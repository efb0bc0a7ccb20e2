using System.Text;
using KubeSec.Feedback;
using KubeSec.Findings;
using KubeSec.Inventory;
using KubeSec.Manifests;
using KubeSec.Rules;

namespace KubeSec.Gate.Lessons;

/// <summary>
/// Works out the smallest changes that meet lessons: of the controls that any unmet lesson of a container accepts, the one
/// that meets most of them with the fewest lines, by the fixes of the very rules that speak against it. A file is mended for
/// all of its containers at once; a control that its fixes do not bring is given up for the next one.
/// </summary>
internal sealed class LessonPatcher(GateRun run)
{
    /// <summary>A container's place and a control it is to get.</summary>
    private sealed record Wish(ResourceIdentity Resource, string Container, Control Control);

    private sealed record Unmet(FeedbackBlock Block, InventoryEntry Entry);

    /// <summary>What was chosen for each block; blocks that no change of text meets are missing.</summary>
    public Dictionary<FeedbackBlock, Control> Chosen { get; } = new(ReferenceEqualityComparer.Instance);

    public IReadOnlyList<LessonPatch> Patch(IReadOnlyList<(FeedbackBlock Block, InventoryEntry Entry)> unmet)
    {
        List<LessonPatch> patches = [];
        foreach (var inFile in unmet.Where(pair => pair.Block.Asked.Any(IsTextual)).GroupBy(pair => pair.Entry.Span.File, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            if (Original(inFile.Key) is { } before)
            {
                (string after, IReadOnlyList<Wish> granted) = Meet(inFile.Key, before, [.. inFile.Select(pair => new Unmet(pair.Block, pair.Entry))]);
                patches.AddRange(new FixedFile(inFile.Key, before, after, []).Diff() is { Length: > 0 } diff
                    ? [new LessonPatch(inFile.Key, [.. granted.Select(wish => $"{wish.Control.Code} for {wish.Resource} {wish.Container}".TrimEnd())], diff)]
                    : []);
            }
        }

        return patches;
    }

    private (string After, IReadOnlyList<Wish> Granted) Meet(string file, string before, IReadOnlyList<Unmet> unmet)
    {
        HashSet<Wish> vain = [];
        while (true)
        {
            Dictionary<Wish, List<FeedbackBlock>> wishes = Choose(unmet, vain);
            string after = wishes.Count == 0 ? before : Mend(file, before, [.. wishes.Keys]);
            Wish[] refused = wishes.Count == 0 ? [] : [.. Against(file, after, [.. wishes.Keys])];
            if (refused.Length == 0)
            {
                foreach ((Wish wish, List<FeedbackBlock> blocks) in wishes)
                {
                    blocks.ForEach(block => Chosen[block] = wish.Control);
                }

                return (after, [.. wishes.Keys]);
            }

            vain.UnionWith(refused);
        }
    }

    /// <summary>Covers the unmet lessons of each container with as few controls as a greedy choice needs.</summary>
    private static Dictionary<Wish, List<FeedbackBlock>> Choose(IReadOnlyList<Unmet> unmet, HashSet<Wish> vain)
    {
        Dictionary<Wish, List<FeedbackBlock>> wishes = [];
        foreach (var container in unmet.GroupBy(one => (one.Entry.Resource, one.Entry.Container)))
        {
            List<FeedbackBlock> left = [.. container.Select(one => one.Block)];
            while (left.Count > 0)
            {
                Wish? best = left.SelectMany(block => block.Asked).DistinctBy(control => control.Code).Where(IsTextual)
                    .Select(control => new Wish(container.Key.Resource, container.Key.Container, control)).Where(wish => !vain.Contains(wish))
                    .OrderByDescending(wish => left.Count(block => block.Asked.Contains(wish.Control))).ThenBy(wish => wish.Control.Patch?.Count(c => c == '\n') ?? int.MaxValue)
                    .FirstOrDefault();
                if (best is null)
                {
                    break;
                }

                wishes[best] = [.. left.Where(block => block.Asked.Contains(best.Control))];
                left.RemoveAll(block => block.Asked.Contains(best.Control));
            }
        }

        return wishes;
    }

    private string Mend(string file, string text, IReadOnlyCollection<Wish> wishes)
    {
        ILookup<ResourceIdentity, Wish> wanted = wishes.ToLookup(wish => wish.Resource);
        ManifestLinter linter = LinterOf(wishes);
        var fixer = new ManifestFixer(documents => [.. linter.Lint(documents).Where(finding => finding.Resource is { } resource && wanted[resource].Any(wish => SpeaksAgainst(finding, wish)))]);
        return fixer.Fix(new Dictionary<string, string> { [file] = text })[0].After;
    }

    /// <summary>The wishes that a text does not grant.</summary>
    private IEnumerable<Wish> Against(string file, string text, IReadOnlyCollection<Wish> wishes)
    {
        ILookup<ResourceIdentity, Finding> found = LinterOf(wishes).Lint(new ManifestReader().Read(file, new StringReader(text))).Where(finding => finding.Resource is not null).ToLookup(finding => finding.Resource!);
        return wishes.Where(wish => found[wish.Resource].Any(finding => SpeaksAgainst(finding, wish)));
    }

    private static bool SpeaksAgainst(Finding finding, Wish wish) =>
        wish.Control.RefutedBy.Contains(finding.Rule.Name) && (finding.Container is null || finding.Container == wish.Container);

    private static bool IsTextual(Control control) => control is { RefutedBy.Count: > 0, ClusterWide: false };

    private ManifestLinter LinterOf(IEnumerable<Wish> wishes) =>
        ManifestLinter.Of(wishes.SelectMany(wish => wish.Control.RefutedBy), run.Policy.KubernetesVersion, run.Policy.PodTemplates);

    // What was rendered, or came from standard input, has no text of its own to change.
    private string? Original(string file)
    {
        try
        {
            string path = Path.Combine(run.Options.WorkingDirectory, file);
            return file != ManifestSources.StandardInput && File.Exists(path) ? new UTF8Encoding(false, true).GetString(File.ReadAllBytes(path)) : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            return null;
        }
    }
}
