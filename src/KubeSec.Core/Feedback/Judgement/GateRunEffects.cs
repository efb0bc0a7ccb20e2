using System.Data.Common;
using KubeSec.Feedback.Lifecycle;

namespace KubeSec.Feedback.Judgement;

/// <summary>What a recorded gate run does to incidents: shown controls mitigate, missing ones regress.</summary>
internal static class GateRunEffects
{
    private const string Actor = "kubesec gate";

    public static async Task ApplyAsync(DbConnection connection, DbTransaction transaction, GateRunRecord run, long at)
    {
        IReadOnlyList<IncidentMatch> matches = await FeedbackJudge.MatchAsync(connection, run.Containers, Findings.Severity.Info, CancellationToken.None);
        string evidence = run.Commit is null ? $"gate run {run.Pipeline ?? "without commit"}" : $"commit {run.Commit}";
        foreach (IncidentMatch match in matches)
        {
            IReadOnlyList<Control> preventing = FeedbackJudge.Preventing(match.Incident);
            DeployedContainer[] concerned = [.. run.Containers.Where(container => FeedbackJudge.Concerns(match, container))];
            bool shown = concerned.Length > 0 && concerned.All(container => preventing.Any(control => container.Controls.Contains(control.Code)));
            bool settled = match.Incident.State is IncidentState.Mitigated or IncidentState.Verified;
            // Only what passes is deployed: a control in a build that fails protects nobody yet.
            if (!settled && shown && run.Verdict == "pass")
            {
                string controls = string.Join(", ", preventing.Where(control => concerned.All(container => container.Controls.Contains(control.Code))).Select(control => control.Code));
                await TransitionLog.MoveAsync(connection, transaction, match.Incident.Id, IncidentState.Mitigated, Actor, $"every manifest it concerns shows {controls}", evidence, at);
            }
            else if (settled && !shown && concerned.Length > 0)
            {
                await TransitionLog.MoveAsync(connection, transaction, match.Incident.Id, IncidentState.Regressed, Actor, "a control that prevents it was taken away", evidence, at);
            }
        }
    }
}
