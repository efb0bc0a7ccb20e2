using System.Globalization;
using System.Text;
using KubeSec.Findings;

namespace KubeSec.Rules;

/// <summary>A rule's page in Markdown, from its own metadata and examples: what docs/rules holds and <c>kubesec rules NAME</c> prints.</summary>
internal static class RulePage
{
    public static string Write(RuleInfo rule, RuleExamples? examples)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"# {rule.Code} {rule.Name}\n\n{rule.Title}.\n\n");
        page.Append(CultureInfo.InvariantCulture, $"Severity **{Word(rule.Severity)}**, {(rule.EnabledByDefault ? "on" : "off")} by default.\n");
        Section(page, "Why it matters", rule.Why);
        Section(page, "How it is attacked", rule.Attack);
        Section(page, "What it finds", examples is null ? "" : $"Each line that ends in `# {rule.Code}` is reported.\n\n```yaml\n{examples.Failing}```");
        Section(page, "What it passes", examples is null ? "" : $"```yaml\n{examples.Passing}```");
        Section(page, "How to mend it", rule.Remedy + FixNote(rule));
        Section(page, "When to waive it", rule.WhenToWaive);
        if (rule.Frameworks.Count > 0)
        {
            Section(page, "References", string.Join('\n', rule.Frameworks.Select(reference => $"- {Title(reference.Framework)}: {reference.Control}")));
        }

        return page.ToString();
    }

    /// <summary>The list of all rules.</summary>
    public static string WriteIndex(IEnumerable<RuleInfo> rules)
    {
        var page = new StringBuilder("# Rules\n\n");
        page.Append("Written from the rules' own metadata; [out-of-scope.md](out-of-scope.md) says what is no rule, and why.\n");
        foreach (IGrouping<RuleCategory, RuleInfo> category in rules.OrderBy(rule => rule.Code, StringComparer.Ordinal).GroupBy(rule => rule.Category))
        {
            page.Append(CultureInfo.InvariantCulture, $"\n## {Title(category.Key)}\n\n| code | rule | severity | what is wrong | fix |\n|---|---|---|---|---|\n");
            foreach (RuleInfo rule in category)
            {
                page.Append(CultureInfo.InvariantCulture, $"| {rule.Code} | [{rule.Name}]({rule.Name}.md) | {Word(rule.Severity)} | {rule.Title} | {(rule.Sets is null ? "" : "yes")} |\n");
            }
        }

        return page.ToString();
    }

    private static string FixNote(RuleInfo rule) =>
        rule.Sets is { } sets
            ? $"\n\n`kubesec fix` {(sets.Value is null ? "takes the field out" : $"sets the field to `{sets.Value}`")}. It may break: {sets.MayBreak}"
            : "";

    private static void Section(StringBuilder page, string title, string text)
    {
        if (text.Length > 0)
        {
            page.Append(CultureInfo.InvariantCulture, $"\n## {title}\n\n{text}\n");
        }
    }

    private static string Word(Severity severity) => severity.ToString().ToLowerInvariant();

    private static string Title(string framework) => framework switch
    {
        Frameworks.PssBaseline => "Pod Security Standards, baseline",
        Frameworks.PssRestricted => "Pod Security Standards, restricted",
        "nsa" => "NSA/CISA Kubernetes Hardening Guide",
        "cis" => "CIS Kubernetes Benchmark 1.12",
        "owasp" => "OWASP Kubernetes Top Ten",
        "attack" => "MITRE ATT&CK",
        _ => framework,
    };

    private static string Title(RuleCategory category) => category switch
    {
        RuleCategory.Pod => "Pods and containers",
        RuleCategory.Image => "Images and supply chain",
        RuleCategory.Network => "Network",
        RuleCategory.Access => "Access and identity",
        RuleCategory.Secrets => "Secrets and configuration",
        RuleCategory.Lessons => "Lessons from run time",
        RuleCategory.Reliability => "Reliability and hygiene (off by default)",
        RuleCategory.ControlPlane => "Control plane and nodes",
        _ => category.ToString(),
    };
}
