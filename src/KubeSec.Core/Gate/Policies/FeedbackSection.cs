using System.Globalization;
using KubeSec.Feedback;
using KubeSec.Findings;

namespace KubeSec.Gate.Policies;

/// <summary><c>feedback</c>: where lessons are kept, and which close the gate.</summary>
internal static class FeedbackSection
{
    public static FeedbackPolicy? Read(PolicyNode feedback)
    {
        feedback.Allow("store", "maxAgeHours", "block");
        feedback["block"].Allow("severity");
        return feedback.Exists
            ? new FeedbackPolicy
            {
                Store = feedback["store"].Exists
                    ? feedback["store"].RequiredText("name the store: a SQLite file or a postgres:// address") ?? IncidentStoreOptions.DefaultLocation
                    : IncidentStoreOptions.DefaultLocation,
                BlockSeverity = feedback["block"]["severity"].Word<Severity>() ?? Severity.High,
                MaximumAge = ReadHours(feedback["maxAgeHours"]),
            }
            : null;
    }

    private static TimeSpan? ReadHours(PolicyNode node)
    {
        if (node.Text() is not { } text)
        {
            return null;
        }

        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double hours) && hours is > 0 and <= 876000)
        {
            return TimeSpan.FromHours(hours);
        }

        node.Report($"'{text}' is no number of hours above 0 and up to 876000");
        return null;
    }
}
