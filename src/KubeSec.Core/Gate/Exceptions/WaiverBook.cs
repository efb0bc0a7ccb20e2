using System.Globalization;
using System.IO.Enumeration;
using KubeSec.Feedback.Decisions;
using KubeSec.Findings;
using KubeSec.Gate.Policies;
using KubeSec.Images;
using KubeSec.Rules;

namespace KubeSec.Gate.Exceptions;

/// <summary>The policy's waivers in use: which finding each covers, which have expired, which nobody needs.</summary>
internal sealed class WaiverBook
{
    private readonly List<Entry> entries;

    /// <summary>How long before its end a waiver of an incident is spoken of.</summary>
    private const int DaysOfNotice = 14;

    private readonly DateOnly today;

    public WaiverBook(IEnumerable<PlacedWaiver> waivers, DateOnly today)
    {
        this.today = today;
        entries = [.. waivers.Select(placed => new Entry(placed, placed.Waiver.Expires < today, ProblemOf(placed.Waiver, today)))];
    }

    /// <summary>The suppression of the first waiver that covers a finding, or null.</summary>
    /// <param name="finding">The finding.</param>
    /// <param name="incident">The incident it names, if it is a lesson from run time.</param>
    public Suppression? Cover(Finding finding, NamedIncident? incident)
    {
        Suppression? suppression = null;
        foreach (Entry entry in entries.Where(entry => Covers(entry.Placed.Waiver, finding, incident)))
        {
            entry.Used = true;
            if (!entry.Expired && entry.Problem is null && !(entry.Placed.Waiver.From > today))
            {
                suppression ??= new Suppression(SuppressionKind.Waiver, entry.Placed.Waiver.Reason);
            }
        }

        return suppression;
    }

    /// <summary>What is to be said of the waivers themselves once every finding has been held against them.</summary>
    /// <param name="judged">Whether the run asked a rule of everything: only then is an unused waiver of it known to be needless. For null: every rule.</param>
    public IEnumerable<Finding> Remarks(Func<string?, bool> judged)
    {
        foreach (Entry entry in entries)
        {
            Waiver waiver = entry.Placed.Waiver;
            string subject = waiver.Rule ?? $"incident {waiver.Incident}";
            if (entry.Problem is { } problem)
            {
                yield return PolicyRules.WaiverInvalid.At(entry.Placed.Span, $"the waiver of {subject} does not count: {problem}");
            }
            else if (entry.Expired)
            {
                string day = waiver.Expires!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
                string owner = waiver.Owner is null ? "" : $"; ask {waiver.Owner}";
                yield return PolicyRules.WaiverExpired.At(entry.Placed.Span, $"the waiver of {subject} expired on {day} and no longer counts{owner}");
            }
            else if (waiver.Incident is not null && entry.Used && waiver.Expires!.Value.DayNumber - today.DayNumber <= DaysOfNotice)
            {
                string day = waiver.Expires.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
                yield return LessonRules.WaiverEnds.At(entry.Placed.Span, $"the waiver of {subject} ends on {day}; ask {waiver.Owner}");
            }
            else if (!entry.Used && judged(waiver.Rule))
            {
                yield return PolicyRules.WaiverUnused.At(entry.Placed.Span, $"the waiver of {subject} covers nothing");
            }
        }
    }

    // A lesson is waived by its incident alone: a waiver of its rule would cover incidents that nobody has seen yet.
    private static bool Covers(Waiver waiver, Finding finding, NamedIncident? incident)
    {
        bool subject = waiver.Rule is { } rule
            ? incident is null && (rule == finding.Rule.Name || rule == finding.Rule.Code)
            : incident is not null && waiver.Incident == incident.Id && incident.Severity <= waiver.UpTo;
        WaiverScope where = waiver.Where;
        return subject
            && Fits(where.Kind, finding.Resource?.Kind)
            && Fits(where.Namespace, finding.Resource is { } resource ? resource.Namespace ?? "default" : null)
            && Fits(where.Name, finding.Resource?.Name)
            && Fits(where.Container, finding.Container)
            && (where.Image is null || (ImageReference.TryParse(finding.Image, out ImageReference? image, out _) && where.Image.Matches(image)));
    }

    private static bool Fits(string? pattern, string? text) =>
        pattern is null || (text is not null && FileSystemName.MatchesSimpleExpression(pattern, text, ignoreCase: false));

    private static string? ProblemOf(Waiver waiver, DateOnly today) => waiver switch
    {
        { Incident: null } => null,
        { Expires: null } => "it needs a last day",
        { Expires: { } expires } when expires < today => null,
        _ => IncidentWaiver.ProblemOf(waiver.Owner ?? "", waiver.Approver ?? "", waiver.Reason, waiver.From ?? today, waiver.Expires.Value),
    };

    private sealed class Entry(PlacedWaiver placed, bool expired, string? problem)
    {
        public PlacedWaiver Placed { get; } = placed;

        public string? Problem { get; } = problem;

        public bool Expired { get; } = expired;

        public bool Used { get; set; }
    }
}
