using KubeSec.Feedback;
using KubeSec.Findings;
using KubeSec.Gate.Lessons;
using KubeSec.Inventory;

namespace KubeSec.Gate;

/// <summary>Asks the feedback store what run time has taught about these images and workloads, and records the run there.</summary>
internal sealed class FeedbackJudgement : IAsyncDisposable
{
    private readonly GateRun run;
    private readonly Task<IncidentStore> opening;

    private FeedbackJudgement(GateRun run, Task<IncidentStore> opening)
    {
        this.run = run;
        this.opening = opening;
    }

    /// <summary>The store, once it is open.</summary>
    private IncidentStore Store => opening.Result;

    private FeedbackPolicy Policy => run.Policy.Feedback ?? new FeedbackPolicy();

    /// <summary>Begins to open the store, while manifests and images are judged; null where it is not asked for.</summary>
    public static FeedbackJudgement? Begin(GateRun run, TimeProvider time, CancellationToken cancellationToken) => run.Asks(GateChecks.Feedback)
        ? new FeedbackJudgement(run, Task.Run(() => OpenStoreAsync(run, time, cancellationToken), CancellationToken.None))
        : null;

    /// <summary>Turns everything that stands in the way of a container into a finding at its image, with the patches that would meet it.</summary>
    /// <returns>False where the store cannot be opened, which the run then knows.</returns>
    public async Task<bool> AskAsync(CancellationToken cancellationToken)
    {
        if (!await OpenAsync())
        {
            return false;
        }

        try
        {
            FeedbackVerdict verdict = await Store.JudgeAsync(Containers(run.Inventory.Entries), run.Options.Rehearsal ? Severity.Info : Policy.BlockSeverity, cancellationToken);
            foreach (string reason in verdict.Undecided)
            {
                run.Undecide(GateReasonKind.Store, reason);
            }

            ILookup<(string, int?, ResourceKey), InventoryEntry> entries = run.Inventory.Entries.ToLookup(entry => KeyOf(entry));
            List<(FeedbackBlock Block, InventoryEntry Entry)> blocks = [.. verdict.Blocks.SelectMany(block => entries[KeyOf(block.Container)].Take(1).Select(entry => (block, entry)))];
            new NetworkEvidence(run).Prove(blocks, cancellationToken);
            blocks.RemoveAll(pair => pair.Block.Asked.Any(control => run.Controls.ShownBy(pair.Entry).Contains(control.Code) && NetworkEvidence.Controls.Contains(control.Code)));
            var patcher = new LessonPatcher(run);
            run.Patches = patcher.Patch(blocks);
            var findings = new LessonFindings(run, patcher.Chosen);
            findings.Report(blocks);
            findings.ReportProvenance(blocks);
            run.Waivers = [.. run.Waivers, .. StoredWaivers.Place(run, await Store.WaiversAsync(cancellationToken))];
        }
        catch (FeedbackStoreException fault)
        {
            run.Undecide(GateReasonKind.Store, fault.Message);
        }

        return true;
    }

    /// <summary>Records the verdict; one that cannot be recorded is no pass.</summary>
    public async Task<GateResult> RecordAsync(GateResult result, CancellationToken cancellationToken)
    {
        try
        {
            IReadOnlyList<PastBuild> past = PastBuild.Read(await Store.GateRunsAsync(PastBuild.Most, cancellationToken));
            await Store.RecordGateRunAsync(RecordOf(result), cancellationToken);
            return result with { PastBuilds = past };
        }
        catch (FeedbackStoreException fault)
        {
            run.Undecide(GateReasonKind.Store, $"the run could not be recorded: {fault.Message}");
            return Conclusion.Draw(run, result.Findings);
        }
    }

    /// <summary>Closes the store, even where the run ended before it was asked.</summary>
    public async ValueTask DisposeAsync()
    {
        await ((Task)opening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (opening.IsCompletedSuccessfully)
        {
            await Store.DisposeAsync();
        }
    }

    private async Task<bool> OpenAsync()
    {
        run.Tell("asking the feedback store");
        try
        {
            await opening;
            return true;
        }
        catch (FeedbackStoreException fault) when (run.Policy.Feedback is null && fault.Fault is FeedbackStoreFault.ReadOnly)
        {
            // Nobody asked for a store, and none is there: there is nothing it could have said.
            run.Notes.Add($"the run is not recorded: {fault.Message}");
        }
        catch (FeedbackStoreException fault)
        {
            run.Undecide(GateReasonKind.Store, fault.Message);
        }

        return false;
    }

    private static Task<IncidentStore> OpenStoreAsync(GateRun run, TimeProvider time, CancellationToken cancellationToken)
    {
        string location = (run.Policy.Feedback ?? new FeedbackPolicy()).Store;
        bool remote = location.Contains("://", StringComparison.Ordinal);
        if (remote && run.Options.Offline)
        {
            throw new FeedbackStoreException(FeedbackStoreFault.Unreachable, "the feedback store is on a server, and no socket is to be opened");
        }

        bool standard = location == IncidentStoreOptions.DefaultLocation;
        var options = new IncidentStoreOptions { Location = remote ? location : run.Resolve(location), Create = standard && !run.Options.Rehearsal, MaximumAge = run.Policy.Feedback?.MaximumAge };
        return IncidentStore.OpenAsync(options, time, cancellationToken);
    }

    private static (string, int?, ResourceKey) KeyOf(InventoryEntry entry) =>
        (entry.Span.File, entry.Span.Line, new ResourceKey(entry.Resource.Namespace, entry.Resource.Kind, entry.Resource.Name, entry.Container));

    private static (string, int?, ResourceKey) KeyOf(DeployedContainer container) =>
        (container.File ?? "", container.Line, new ResourceKey(container.Namespace, container.Kind, container.Workload, container.Container));

    private DeployedContainer[] Containers(IEnumerable<InventoryEntry> entries) =>
    [
        .. entries.Where(entry => entry.Image.Length > 0).Select(entry => new DeployedContainer
        {
            Namespace = entry.Resource.Namespace,
            Kind = entry.Resource.Kind,
            Workload = entry.Resource.Name,
            Container = entry.Container,
            Image = entry.Image,
            Controls = run.Controls.ShownBy(entry),
            File = entry.Span.File,
            Line = entry.Span.Line,
        }),
    ];

    private GateRunRecord RecordOf(GateResult result) => new()
    {
        Verdict = Words.Of(result.Verdict),
        Commit = run.Options.Commit,
        Pipeline = run.Options.Pipeline,
        Containers = Containers(result.Inventory),
        Unmet = [.. result.Incidents.Select(incident => incident.Id).Order(StringComparer.Ordinal)],
        Findings = result.Findings.Where(result.Counts).CountBy(finding => Words.Of(finding.Severity)).ToDictionary(StringComparer.Ordinal),
    };

    private sealed record ResourceKey(string? Namespace, string Kind, string Name, string Container);
}
