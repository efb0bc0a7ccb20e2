using System.Buffers;
using System.Globalization;

namespace KubeSec.Manifests;

/// <summary>
/// Types plain scalars as the API server's YAML library does (sigs.k8s.io/yaml over go-yaml v2, resolve.go):
/// YAML 1.1 booleans, octal with a leading zero, underscores in numbers.
/// </summary>
internal static class ScalarTyping
{
    private static readonly SearchValues<char> FloatCharacters = SearchValues.Create("0123456789+-.eE_");

    /// <param name="text">The value.</param>
    /// <param name="plain">Whether it stands without quotes; quoted text is text.</param>
    /// <param name="tag">An explicit tag, which wins over both.</param>
    public static ScalarType TypeOf(string text, bool plain, string? tag) => tag switch
    {
        null => plain ? TypeOf(text) : ScalarType.String,
        "tag:yaml.org,2002:null" => ScalarType.Null,
        "tag:yaml.org,2002:bool" => ScalarType.Boolean,
        "tag:yaml.org,2002:int" => ScalarType.Integer,
        "tag:yaml.org,2002:float" => ScalarType.Float,
        _ => ScalarType.String,
    };

    public static ScalarType TypeOf(string text)
    {
        if (text.Length == 0 || text is "~" or "null" or "Null" or "NULL")
        {
            return ScalarType.Null;
        }

        if (ParseBoolean(text) is not null)
        {
            return ScalarType.Boolean;
        }

        return ParseInteger(text) is not null ? ScalarType.Integer : IsFloat(text) ? ScalarType.Float : ScalarType.String;
    }

    public static bool? ParseBoolean(string text) => text switch
    {
        "y" or "Y" or "yes" or "Yes" or "YES" or "true" or "True" or "TRUE" or "on" or "On" or "ON" => true,
        "n" or "N" or "no" or "No" or "NO" or "false" or "False" or "FALSE" or "off" or "Off" or "OFF" => false,
        _ => null,
    };

    public static long? ParseInteger(string text)
    {
        if (!StartsNumber(text))
        {
            return null;
        }

        bool negative = text[0] == '-';
        string digits = text.TrimStart('+', '-').Replace("_", "", StringComparison.Ordinal);
        long? magnitude = digits switch
        {
            ['0', 'x', .. var hex] => Radix(hex, 16),
            ['0', 'b', .. var binary] => Radix(binary, 2),
            ['0', 'o', .. var octal] => Radix(octal, 8),
            ['0', _, ..] => Radix(digits[1..], 8),
            _ => long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : null,
        };
        return negative ? -magnitude : magnitude;
    }

    private static bool StartsNumber(string text) =>
        text.Length > 0 && (char.IsAsciiDigit(text[0]) || (text.Length > 1 && text[0] is '+' or '-' && char.IsAsciiDigit(text[1])));

    private static long? Radix(string digits, int radix)
    {
        long value = 0;
        foreach (char c in digits)
        {
            int digit = char.IsAsciiHexDigit(c) ? Convert.ToInt32(c.ToString(), 16) : radix;
            if (digit >= radix || value > (long.MaxValue - digit) / radix)
            {
                return null;
            }

            value = (value * radix) + digit;
        }

        return digits.Length == 0 ? null : value;
    }

    private static bool IsFloat(string text) =>
        text is ".inf" or ".Inf" or ".INF" or "-.inf" or "+.inf" or ".nan" or ".NaN" or ".NAN"
        || (text.AsSpan().IndexOfAnyExcept(FloatCharacters) < 0
            && double.TryParse(text.Replace("_", "", StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture, out _));
}
