using System.Text.Json;
using KubeSec.Feedback.Sources;

namespace KubeSec.Feedback.Intake;

/// <summary>Takes events out of what transports wrap around them.</summary>
internal static class Envelope
{
    /// <summary>The event within: a watch's <c>object</c>, an AKS record's <c>properties.log</c>, Elastic's <c>message</c>-less wrapping.</summary>
    public static JsonElement Open(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return root;
        }

        if (root.Text("type") is "ADDED" or "MODIFIED" or "DELETED" && root.At("object").ValueKind == JsonValueKind.Object)
        {
            return root.At("object");
        }

        return root.At("properties", "log").ValueKind == JsonValueKind.Object ? root.At("properties", "log") : root;
    }
}
