using System.Text.RegularExpressions;
using KubeSec.Findings;

namespace KubeSec.Rules;

/// <summary>How a run stands to a framework: what passed, what failed, and what the manifests give no occasion to judge.</summary>
/// <param name="Framework">Short name of the framework, such as <c>nsa</c>.</param>
/// <param name="Controls">Its controls that rules of the catalogue cover, in the order of their identifiers.</param>
public sealed partial record FrameworkReport(string Framework, IReadOnlyList<FrameworkControl> Controls)
{
    private static readonly HashSet<string> PodMakers = new(StringComparer.Ordinal)
    {
        "Pod", "PodTemplate", "ReplicationController", "Deployment", "ReplicaSet", "StatefulSet", "DaemonSet", "Job", "CronJob",
    };

    /// <summary>Sets findings against the controls of a framework.</summary>
    /// <param name="framework">Short name of the framework.</param>
    /// <param name="findings">What the run found; suppressed findings do not fail a control.</param>
    /// <param name="kinds">The kinds of the resources that were judged.</param>
    /// <exception cref="ArgumentException">There is no such framework.</exception>
    public static FrameworkReport Of(string framework, IReadOnlyList<Finding> findings, IEnumerable<string> kinds)
    {
        ArgumentNullException.ThrowIfNull(findings);
        ArgumentNullException.ThrowIfNull(kinds);
        if (!Frameworks.Names.Contains(framework))
        {
            throw new ArgumentException($"'{framework}' is no framework; there are {string.Join(", ", Frameworks.Names)}", nameof(framework));
        }

        HashSet<string> judged = [.. kinds];
        bool hasPods = judged.Overlaps(PodMakers);
        ILookup<string, Finding> byRule = findings.Where(finding => finding.Suppression is null).ToLookup(finding => finding.Rule.Name, StringComparer.Ordinal);
        var controls = RuleCatalogue.All()
            .Where(rule => Frameworks.Asks(framework, rule.Info))
            .SelectMany(rule => rule.Info.Frameworks.Where(r => IsOf(r, framework)).Select(r => (r.Control, Rule: rule)))
            .GroupBy(pair => pair.Control, pair => pair.Rule, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => Judge(group.Key, [.. group.Distinct()]));
        return new FrameworkReport(framework, [.. controls]);

        FrameworkControl Judge(string control, Rule[] rules)
        {
            int count = rules.Sum(rule => byRule[rule.Info.Name].Count());
            ControlStatus status = count > 0 ? ControlStatus.Failed
                : rules.Any(rule => KindsAsked(rule).Any(kind => judged.Contains(kind) || (hasPods && PodMakers.Contains(kind)))) ? ControlStatus.Passed
                : ControlStatus.NotApplicable;
            return new FrameworkControl(control, status, [.. rules.Select(rule => rule.Info.Name)], count);
        }
    }

    private static bool IsOf(FrameworkReference reference, string framework) =>
        reference.Framework == framework || (framework == Frameworks.PssRestricted && reference.Framework == Frameworks.PssBaseline);

    /// <summary>The kinds a rule asks about: those at fault in its own failing example.</summary>
    private static IEnumerable<string> KindsAsked(Rule rule) => (RuleExamples.Of(rule)?.Failing ?? "")
        .Split("\n---\n")
        .Where(document => document.Contains("# " + rule.Info.Code, StringComparison.Ordinal))
        .Select(document => Kind().Match(document).Groups["kind"].Value);

    [GeneratedRegex(@"^kind: (?<kind>\w+)", RegexOptions.Multiline)]
    private static partial Regex Kind();
}

/// <summary>One control of a framework.</summary>
/// <param name="Control">Its identifier there.</param>
/// <param name="Status">How the manifests stand to it.</param>
/// <param name="Rules">The rules that cover it.</param>
/// <param name="Findings">How many findings count against it.</param>
public sealed record FrameworkControl(string Control, ControlStatus Status, IReadOnlyList<string> Rules, int Findings);

/// <summary>How manifests stand to a control.</summary>
public enum ControlStatus
{
    /// <summary>Judged, and nothing was found.</summary>
    Passed,

    /// <summary>Something was found.</summary>
    Failed,

    /// <summary>The manifests hold nothing the control speaks of.</summary>
    NotApplicable,
}
