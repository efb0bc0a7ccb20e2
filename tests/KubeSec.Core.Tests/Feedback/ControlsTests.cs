using KubeSec.Feedback;
using KubeSec.Feedback.Controls;
using KubeSec.Findings;
using KubeSec.Tests;

namespace KubeSec.Core.Tests.Feedback;

public sealed class ControlsTests
{
    [SkippableFact]
    public void Every_Falco_rule_has_controls_that_exist()
    {
        string[] rules = [.. File.ReadLines(SharedFiles.Require("research", "falco_controls.tsv")).Skip(1).Select(line => line.Split('\t')[0])];
        Assert.Equal(93, rules.Length);
        Assert.All(rules, rule => Assert.True(RuleControls.Knows(rule), $"'{rule}' is mapped to no control"));
        Assert.All(rules, rule => Assert.NotEmpty(ControlCatalogue.For(IncidentOf(rule))));
    }

    [Fact]
    public void Every_line_of_the_tables_prevents_something()
    {
        foreach (string line in FalcoControls.Table.Split('\n'))
        {
            string rule = line.Split('|')[0].Trim();
            Assert.Contains(ControlCatalogue.For(IncidentOf(rule)), requirement => requirement.Effect == ControlEffect.Prevents || rule.StartsWith("Unexpected", StringComparison.Ordinal) || rule.StartsWith("Read Shell", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void An_unknown_rule_still_asks_for_something() => Assert.NotEmpty(ControlCatalogue.For(IncidentOf("a rule of our own")));

    [Fact]
    public void A_control_is_proved_only_by_rules_that_were_asked_and_found_nothing()
    {
        HashSet<string> asked = ["readonly-root-filesystem", "privileged-container", "run-as-non-root"];
        Assert.Equal(["ROFS"], ControlCatalogue.Proved(asked, new HashSet<string> { "privileged-container" }));
        Assert.Empty(ControlCatalogue.Proved(new HashSet<string>(), new HashSet<string>()));
    }

    private static Incident IncidentOf(string rule) => new()
    {
        Id = "fp1-0",
        Kind = IncidentKind.Runtime,
        Source = "falco",
        Rule = rule,
        Severity = Severity.High,
        Origin = OriginClass.Unknown,
        Attribution = AttributionLevel.None,
        State = IncidentState.Open,
        CountLowerBound = 1,
        FirstSeen = null,
        LastSeen = null,
        Message = "",
    };
}
