using System.Data.Common;
using KubeSec.Feedback.Lifecycle;

namespace KubeSec.Feedback.Judgement;

/// <summary>What a recorded gate run does to incidents: shown controls mitigate, missing ones regress.</summary>
internal static class GateRunEffects
{
    public const string Actor = "kubesec gate";

    public static async Task ApplyAsync(DbConnection connection, DbTransaction transaction, GateRunRecord run, long at)
    {
        string evidence = run.Commit is null ? $"gate run {run.Pipeline ?? "without commit"}" : $"commit {run.Commit}";
        var deployment = new Deployment(run.Containers);
        foreach (Lesson lesson in await FeedbackJudge.LessonsAsync(connection, run.Containers, Findings.Severity.Info, CancellationToken.None))
        {
            DeployedContainer[] concerned = [.. lesson.Concerned(deployment)];
            if (concerned.Length == 0)
            {
                continue;
            }

            bool shown = concerned.All(lesson.IsMetBy);
            // Only what passes is deployed: a control in a build that fails protects nobody yet.
            if (!lesson.IsSettled && shown && run.Verdict == "pass" && lesson.IsWholeIn(deployment) && string.Join(", ", lesson.ShownBy(concerned)) is { Length: > 0 } controls)
            {
                await TransitionLog.MoveAsync(connection, transaction, lesson.Incident.Id, IncidentState.Mitigated, Actor, $"every manifest it concerns shows {controls}", evidence, at);
            }
            else if (lesson.IsSettled && !shown)
            {
                string reason = concerned.Any(lesson.Denies) ? "the image that brought it along was to be deployed again" : "a control that prevents it was taken away";
                await TransitionLog.MoveAsync(connection, transaction, lesson.Incident.Id, IncidentState.Regressed, Actor, reason, evidence, at);
            }
        }
    }
}
