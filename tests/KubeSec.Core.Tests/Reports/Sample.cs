using KubeSec.Feedback;
using KubeSec.Findings;
using KubeSec.Gate;
using KubeSec.Inventory;

namespace KubeSec.Core.Tests.Reports;

/// <summary>One verdict with something of everything, hostile names included.</summary>
internal static class Sample
{
    public const string Hostile = "<img src=x onerror=alert(1)>|`%0A::error::\u001b[31m;]\u202e";

    public static GateResult Result(string file = "deploy/api.yaml") => new()
    {
        Verdict = Verdict.Fail,
        Reasons = [new GateReason(GateReasonKind.Findings, "1 finding at or above high"), new GateReason(GateReasonKind.Input, "1 input could not be judged")],
        Findings =
        [
            Finding("KS1001", Severity.Critical, new SourceSpan(file, 8, 35, 8, 39), "container 'api' runs privileged") with
            {
                Fix = new Fix("Set privileged to false", "Programs that need devices stop working", [new TextEdit(new SourceSpan(file, 8, 35, 8, 39), "false")]),
            },
            Finding("KS1005", Severity.High, new SourceSpan(file, 5, 3, 5, 14), "pod shares the node's network") with { Suppression = new Suppression(SuppressionKind.Waiver, "reads counters") },
            Finding("KS1008", Severity.Medium, new SourceSpan($"deploy/{Hostile}.yaml", 1, 1, 1, 2), Hostile) with { Resource = new ResourceIdentity("v1", "Pod", Hostile, Hostile), Container = Hostile },
        ],
        Inventory = [new InventoryEntry { Resource = new ResourceIdentity("v1", "Pod", "shop", "api"), Container = "api", Image = Hostile, Span = new SourceSpan(file, 7, 14, 7, 33) }],
        Frameworks =
        [
            new FrameworkReport("cis",
            [
                new FrameworkControl("5.2.2", "No privileged containers", ControlStatus.Failed, [new ControlRule("KS1001", "rule-ks1001", 1), new ControlRule("KS1002", "rule-ks1002", 0)]),
                new FrameworkControl("5.2.9", Hostile, ControlStatus.Passed, [new ControlRule("KS1010", "rule-ks1010", 0)]),
                new FrameworkControl("5.2.10", "Capabilities are dropped", ControlStatus.NotApplicable, [new ControlRule("KS1011", "rule-ks1011", 0)]),
            ]),
        ],
        Incidents = [Incident("fp1-0123456789abcdef", "Terminal shell in container", "a shell was spawned"), Incident("fp1-fedcba9876543210", Hostile, Hostile)],
        Patches = [new LessonPatch(file, ["ROFS for Pod shop/api api"], $"--- a/{Hostile}\n+++ b/api.yaml\n@@ -1 +1 @@\n-{Hostile}\n+fine\n")],
        PastBuilds =
        [
            new PastBuild { At = new DateTimeOffset(2026, 11, 22, 9, 30, 0, TimeSpan.Zero), Verdict = Verdict.Undecided, Commit = Hostile, Findings = new Dictionary<Severity, int> { [Severity.High] = 3 } },
            new PastBuild { At = new DateTimeOffset(2026, 11, 21, 9, 30, 0, TimeSpan.Zero), Verdict = Verdict.Pass, Commit = "0123abc" },
        ],
        Notes = ["'empty' holds no manifest"],
        Files = 2,
        Resources = 2,
        FailOn = Severity.High,
        JudgedAt = new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero),
        PolicyFile = "kubesec.yaml",
    };

    private static Incident Incident(string id, string rule, string message) => new()
    {
        Id = id,
        Kind = IncidentKind.Runtime,
        Source = "falco",
        Rule = rule,
        Severity = Severity.High,
        Origin = OriginClass.Operator,
        Attribution = AttributionLevel.Workload,
        State = IncidentState.Open,
        CountLowerBound = 3,
        FirstSeen = 1_794_000_000_000_000_000,
        LastSeen = 1_795_000_000_000_000_000,
        Message = message,
    };

    private static Finding Finding(string code, Severity severity, SourceSpan span, string message) => new()
    {
        Rule = new RuleInfo
        {
            Code = code,
            Name = $"rule-{code.ToLowerInvariant()}",
            Title = "Something is wrong",
            Severity = severity,
            Category = RuleCategory.Pod,
            Why = "It gives the node away.",
            Remedy = "Leave it out.",
            Frameworks = [new FrameworkReference("nsa", "pod-security")],
        },
        Severity = severity,
        Message = message,
        Span = span,
        Path = "spec.containers[0].securityContext",
        Resource = new ResourceIdentity("v1", "Pod", "shop", "api"),
        Container = "api",
        Image = "ghcr.io/acme/api:1.0",
    };
}
