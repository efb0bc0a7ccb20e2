using System.IO.Enumeration;
using System.Text.RegularExpressions;
using KubeSec.Findings;
using KubeSec.Manifests;
using KubeSec.Rules;

namespace KubeSec.Gate.Policies;

/// <summary><c>ownRules</c>: a selector, a field path, a condition and a message make a rule without compiling anything.</summary>
internal static partial class OwnRulesSection
{
    public static IReadOnlyList<OwnRule> Read(PolicyNode rules)
    {
        var read = new List<OwnRule>();
        foreach (PolicyNode item in rules.Items)
        {
            if (ReadRule(item) is { } rule)
            {
                if (read.Any(other => other.Info.Code == rule.Info.Code || other.Info.Name == rule.Info.Name))
                {
                    item.Report($"there is already a rule {rule.Info.Code} or {rule.Info.Name}");
                    continue;
                }

                read.Add(rule);
            }
        }

        return read;
    }

    private static OwnRule? ReadRule(PolicyNode item)
    {
        item.Allow("code", "name", "message", "severity", "why", "remedy", "select", "each", "field", "condition");
        string? code = Fitting(item["code"], Code(), "a rule needs a code of the team's own, such as ACME001 (KS is kept for KubeSec)");
        string? name = Fitting(item["name"], Name(), "a rule needs a name in kebab-case, such as team-label-missing");
        string? message = item["message"].RequiredText("a rule needs a message that says what is wrong");
        FieldPath? path = item["field"].Exists ? item["field"].Parse<FieldPath>(FieldPath.TryParse) : null;
        if (!item["field"].Exists)
        {
            item.Report("a rule needs the field it is about, such as field: metadata.labels.team");
        }

        Func<Field, bool>? condition = FieldCondition.Read(item["condition"]);
        Func<Resource, bool> selected = ReadSelector(item["select"]);
        Each each = item["each"].Word<Each>() ?? Each.Resource;
        if (code is null || name is null || message is null || path is null || condition is null)
        {
            return null;
        }

        RuleBuilder builder = new RuleBuilder(code, name)
            .Titled(message).Because(item["why"].Text() ?? message).MendedBy(item["remedy"].Text() ?? "")
            .OfSeverity(item["severity"].Word<Severity>() ?? Severity.Medium);
        return Asking(builder, each, selected, root => path.From(root).Where(condition), message).Build();
    }

    private static RuleBuilder Asking(RuleBuilder builder, Each each, Func<Resource, bool> selected, Func<Field, IEnumerable<Field>> guilty, string message)
    {
        void Report(Resource resource, Field root, Action<Field, string> report)
        {
            if (selected(resource))
            {
                foreach (Field field in guilty(root))
                {
                    report(field, message);
                }
            }
        }

        return each switch
        {
            Each.Container => builder.ForContainers((container, report) => Report(container.Workload.Resource, container.Field, report)),
            Each.Pod => builder.ForWorkloads((workload, report) => Report(workload.Resource, workload.Template, report)),
            _ => builder.ForResources((resource, report) => Report(resource, resource.Root, report)),
        };
    }

    private static Func<Resource, bool> ReadSelector(PolicyNode select)
    {
        select.Allow("kinds", "namespace", "name", "labels");
        IReadOnlyList<string> kinds = select["kinds"].Texts();
        string? @namespace = select["namespace"].Text();
        string? name = select["name"].Text();
        (string Key, string? Value)[] labels = [.. select["labels"].Entries.Select(label => (label.Key, label.Text()))];

        // As kubectl takes them, a kind may be written in lower case: one that selects nothing would look like a rule that holds.
        return resource => (kinds.Count == 0 || kinds.Contains(resource.Kind, StringComparer.OrdinalIgnoreCase))
            && Fits(@namespace, resource.EffectiveNamespace) && Fits(name, resource.Identity.Name)
            && labels.All(label => resource.Labels[label.Key].Text is { } text && Fits(label.Value, text));
    }

    private static bool Fits(string? pattern, string text) =>
        pattern is null || FileSystemName.MatchesSimpleExpression(pattern, text, ignoreCase: false);

    private static string? Fitting(PolicyNode node, Regex form, string otherwise)
    {
        if (node.Field.Text is { } text && form.IsMatch(text))
        {
            return text;
        }

        node.Report(otherwise);
        return null;
    }

    [GeneratedRegex("^(?!KS)[A-Z][A-Z0-9-]{1,31}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();

    [GeneratedRegex("^[a-z][a-z0-9]*(-[a-z0-9]+)*$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();

    /// <summary>What the field path starts from.</summary>
    private enum Each
    {
        Resource,
        Pod,
        Container,
    }
}
