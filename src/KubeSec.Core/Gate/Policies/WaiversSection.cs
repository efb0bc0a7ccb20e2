using System.Globalization;
using KubeSec.Feedback.Decisions;
using KubeSec.Findings;
using KubeSec.Images;

namespace KubeSec.Gate.Policies;

/// <summary><c>waivers</c>: findings the team lives with, each with its reason.</summary>
internal static class WaiversSection
{
    private const string Example = "reason: what makes this acceptable here";

    public static IReadOnlyList<PlacedWaiver> Read(PolicyNode waivers, RuleNames names) =>
        [.. waivers.Items.Select(item => ReadWaiver(item, names)).OfType<PlacedWaiver>()];

    private static PlacedWaiver? ReadWaiver(PolicyNode item, RuleNames names)
    {
        item.Allow("rule", "incident", "where", "reason", "owner", "approver", "from", "expires", "upTo");
        string? rule = item["rule"].Text();
        string? incident = item["incident"].Text();
        if ((rule is null) == (incident is null))
        {
            item.Report("a waiver names either a rule or an incident");
            return null;
        }

        string? reason = item["reason"].RequiredText($"a waiver needs a reason; write {Example}");
        bool known = rule is null || names.Contains(rule);
        if (!known)
        {
            item["rule"].Report(names.Unknown(rule!));
        }

        var waiver = new Waiver
        {
            Rule = rule,
            Incident = incident,
            Where = ReadScope(item["where"]),
            Reason = reason ?? "",
            Owner = incident is null ? item["owner"].Text() : item["owner"].RequiredText("a waiver of an incident needs an owner"),
            Approver = incident is null ? item["approver"].Text() : item["approver"].RequiredText("a waiver of an incident needs an approver other than its owner"),
            From = ReadDay(item["from"]),
            UpTo = item["upTo"].Word<Severity>() ?? Severity.High,
            Expires = ReadDay(item["expires"]),
        };
        if (incident is not null && waiver.Expires is null && !item["expires"].Exists)
        {
            item.Report($"a waiver of an incident needs a last day; write expires: 2027-03-31, {IncidentWaiver.LongestTerm.TotalDays.ToString(CultureInfo.InvariantCulture)} days from now at most");
        }

        if (incident is not null && waiver.Owner is { } owner && string.Equals(owner.Trim(), waiver.Approver?.Trim(), StringComparison.OrdinalIgnoreCase))
        {
            item["approver"].Report($"{owner.Trim()} cannot approve a waiver of their own");
        }

        return reason is not null && known ? new PlacedWaiver(waiver, item.Field.Span) : null;
    }

    private static WaiverScope ReadScope(PolicyNode where)
    {
        where.Allow("kind", "namespace", "name", "container", "image");
        return new WaiverScope
        {
            Kind = where["kind"].Text(),
            Namespace = where["namespace"].Text(),
            Name = where["name"].Text(),
            Container = where["container"].Text(),
            Image = where["image"].Parse<ImageGlob>(ImageGlob.TryParse),
        };
    }

    private static DateOnly? ReadDay(PolicyNode expires)
    {
        if (expires.Text() is not { } text)
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day))
        {
            return day;
        }

        expires.Report($"'{text}' is no day; write it as 2027-03-31");
        return null;
    }
}
