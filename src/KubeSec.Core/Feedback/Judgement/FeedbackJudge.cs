using System.Data.Common;
using KubeSec.Feedback.Lifecycle;
using KubeSec.Feedback.Observations;
using KubeSec.Feedback.Storage;
using KubeSec.Findings;
using KubeSec.Images;

namespace KubeSec.Feedback.Judgement;

/// <summary>Holds what is about to be deployed against what has happened: same store and same containers, same answer.</summary>
internal static class FeedbackJudge
{
    private const int MaximumQuote = 160;

    public static async Task<FeedbackVerdict> JudgeAsync(
        DbConnection connection, IReadOnlyList<DeployedContainer> containers, Severity atLeast, CancellationToken cancellationToken)
    {
        List<FeedbackBlock> blocks = [];
        var deployment = new Deployment(containers);
        foreach (Lesson lesson in await LessonsAsync(connection, containers, atLeast, cancellationToken))
        {
            blocks.AddRange(lesson.Concerned(deployment).Select(container => Judge(lesson, container)).OfType<FeedbackBlock>().Where(block => block.Severity >= atLeast));
        }

        (IReadOnlyList<FeedbackBlock> denied, IReadOnlyList<string> undecided) = await DenialJudge.JudgeAsync(connection, containers, cancellationToken);
        IReadOnlyList<FeedbackBlock> excess = await BaselineReader.JudgeAsync(connection, containers, cancellationToken);
        return new FeedbackVerdict(
            [
                .. blocks.Concat(denied).Concat(excess)
                    .OrderBy(block => block.Check).ThenByDescending(block => block.Severity).ThenBy(block => block.Incident?.Id, StringComparer.Ordinal)
                    .ThenBy(block => block.Container.Namespace, StringComparer.Ordinal).ThenBy(block => block.Container.Workload, StringComparer.Ordinal).ThenBy(block => block.Container.Container, StringComparer.Ordinal),
            ],
            undecided);
    }

    /// <summary>What the incidents that concern some containers ask, whatever their state but the harmless ones.</summary>
    public static async Task<IReadOnlyList<Lesson>> LessonsAsync(
        DbConnection connection, IReadOnlyList<DeployedContainer> containers, Severity atLeast, CancellationToken cancellationToken)
    {
        var query = new IncidentQuery
        {
            // A regressed incident counts one step more than its observations.
            AtLeast = (Severity)Math.Max(0, (int)atLeast - 1),
            Images = [.. containers.SelectMany(ImagesOf).Distinct()],
            Workloads = [.. containers.Select(container => new WorkloadName(container.Namespace, container.Workload)).Distinct()],
            States = [IncidentState.Open, IncidentState.Triaged, IncidentState.Regressed, IncidentState.Mitigated, IncidentState.Verified],
        };
        IReadOnlyList<IncidentMatch> matches = await IncidentMatching.FindAsync(connection, query, cancellationToken);
        string[] moved = [.. matches.Where(match => match.Incident.State is not (IncidentState.Open or IncidentState.Triaged)).Select(match => match.Incident.Id)];
        Dictionary<string, List<IncidentTransition>> histories = await TransitionLog.ReadAsync(connection, moved, cancellationToken);
        return [.. matches.Select(match => new Lesson(match, histories.GetValueOrDefault(match.Incident.Id) ?? []))];
    }

    /// <summary>The incident in a sentence's middle: its id, the rule, how often, when last, and in whose words.</summary>
    public static string Describe(Incident incident)
    {
        string last = incident.LastSeen is { } at ? $", last at {EventTime.Format(at)}" : "";
        string quote = incident.Message.Length > MaximumQuote ? incident.Message[..MaximumQuote] + "…" : incident.Message;
        return FormattableString.Invariant($"incident {incident.Id} ('{incident.Rule}', seen at least {incident.CountLowerBound} times{last}: \"{quote}\")");
    }

    private static FeedbackBlock? Judge(Lesson lesson, DeployedContainer container)
    {
        if (lesson.Denies(container))
        {
            return Block(FeedbackCheck.DeniedDigest, lesson, container, [], $"the image itself brought along what {Describe(lesson.Incident)} saw; build one without it", null);
        }

        if (lesson.IsMetBy(container))
        {
            return null;
        }

        string wanted = lesson.Asked.Count > 0
            ? "it needs " + string.Join(" or ", lesson.Asked.Select(control => $"{control.Title} [{control.Code}]"))
            : "every control that a manifest can show was in place when it came back; a person has to settle it (kubesec incident triage)";
        string? patch = lesson.Asked.FirstOrDefault(control => control.Patch is not null)?.Patch;
        bool regressed = (lesson.IsSettled || lesson.Incident.State == IncidentState.Regressed) && lesson.Mitigation is not null;
        return regressed
            ? Block(
                FeedbackCheck.RegressedControl, lesson, container, lesson.Asked,
                $"{Describe(lesson.Incident)} was mitigated by {lesson.Mitigation!.Evidence} ({lesson.Mitigation.Reason}), and that no longer holds; {wanted}", patch)
            : Block(FeedbackCheck.UnmetLesson, lesson, container, lesson.Asked, $"{Describe(lesson.Incident)} is {StoreCommands.Word(lesson.Incident.State)}; {wanted}", patch);
    }

    private static FeedbackBlock Block(FeedbackCheck check, Lesson lesson, DeployedContainer container, IReadOnlyList<Control> asked, string message, string? patch) => new()
    {
        Check = check,
        Container = container,
        Incident = lesson.Incident,
        Basis = lesson.Basis,
        Severity = check == FeedbackCheck.RegressedControl ? (Severity)Math.Min((int)Severity.Critical, (int)lesson.Incident.Severity + 1) : lesson.Incident.Severity,
        Asked = asked,
        Message = message,
        Patch = patch,
    };

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
