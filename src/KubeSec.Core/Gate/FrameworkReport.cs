using System.Text.RegularExpressions;
using KubeSec.Findings;
using KubeSec.Rules;

namespace KubeSec.Gate;

/// <summary>How a run stands to a framework: what passed, what failed, and what the manifests give no occasion to judge.</summary>
/// <param name="Framework">Short name of the framework, such as <c>nsa</c>.</param>
/// <param name="Controls">Its controls that rules of the catalogue cover, in the order of their identifiers.</param>
public sealed partial record FrameworkReport(string Framework, IReadOnlyList<FrameworkControl> Controls)
{
    /// <summary>What a control about pods is asked of: every kind that makes them counts as one.</summary>
    internal const string AnyPodMaker = "Pod";

    /// <summary>How many controls have a status.</summary>
    public int Count(ControlStatus status) => Controls.Count(control => control.Status == status);

    /// <summary>Sets what a run found against the controls of a framework.</summary>
    /// <param name="framework">Short name of the framework.</param>
    /// <param name="coverage">What the run asked, and of what.</param>
    /// <param name="findings">What it found; suppressed findings fail no control.</param>
    internal static FrameworkReport Of(string framework, Coverage coverage, IReadOnlyList<Finding> findings)
    {
        ILookup<string, Finding> byRule = findings.Where(finding => finding.Suppression is null)
            .ToLookup(finding => finding.Rule.Code, StringComparer.Ordinal);
        HashSet<string> asked = [.. coverage.Rules.Select(rule => rule.Code)];
        HashSet<string> kinds = [.. coverage.Kinds.Select(Family)];
        bool allJudged = !findings.Any(GateResult.LeavesUndecided);
        var controls = RuleLibrary.All().Concat(coverage.Rules).DistinctBy(rule => rule.Code)
            .SelectMany(rule => rule.Frameworks.Where(r => Frameworks.Covers(framework, r)).Select(r => (r.Control, Rule: rule)))
            .GroupBy(pair => pair.Control, pair => pair.Rule, StringComparer.Ordinal)
            .OrderBy(group => group.Key, ControlOrder)
            .Select(group => Judge(group.Key, [.. group.DistinctBy(rule => rule.Code)]));
        return new FrameworkReport(framework, [.. controls]);

        FrameworkControl Judge(string control, RuleInfo[] rules)
        {
            ControlRule[] counted = [.. rules.Select(rule => new ControlRule(rule.Code, rule.Name, byRule[rule.Code].Count()))];
            ControlStatus status = counted.Any(rule => rule.Findings > 0) ? ControlStatus.Failed
                : !rules.Any(rule => asked.Contains(rule.Code)) ? ControlStatus.NotAsked
                : !rules.Any(rule => asked.Contains(rule.Code) && IsOccasion(rule, kinds)) ? ControlStatus.NotApplicable
                : allJudged ? ControlStatus.Passed : ControlStatus.Undecided;
            return new FrameworkControl(control, FrameworkTitles.Of(framework, control) ?? rules[0].Title, status, counted);
        }
    }

    /// <summary>Whether a kind that was judged is one that the rule finds fault with in its own failing example.</summary>
    private static bool IsOccasion(RuleInfo rule, HashSet<string> kinds) =>
        RuleLibrary.ExamplesOf(rule.Name) is not { } examples || examples.Failing
            .Split("\n---\n")
            .Where(document => document.Contains("# " + rule.Code, StringComparison.Ordinal))
            .Any(document => kinds.Contains(Family(Kind().Match(document).Groups["kind"].Value)));

    /// <summary>Kinds that rules do not tell apart.</summary>
    private static string Family(string kind) => kind switch
    {
        "PodTemplate" or "ReplicationController" or "Deployment" or "ReplicaSet" or "StatefulSet" or "DaemonSet" or "Job" or "CronJob" => AnyPodMaker,
        "ClusterRole" => "Role",
        "ClusterRoleBinding" => "RoleBinding",
        _ => kind,
    };

    /// <summary>Numbers by their value, so that 5.2.10 comes after 5.2.9.</summary>
    private static readonly Comparer<string> ControlOrder =
        Comparer<string>.Create((one, other) => string.CompareOrdinal(Sortable(one), Sortable(other)));

    private static string Sortable(string control) => Number().Replace(control, number => number.Value.PadLeft(6, '0'));

    [GeneratedRegex(@"^kind: (?<kind>\w+)", RegexOptions.Multiline)]
    private static partial Regex Kind();

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Number();
}

/// <summary>What a run asked, and of what.</summary>
/// <param name="Rules">The rules that were asked.</param>
/// <param name="Kinds">The kinds of what was judged; <c>Pod</c> for everything that makes pods.</param>
internal sealed record Coverage(IReadOnlyList<RuleInfo> Rules, IReadOnlyCollection<string> Kinds);

/// <summary>One control of a framework.</summary>
/// <param name="Control">Its identifier there.</param>
/// <param name="Title">What it asks for, in a few words.</param>
/// <param name="Status">How the manifests stand to it.</param>
/// <param name="Rules">The rules that cover it, and what each found.</param>
public sealed record FrameworkControl(string Control, string Title, ControlStatus Status, IReadOnlyList<ControlRule> Rules)
{
    /// <summary>How many findings count against it.</summary>
    public int Findings => Rules.Sum(rule => rule.Findings);
}

/// <summary>One rule that covers a control.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">Its name.</param>
/// <param name="Findings">How many of its findings count.</param>
public sealed record ControlRule(string Code, string Name, int Findings);

/// <summary>How manifests stand to a control.</summary>
public enum ControlStatus
{
    /// <summary>Judged, and nothing was found.</summary>
    Passed,

    /// <summary>Something was found.</summary>
    Failed,

    /// <summary>The manifests hold nothing the control speaks of.</summary>
    NotApplicable,

    /// <summary>Every rule that covers it was switched off, or lacks the setting it needs.</summary>
    NotAsked,

    /// <summary>Nothing was found, but not every input could be judged.</summary>
    Undecided,
}
