using System.Globalization;

namespace KubeSec.Cli.Incidents;

/// <summary>Writes nanoseconds since 1970 as RFC 3339, all nine digits.</summary>
internal static class IncidentTime
{
    public static string? Format(long? nanoseconds)
    {
        if (nanoseconds is not { } value)
        {
            return null;
        }

        long seconds = (long)Math.Floor(value / 1_000_000_000m);
        string whole = DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{whole}.{value - (seconds * 1_000_000_000):D9}Z");
    }
}
