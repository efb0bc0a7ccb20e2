using System.Text.Json;
using KubeSec.Feedback.Observations;

namespace KubeSec.Feedback.Sources;

/// <summary>OpenVEX documents (openvex.dev): who says of which product whether a vulnerability affects it. One statement, one observation.</summary>
internal sealed class OpenVexSource : IEventSource
{
    public string Name => "openvex";

    public bool Recognises(JsonElement root) => (root.Text("@context") ?? "").Contains("openvex.dev", StringComparison.Ordinal);

    public IEnumerable<SourceEvent> Read(JsonElement root)
    {
        foreach (JsonElement statement in root.Items("statements"))
        {
            JsonElement vulnerability = statement.At("vulnerability");
            string? name = vulnerability.ValueKind == JsonValueKind.String ? vulnerability.GetString() : vulnerability.Text("name") ?? vulnerability.Text("@id");
            string? status = statement.Text("status");
            if (name is null || status is not ("not_affected" or "affected" or "fixed" or "under_investigation"))
            {
                yield return SourceEvent.Refuse("a statement needs a vulnerability and one of OpenVEX's states");
                continue;
            }

            yield return new Observation
            {
                Source = Name,
                Kind = ObservationKind.Statement,
                Rule = name,
                At = EventTime.Parse(statement.Text("timestamp")) ?? EventTime.Parse(root.Text("timestamp")),
                NativeId = $"{root.Text("@id")}:{root.Text("version")}",
                Message = $"{status} {statement.Text("justification")} {statement.Text("impact_statement")}".Trim(),
                User = root.Text("author"),
                Target = string.Join(' ', statement.Items("products").Select(product => product.ValueKind == JsonValueKind.String ? product.GetString() : product.Text("@id"))),
            };
        }
    }
}
