using KubeSec.Feedback;
using KubeSec.Findings;

namespace KubeSec.Gate.Policies;

/// <summary><c>feedback</c>: where lessons are kept, and which close the gate.</summary>
internal static class FeedbackSection
{
    public static FeedbackPolicy? Read(PolicyNode feedback)
    {
        feedback.Allow("store", "block");
        feedback["block"].Allow("severity");
        return feedback.Exists
            ? new FeedbackPolicy
            {
                Store = feedback["store"].Exists
                    ? feedback["store"].RequiredText("name the store: a SQLite file") ?? IncidentStoreOptions.DefaultLocation
                    : IncidentStoreOptions.DefaultLocation,
                BlockSeverity = feedback["block"]["severity"].Word<Severity>() ?? Severity.High,
            }
            : null;
    }
}
