using System.Text.Json;
using KubeSec.Findings;
using KubeSec.Gate.Exceptions;
using KubeSec.Gate.Policies;
using KubeSec.Manifests;
using KubeSec.Rules;

namespace KubeSec.Gate;

/// <summary>Answers for one build: may this be deployed? The one entry point of the command line, Cake and MSBuild.</summary>
public sealed class SecurityGate
{
    /// <summary>The rule about assertions of which nobody can tell whether they hold: not known is no pass.</summary>
    private const string NetworkAssertionUndecided = "network-assertion-undecided";

    private readonly GateOptions options;
    private readonly TimeProvider time;

    /// <summary>States what is to be judged.</summary>
    /// <param name="options">What to judge, and by which policy.</param>
    /// <param name="time">The clock that expiries are held against; the system's unless stated.</param>
    public SecurityGate(GateOptions options, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        this.options = options;
        this.time = time ?? TimeProvider.System;
    }

    /// <summary>Judges the inputs. What cannot be judged is a reason of the result, not an exception.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<GateResult> JudgeAsync(CancellationToken cancellationToken = default)
    {
        GateRun run = PolicyLoading.Begin(options, time.GetUtcNow());
        if (run.Undecided.Count > 0)
        {
            return Conclusion.Draw(run, run.Findings);
        }

        var names = new RuleNames(run.Policy.OwnRules);
        var annotations = new AnnotationBook(names, run.Today);
        var comments = new CommentBook(names, run.Today);
        await using FeedbackJudgement? feedback = FeedbackJudgement.Begin(run, time, cancellationToken);
        ManifestJudgement.Judge(run, annotations, comments, cancellationToken);
        await ImageJudgement.JudgeAsync(run, cancellationToken);
        await SignatureJudgement.JudgeAsync(run, time, cancellationToken);
        bool remembers = feedback is not null && await feedback.AskAsync(cancellationToken);
        IReadOnlyList<Finding> findings = Except(run, new WaiverBook(run.Waivers, run.Today), annotations, comments);
        foreach (Finding unknown in findings.Where(finding => finding.Suppression is null && finding.Rule.Name == NetworkAssertionUndecided))
        {
            run.Undecide(GateReasonKind.Input, unknown.Message);
        }

        GateResult result = Conclusion.Draw(run, AgainstBaseline(run, findings));
        return remembers ? await feedback!.RecordAsync(result, cancellationToken) : result;
    }

    /// <summary>Judges documents in memory by the same policy and exceptions; nothing is asked of stores or registries.</summary>
    internal IReadOnlyList<Finding> Judge(IEnumerable<ManifestDocument> documents, CancellationToken cancellationToken)
    {
        GateRun run = PolicyLoading.Begin(options, time.GetUtcNow());
        if (run.Undecided.Count > 0)
        {
            return [];
        }

        var names = new RuleNames(run.Policy.OwnRules);
        var annotations = new AnnotationBook(names, run.Today);
        var comments = new CommentBook(names, run.Today);
        ManifestJudgement.Judge(run, documents, annotations, comments, cancellationToken);
        return Except(run, new WaiverBook(run.Waivers, run.Today), annotations, comments);
    }

    private static List<Finding> Except(GateRun run, WaiverBook waivers, AnnotationBook annotations, CommentBook comments)
    {
        List<Finding> findings = [.. run.Findings.Select(finding =>
            finding.Suppression is null && Cover(finding) is { } cover ? finding with { Suppression = cover } : finding)];
        findings.AddRange(waivers.Remarks(run.Judged));
        findings.AddRange(annotations.Remarks(run.Judged));
        findings.AddRange(comments.Remarks(run.Judged));
        return findings;

        Suppression? Cover(Finding finding) =>
            // A lesson is no matter of taste of a manifest: its incident is waived by name, owner, approver and day, or it counts.
            run.IncidentOf.TryGetValue(finding, out NamedIncident? incident) ? waivers.Cover(finding, incident)
            : waivers.Cover(finding, null) ?? annotations.Cover(finding) ?? comments.Cover(finding);
    }

    private static IReadOnlyList<Finding> AgainstBaseline(GateRun run, IReadOnlyList<Finding> findings)
    {
        if (run.Policy.Baseline is not { } file)
        {
            return findings;
        }

        try
        {
            return Baseline.Read(run.Resolve(file)).Cover([.. findings.Order(FindingOrder.Instance)]);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException)
        {
            run.Undecide(GateReasonKind.Usage, $"{file}: the baseline cannot be read: {fault.Message}");
            return findings;
        }
    }
}
