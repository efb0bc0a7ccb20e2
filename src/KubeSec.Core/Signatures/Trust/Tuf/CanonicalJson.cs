using System.Text;
using System.Text.Json;

namespace KubeSec.Signatures;

/// <summary>OLPC canonical JSON, over which TUF metadata is signed (TUF specification section 4.2.1): sorted keys, no white space, only quote and backslash escaped.</summary>
internal static class CanonicalJson
{
    public static byte[] Encode(JsonElement element)
    {
        var text = new StringBuilder();
        Append(element, text);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void Append(JsonElement element, StringBuilder text)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                text.Append('{');
                var separator = "";
                foreach (var property in element.EnumerateObject().OrderBy(property => property.Name, StringComparer.Ordinal))
                {
                    text.Append(separator);
                    AppendString(property.Name, text);
                    text.Append(':');
                    Append(property.Value, text);
                    separator = ",";
                }

                text.Append('}');
                break;
            case JsonValueKind.Array:
                text.Append('[');
                for (var i = 0; i < element.GetArrayLength(); i++)
                {
                    text.Append(i == 0 ? "" : ",");
                    Append(element[i], text);
                }

                text.Append(']');
                break;
            case JsonValueKind.String:
                AppendString(element.GetString()!, text);
                break;
            case JsonValueKind.Number when !element.TryGetInt64(out _):
                throw new RefusedException(ReasonCodes.TufMalformed, "canonical JSON has no fractions");
            default:
                text.Append(element.GetRawText());
                break;
        }
    }

    private static void AppendString(string value, StringBuilder text) => text
        .Append('"')
        .Append(value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal))
        .Append('"');
}
