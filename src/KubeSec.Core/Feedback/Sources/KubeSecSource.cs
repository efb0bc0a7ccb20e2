using System.Text.Json;
using KubeSec.Feedback.Observations;

namespace KubeSec.Feedback.Sources;

/// <summary>KubeSec's own JSON report: findings of a build, kept beside what happens at run time.</summary>
internal sealed class KubeSecSource : IEventSource
{
    public string Name => "kubesec";

    public bool Recognises(JsonElement root) => root.IsText("verdict") && root.At("findings").ValueKind == JsonValueKind.Array;

    public IEnumerable<SourceEvent> Read(JsonElement root)
    {
        var subject = new Observation { Source = Name, Kind = ObservationKind.Finding, Rule = "" };
        return ScanReport.Of(subject, root.Items("findings").Select(finding => ReadFinding(subject, finding)));
    }

    private static SourceEvent ReadFinding(Observation subject, JsonElement finding) => finding.Text("code") is not { } code
        ? SourceEvent.Refuse("a finding without a code")
        : subject with
        {
            Kind = finding.At("suppressed").ValueKind is JsonValueKind.True or JsonValueKind.Object ? ObservationKind.Report : ObservationKind.Finding,
            Rule = finding.Text("rule") ?? code,
            Severity = SeverityWords.Of(finding.Text("severity")),
            Message = finding.Text("message"),
            Namespace = finding.Text("resource", "namespace"),
            WorkloadKind = finding.Text("resource", "kind"),
            Workload = finding.Text("resource", "name"),
            Container = finding.Text("container"),
            Target = finding.Text("path") ?? finding.Text("file"),
        };
}
