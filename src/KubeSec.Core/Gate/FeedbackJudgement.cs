using KubeSec.Feedback;
using KubeSec.Findings;
using KubeSec.Images;
using KubeSec.Inventory;

namespace KubeSec.Gate;

/// <summary>Asks the feedback store what run time has taught about these images and workloads, and records the run there.</summary>
internal sealed class FeedbackJudgement : IAsyncDisposable
{
    private readonly GateRun run;
    private readonly IncidentStore store;

    private FeedbackJudgement(GateRun run, IncidentStore store)
    {
        this.run = run;
        this.store = store;
    }

    /// <summary>Opens the store; null where it is not asked for, or cannot be opened, which the run then knows.</summary>
    public static async Task<FeedbackJudgement?> OpenAsync(GateRun run, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!run.Asks(GateChecks.Feedback))
        {
            return null;
        }

        run.Tell("asking the feedback store");
        string location = (run.Policy.Feedback ?? new FeedbackPolicy()).Store;
        bool standard = location == IncidentStoreOptions.DefaultLocation;
        bool remote = location.Contains("://", StringComparison.Ordinal);
        if (remote && run.Options.Offline)
        {
            run.Undecide(GateReasonKind.Store, "the feedback store is on a server, and no socket is to be opened");
            return null;
        }

        try
        {
            var options = new IncidentStoreOptions { Location = remote ? location : run.Resolve(location), Create = standard, MaximumAge = run.Policy.Feedback?.MaximumAge };
            return new FeedbackJudgement(run, await IncidentStore.OpenAsync(options, time, cancellationToken));
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

        return null;
    }

    /// <summary>Turns every open incident that concerns a container into a finding at its image.</summary>
    public async Task AskAsync(CancellationToken cancellationToken)
    {
        var query = new IncidentQuery
        {
            AtLeast = (run.Policy.Feedback ?? new FeedbackPolicy()).BlockSeverity,
            Images = [.. run.Inventory.Entries.Select(ReferenceOf).OfType<ImageReference>().Distinct()],
            Workloads = [.. run.Inventory.Entries.Select(NameOf).Distinct()],
        };
        try
        {
            foreach (IncidentMatch match in await store.FindAsync(query, cancellationToken))
            {
                Report(match);
            }
        }
        catch (FeedbackStoreException fault)
        {
            run.Undecide(GateReasonKind.Store, fault.Message);
        }
    }

    /// <summary>Records the verdict; one that cannot be recorded is no pass.</summary>
    public async Task<GateResult> RecordAsync(GateResult result, CancellationToken cancellationToken)
    {
        try
        {
            await store.RecordGateRunAsync(RecordOf(result), cancellationToken);
            return result;
        }
        catch (FeedbackStoreException fault)
        {
            run.Undecide(GateReasonKind.Store, $"the run could not be recorded: {fault.Message}");
            return Conclusion.Draw(run, result.Findings);
        }
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    private static ImageReference? ReferenceOf(InventoryEntry entry) =>
        ImageReference.TryParse(entry.Image, out ImageReference? reference, out _) ? reference : null;

    private static WorkloadName NameOf(InventoryEntry entry) => new(entry.Resource.Namespace, entry.Resource.Name);

    private void Report(IncidentMatch match)
    {
        Incident incident = match.Incident;
        run.Incidents.Add(incident);
        bool Concerned(InventoryEntry entry) => match.Image is { } image ? image.Equals(ReferenceOf(entry)) : NameOf(entry) == match.Workload;
        foreach (InventoryEntry entry in run.Inventory.Mark(Concerned, entry => entry with { Incidents = [.. entry.Incidents, incident.Id] }).DistinctBy(entry => (entry.Resource, match.Image is null ? "" : entry.Container)))
        {
            var finding = new Finding
            {
                Rule = JoinRules.OpenIncident,
                // The policy's own level for incidents decides: what it blocks counts whatever the threshold for findings.
                Severity = incident.Severity > run.Policy.FailOn ? incident.Severity : run.Policy.FailOn,
                Message = FormattableString.Invariant(
                    $"incident {incident.Id} is {Word(incident.State)}: '{incident.Rule}' ({Word(incident.Severity)}, seen at least {incident.CountLowerBound} times), tied by {Word(match.Basis)}"),
                Span = entry.Span,
                Resource = entry.Resource,
                Container = entry.Container,
                Image = entry.Image,
            };
            run.IncidentOf.Add(finding, incident.Id);
            run.Findings.Add(finding);
        }
    }

    private GateRunRecord RecordOf(GateResult result) => new()
    {
        Verdict = Word(result.Verdict),
        Commit = run.Options.Commit,
        Pipeline = run.Options.Pipeline,
        Containers = [.. result.Inventory.Where(entry => entry.Image.Length > 0).Select(entry => new DeployedContainer
        {
            Namespace = entry.Resource.Namespace,
            Kind = entry.Resource.Kind,
            Workload = entry.Resource.Name,
            Container = entry.Container,
            Image = entry.Image,
            File = entry.Span.File,
            Line = entry.Span.Line,
        })],
        Findings = result.Findings.Where(result.Counts).CountBy(finding => Word(finding.Severity)).ToDictionary(StringComparer.Ordinal),
    };

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
