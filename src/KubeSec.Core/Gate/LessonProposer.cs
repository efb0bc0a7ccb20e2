using KubeSec.Feedback;
using KubeSec.Gate.Exceptions;
using KubeSec.Gate.Lessons;
using KubeSec.Gate.Policies;
using KubeSec.Inventory;
using KubeSec.Manifests;
using KubeSec.Network;

namespace KubeSec.Gate;

/// <summary>
/// Proposes tighter manifests from what was observed: every control that any incident of a container asks for and that its
/// manifest does not show, whether it prevents, contains or only hinders. A proposal never allows more than today's manifests do.
/// </summary>
/// <param name="options">The manifests, and the policy that says where the store is; nothing is recorded.</param>
/// <param name="time">The clock; the system's unless stated.</param>
public sealed class LessonProposer(GateOptions options, TimeProvider? time = null)
{
    /// <summary>Works out the proposals; nothing is written.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<LessonProposals> ProposeAsync(CancellationToken cancellationToken = default)
    {
        TimeProvider clock = time ?? TimeProvider.System;
        GateRun run = PolicyLoading.Begin(options with { Checks = GateChecks.Manifests | GateChecks.Feedback, Rehearsal = true }, clock.GetUtcNow());
        if (run.Undecided.Count == 0)
        {
            await using FeedbackJudgement? feedback = FeedbackJudgement.Begin(run, clock, cancellationToken);
            var names = new RuleNames(run.Policy.OwnRules);
            ManifestJudgement.Judge(run, new AnnotationBook(names, run.Today), new CommentBook(names, run.Today), cancellationToken);
            if (feedback is not null)
            {
                await feedback.AskAsync(cancellationToken);
            }
        }

        if (run.Undecided.Count > 0)
        {
            return new LessonProposals([], null, run.Undecided);
        }

        List<(FeedbackBlock Block, InventoryEntry Entry)> wanted = [.. Wanted(run)];
        var patcher = new LessonPatcher(run);
        IReadOnlyList<LessonPatch> patches = patcher.Patch(wanted);
        ILookup<string, string> because = wanted.Where(pair => patcher.Chosen.ContainsKey(pair.Block))
            .ToLookup(pair => pair.Entry.Span.File, pair => $"{pair.Block.Asked[0].Code} for {pair.Entry.Resource} {pair.Entry.Container}: {pair.Block.Message}", StringComparer.Ordinal);
        return new LessonProposals(
            [.. patches.Select(patch => new LessonProposal(patch, [.. because[patch.File].Distinct(StringComparer.Ordinal)]))],
            NetworkOf(wanted),
            []);
    }

    private static IEnumerable<(FeedbackBlock, InventoryEntry)> Wanted(GateRun run)
    {
        Dictionary<string, Incident> incidents = run.Incidents.DistinctBy(incident => incident.Id).ToDictionary(incident => incident.Id, StringComparer.Ordinal);
        foreach (InventoryEntry entry in run.Inventory.Entries)
        {
            IReadOnlyList<string> shown = run.Controls.ShownBy(entry);
            foreach (Incident incident in entry.Incidents.Select(id => incidents[id]).OrderByDescending(incident => incident.Severity).ThenBy(incident => incident.Id, StringComparer.Ordinal))
            {
                foreach (Control control in ControlCatalogue.For(incident).Select(requirement => requirement.Control).Where(control => !shown.Contains(control.Code)))
                {
                    yield return (BlockOf(entry, incident, control), entry);
                }
            }
        }
    }

    private static FeedbackBlock BlockOf(InventoryEntry entry, Incident incident, Control control) => new()
    {
        Check = FeedbackCheck.UnmetLesson,
        Container = new DeployedContainer { Namespace = entry.Resource.Namespace, Kind = entry.Resource.Kind, Workload = entry.Resource.Name, Container = entry.Container, Image = entry.Image },
        Incident = incident,
        Basis = MatchBasis.Workload,
        Severity = incident.Severity,
        Asked = [control],
        Message = FormattableString.Invariant($"incident {incident.Id}, '{incident.Rule}', seen at least {incident.CountLowerBound} times: {incident.Message}"),
    };

    /// <summary>Policies for the namespaces whose incidents ask for one; null where none does, or where they would open anything.</summary>
    private NetworkProposal? NetworkOf(IReadOnlyList<(FeedbackBlock Block, InventoryEntry Entry)> wanted)
    {
        (FeedbackBlock Block, InventoryEntry Entry)[] asked = [.. wanted.Where(pair => NetworkEvidence.Controls.Contains(pair.Block.Asked[0].Code))];
        if (asked.Length == 0 || options.Paths.Contains(ManifestSources.StandardInput))
        {
            return null;
        }

        Resource[] today = [.. ManifestSources.Resolve(options.Paths, options.WorkingDirectory).Read(new ManifestReader()).SelectMany(document => document.Resources)];
        HashSet<string> spaces = [.. asked.Select(pair => pair.Entry.Resource.Namespace ?? "default")];
        var before = new NetworkAnalyzer(today);
        string yaml = string.Join("---\n", before.Generate().Yaml.Split("---\n").Where(text => Read(text).Any(resource => spaces.Contains(resource.Identity.Namespace ?? "default"))));
        // A policy beside one that exists can allow more than it alone; what would open anything is not proposed.
        bool opens = NetworkAnalyzer.Diff(before, new NetworkAnalyzer([.. today, .. Read(yaml)])).Changes.Any(change => !change.Opened.IsEmpty);
        string[] because = [.. asked.Select(pair => $"{pair.Block.Asked[0].Code} for {pair.Entry.Resource}: {pair.Block.Message}").Distinct(StringComparer.Ordinal)];
        return opens || yaml.Length == 0 ? null : new NetworkProposal(yaml, because);
    }

    private static IEnumerable<Resource> Read(string yaml) => new ManifestReader().Read("proposal", new StringReader(yaml)).SelectMany(document => document.Resources);
}

/// <summary>What was proposed.</summary>
/// <param name="Patches">Changes of manifests, one per file.</param>
/// <param name="Network">Network policies to add; null where no incident asks for one, or where it would allow more than today.</param>
/// <param name="Undecided">Why nothing can be proposed; empty where it can.</param>
public sealed record LessonProposals(IReadOnlyList<LessonProposal> Patches, NetworkProposal? Network, IReadOnlyList<GateReason> Undecided);

/// <summary>A change of one file, and the observations that justify each part of it.</summary>
/// <param name="Patch">The change.</param>
/// <param name="Because">One line per control and incident.</param>
public sealed record LessonProposal(LessonPatch Patch, IReadOnlyList<string> Because);

/// <summary>Network policies to add, and the observations that justify them.</summary>
/// <param name="Yaml">The policies.</param>
/// <param name="Because">One line per control and incident.</param>
public sealed record NetworkProposal(string Yaml, IReadOnlyList<string> Because);
