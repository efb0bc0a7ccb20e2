using System.Globalization;
using System.Text.Json;

namespace KubeSec.Feedback.Observations;

/// <summary>Reads the times of events exactly, in nanoseconds since 1970-01-01 UTC. A double would lose the last digits.</summary>
internal static class EventTime
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>Reads RFC 3339 with up to nine fractional digits; null where the text is none or lies outside 1678 to 2262.</summary>
    public static long? Parse(string? text)
    {
        if (text is null || text.Length is < 20 or > 40 || text[10] is not ('T' or 't' or ' '))
        {
            return null;
        }

        int zone = text.AsSpan(19).IndexOfAny("Zz+-");
        if (zone < 0)
        {
            return null;
        }

        zone += 19;
        ReadOnlySpan<char> fraction = text.AsSpan(19, zone - 19);
        if (fraction.Length == 1 || (fraction.Length > 1 && fraction[0] != '.') || fraction.Length > 10)
        {
            return null;
        }

        string whole = string.Concat(text.AsSpan(0, 10), "T", text.AsSpan(11, 8), Offset(text.AsSpan(zone)));
        if (!DateTimeOffset.TryParseExact(whole, "yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTimeOffset time))
        {
            return null;
        }

        long nanoseconds = 0;
        if (fraction.Length > 1)
        {
            if (!long.TryParse(fraction[1..], NumberStyles.None, CultureInfo.InvariantCulture, out nanoseconds))
            {
                return null;
            }

            for (int digits = fraction.Length - 1; digits < 9; digits++)
            {
                nanoseconds *= 10;
            }
        }

        return FromSeconds(time.ToUnixTimeSeconds(), nanoseconds);
    }

    /// <summary>Seconds and nanoseconds together; null on overflow.</summary>
    public static long? FromSeconds(long seconds, long nanoseconds)
    {
        Int128 total = ((Int128)seconds * NanosecondsPerSecond) + nanoseconds;
        return total >= long.MinValue && total <= long.MaxValue ? (long)total : null;
    }

    /// <summary>A JSON number of nanoseconds, exactly; null for fractions and anything else.</summary>
    public static long? Nanoseconds(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Number when element.TryGetInt64(out long value) => value,
        JsonValueKind.String when long.TryParse(element.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) => value,
        _ => null,
    };

    public static long FromDateTime(DateTimeOffset time) => checked((time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) * 100);

    /// <summary>RFC 3339 with nine fractional digits.</summary>
    public static string Format(long nanoseconds)
    {
        (long seconds, long rest) = Math.DivRem(nanoseconds, NanosecondsPerSecond);
        if (rest < 0)
        {
            (seconds, rest) = (seconds - 1, rest + NanosecondsPerSecond);
        }

        string whole = DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{whole}.{rest:D9}Z");
    }

    // Falco prints +0000 with its ISO format; RFC 3339 wants the colon.
    private static string Offset(ReadOnlySpan<char> zone) => zone switch
    {
        "Z" or "z" => "+00:00",
        { Length: 5 } => string.Concat(zone[..3], ":", zone[3..]),
        _ => zone.ToString(),
    };
}
