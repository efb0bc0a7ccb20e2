using System.Globalization;
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
        item.Allow("rule", "incident", "where", "reason", "owner", "expires");
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
            Owner = item["owner"].Text(),
            Expires = ReadDay(item["expires"]),
        };
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
