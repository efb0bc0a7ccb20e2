using KubeSec.Findings;

namespace KubeSec.Network;

/// <content>Findings for the gate.</content>
public sealed partial class NetworkAnalyzer
{
    /// <summary>Every rule this room can report, by code.</summary>
    public static IReadOnlyList<RuleInfo> Rules => NetworkRules.All;

    /// <summary>Everything found wrong: the policies themselves, what they leave open, and assertions that do not hold.</summary>
    /// <param name="assertions">What the policy file states about connections.</param>
    /// <returns>Findings by file, place and code.</returns>
    public IReadOnlyList<Finding> Lint(IReadOnlyList<NetworkAssertion>? assertions = null)
    {
        var context = new NetworkLintContext(model, Engine, Entrances);
        var check = new AssertionCheck(Engine);
        return
        [
            .. Diagnostics
                .Concat(NetworkCheck.All.SelectMany(one => one.Check(context)))
                .Concat((assertions ?? []).SelectMany(check.Check))
                .OrderBy(finding => finding.Span.File, StringComparer.Ordinal)
                .ThenBy(finding => finding.Span.Line)
                .ThenBy(finding => finding.Span.Column)
                .ThenBy(finding => finding.Rule.Code, StringComparer.Ordinal)
                .ThenBy(finding => finding.Message, StringComparer.Ordinal),
        ];
    }
}
