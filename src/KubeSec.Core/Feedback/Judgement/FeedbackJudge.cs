using System.Data.Common;
using KubeSec.Feedback.Lifecycle;
using KubeSec.Feedback.Storage;
using KubeSec.Findings;
using KubeSec.Images;

namespace KubeSec.Feedback.Judgement;

/// <summary>Holds what is about to be deployed against what has happened: same store and same containers, same answer.</summary>
internal static class FeedbackJudge
{
    private static readonly IncidentState[] Settled = [IncidentState.Mitigated, IncidentState.Verified];

    public static async Task<IReadOnlyList<FeedbackBlock>> JudgeAsync(
        DbConnection connection, IReadOnlyList<DeployedContainer> containers, Severity atLeast, CancellationToken cancellationToken)
    {
        IReadOnlyList<IncidentMatch> matches = await MatchAsync(connection, containers, atLeast, cancellationToken);
        List<FeedbackBlock> blocks = [];
        foreach (IncidentMatch match in matches)
        {
            IReadOnlyList<IncidentTransition> history = await TransitionLog.ReadAsync(connection, match.Incident.Id, cancellationToken);
            blocks.AddRange(containers.Where(container => Concerns(match, container)).Select(container => Judge(match, container, history)).OfType<FeedbackBlock>());
        }

        return
        [
            .. blocks.Where(block => block.Severity >= atLeast)
                .OrderBy(block => block.Check).ThenByDescending(block => block.Severity).ThenBy(block => block.Incident.Id, StringComparer.Ordinal)
                .ThenBy(block => block.Container.Namespace, StringComparer.Ordinal).ThenBy(block => block.Container.Workload, StringComparer.Ordinal).ThenBy(block => block.Container.Container, StringComparer.Ordinal),
        ];
    }

    /// <summary>The incidents that concern some containers, whatever their state but the harmless ones.</summary>
    public static Task<IReadOnlyList<IncidentMatch>> MatchAsync(
        DbConnection connection, IReadOnlyList<DeployedContainer> containers, Severity atLeast, CancellationToken cancellationToken)
    {
        var query = new IncidentQuery
        {
            // A regressed incident counts one step more than its observations.
            AtLeast = (Severity)Math.Max(0, (int)atLeast - 1),
            Images = [.. containers.SelectMany(ImagesOf).Distinct()],
            Workloads = [.. containers.Select(container => new WorkloadName(container.Namespace, container.Workload)).Distinct()],
            States = [IncidentState.Open, IncidentState.Triaged, IncidentState.Regressed, .. Settled],
        };
        return IncidentMatching.FindAsync(connection, query, cancellationToken);
    }

    /// <summary>The preventing controls of an incident that a manifest, image or policy can show.</summary>
    public static IReadOnlyList<Control> Preventing(Incident incident) =>
        [.. ControlCatalogue.For(incident).Where(requirement => requirement.Effect == ControlEffect.Prevents).Select(requirement => requirement.Control)];

    /// <summary>Whether an incident that was matched at all concerns this container.</summary>
    public static bool Concerns(IncidentMatch match, DeployedContainer container)
    {
        HashSet<string> values = [.. match.Incident.Subjects.Where(subject => subject.Kind is SubjectKind.Digest or SubjectKind.Image or SubjectKind.Workload).Select(subject => subject.Value)];
        bool charges = match.Incident.Origin is not (OriginClass.Operator or OriginClass.Host);
        return (charges && ImagesOf(container).Any(image => values.Contains(image.Repository) || (image.Digest is { } digest && values.Contains(digest.ToString()))))
            || values.Contains($"{container.Namespace}/{container.Workload}") || values.Contains($"/{container.Workload}")
            || (container.Namespace is null && values.Any(value => value.EndsWith("/" + container.Workload, StringComparison.Ordinal)));
    }

    private static FeedbackBlock? Judge(IncidentMatch match, DeployedContainer container, IReadOnlyList<IncidentTransition> history)
    {
        Incident incident = match.Incident;
        IReadOnlyList<Control> asked = Preventing(incident);
        bool settled = Settled.Contains(incident.State);
        if (!settled && incident.Origin == OriginClass.ImageBorne && match.Basis == MatchBasis.Digest)
        {
            return Block(FeedbackCheck.DeniedDigest, match, container, [], $"this image brought along what {Describe(incident)} saw; build one without it", null);
        }

        if (asked.Any(control => container.Controls.Contains(control.Code)))
        {
            return null;
        }

        Control? easiest = asked.FirstOrDefault(control => control.Patch is not null);
        string wanted = string.Join(" or ", asked.Select(control => $"{control.Title} [{control.Code}]"));
        IncidentTransition? mitigation = history.LastOrDefault(step => step.To == IncidentState.Mitigated);
        return (settled || incident.State == IncidentState.Regressed) && mitigation is not null
            ? Block(
                FeedbackCheck.RegressedControl, match, container, asked,
                $"{Describe(incident)} was mitigated ({mitigation.Evidence}), and the control is gone; it needs {wanted}", easiest?.Patch)
            : Block(FeedbackCheck.UnmetLesson, match, container, asked, $"{Describe(incident)} is {StoreCommands.Word(incident.State)}; it needs {wanted}", easiest?.Patch);
    }

    private static FeedbackBlock Block(FeedbackCheck check, IncidentMatch match, DeployedContainer container, IReadOnlyList<Control> asked, string message, string? patch) => new()
    {
        Check = check,
        Container = container,
        Incident = match.Incident,
        Basis = match.Basis,
        Severity = check == FeedbackCheck.RegressedControl ? (Severity)Math.Min((int)Severity.Critical, (int)match.Incident.Severity + 1) : match.Incident.Severity,
        Asked = asked,
        Message = message,
        Patch = patch,
    };

    private static string Describe(Incident incident) => FormattableString.Invariant($"incident {incident.Id} ({incident.Rule}, seen {incident.CountLowerBound} times)");

    private static IEnumerable<ImageReference> ImagesOf(DeployedContainer container)
    {
        if (!ImageReference.TryParse(container.Image, out ImageReference? image, out _))
        {
            yield break;
        }

        yield return image;
        foreach (string alias in container.Aliases)
        {
            if (Digest.TryParse(alias, out Digest? digest, out _))
            {
                yield return image.WithDigest(digest);
            }
        }
    }
}
