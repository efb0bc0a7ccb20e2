using System.Text.Json;

namespace KubeSec.Images;

/// <summary>Tells a document that is nested too deeply from one that is broken: the platform's readers throw the same for both.</summary>
internal static class JsonDepth
{
    /// <summary>Whether a document, as far as it can be read, holds more objects and arrays within each other than allowed.</summary>
    public static bool IsBeyond(ReadOnlySpan<byte> utf8, int limit)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = limit + 1 });
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray && reader.CurrentDepth >= limit)
                {
                    return true;
                }
            }
        }
        catch (JsonException)
        {
            return false;
        }

        return false;
    }
}
