using System.Buffers;
using System.Text.Json;

namespace KubeSec.Cluster;

/// <summary>Writes an object of the API server as a manifest.</summary>
internal static class ObjectText
{
    /// <summary>Writes it with its kind and version, which lists leave out, and without the field managers' books.</summary>
    public static void Write(IBufferWriter<byte> output, JsonElement item, string kind, string apiVersion, bool indented, bool withStatus = true)
    {
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = indented, NewLine = "\n", SkipValidation = true });
        json.WriteStartObject();
        json.WriteString("apiVersion", apiVersion);
        json.WriteString("kind", kind);
        foreach (JsonProperty property in item.EnumerateObject())
        {
            if (property.Name == "metadata" && property.Value.ValueKind == JsonValueKind.Object)
            {
                json.WriteStartObject("metadata");
                foreach (JsonProperty field in property.Value.EnumerateObject().Where(field => field.Name != "managedFields"))
                {
                    field.WriteTo(json);
                }

                json.WriteEndObject();
            }
            else if (property.Name is not ("apiVersion" or "kind") && (withStatus || property.Name != "status"))
            {
                property.WriteTo(json);
            }
        }

        json.WriteEndObject();
    }
}
