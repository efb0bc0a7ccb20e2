using System.Globalization;
using System.Reflection;
using System.Text.Json;
using KubeSec.Findings;
using KubeSec.Gate;

namespace KubeSec.Reports;

/// <summary>How reports put things: the same words in every format.</summary>
internal static class Words
{
    /// <summary>The version of this KubeSec, without the commit.</summary>
    public static string Version { get; } = (typeof(Words).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0").Split('+')[0];

    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    /// <summary>Nanoseconds since 1970 as a time people and programs read; null stays null.</summary>
    public static string? Time(long? nanoseconds) => nanoseconds is { } since
        ? DateTimeOffset.UnixEpoch.AddTicks(since / 100).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
        : null;

    public static string Count(int number, string noun) => FormattableString.Invariant($"{number} {noun}{(number == 1 ? "" : "s")}");

    /// <summary>"2 critical, 1 high" of the findings that are not suppressed; "nothing found" without any.</summary>
    public static string Tally(IEnumerable<Finding> findings)
    {
        IEnumerable<string> parts = findings.Where(finding => finding.Suppression is null)
            .GroupBy(finding => finding.Severity).OrderByDescending(group => group.Key)
            .Select(group => FormattableString.Invariant($"{group.Count()} {Of(group.Key)}"));
        string tally = string.Join(", ", parts);
        return tally.Length == 0 ? "nothing found" : tally;
    }

    /// <summary>"7 passed, 2 failed, 9 do not apply" of a framework's controls.</summary>
    public static string Tally(FrameworkReport framework)
    {
        IEnumerable<string> parts = Enum.GetValues<ControlStatus>()
            .Where(status => framework.Count(status) > 0)
            .Select(status => FormattableString.Invariant($"{framework.Count(status)} {Of(framework.Count(status), status)}"));
        return string.Join(", ", parts);
    }

    /// <summary>How controls stand, in words.</summary>
    public static string Of(int controls, ControlStatus status) => status switch
    {
        ControlStatus.NotApplicable => controls == 1 ? "does not apply" : "do not apply",
        ControlStatus.NotAsked => "not asked",
        _ => Of(status),
    };

    /// <summary>The rules that found something: "privileged-container 2, host-port 1".</summary>
    public static string Failures(FrameworkControl control) => string.Join(
        ", ", control.Rules.Where(rule => rule.Findings > 0).Select(rule => FormattableString.Invariant($"{rule.Name} {rule.Findings}")));

    /// <summary>What was judged: "12 resources in 4 files".</summary>
    public static string Scope(GateResult result) => $"{Count(result.Resources, "resource")} in {Count(result.Files, "file")}";
}
