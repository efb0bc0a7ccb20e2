using System.Data.Common;
using System.Text.Json;
using KubeSec.Feedback.Observations;
using KubeSec.Feedback.Storage;

namespace KubeSec.Feedback.Lifecycle;

/// <summary>
/// How much of a span a source's sensors were alive: by their own words about themselves where they give any, else by anything
/// they reported. Silence proves nothing.
/// </summary>
internal sealed class SensorWatch
{
    private const long Hour = 3_600_000_000_000;

    private readonly List<(long At, string? Sensor, double Dropped)> signs = [];
    private readonly bool beats;

    private SensorWatch(bool beats)
    {
        this.beats = beats;
    }

    public static async Task<SensorWatch> ReadAsync(DbConnection connection, string source, long from, long to, CancellationToken cancellationToken)
    {
        var watch = new SensorWatch(beats: true);
        using (DbCommand command = connection.Command(
            "SELECT observed_at, facts, raw FROM observation WHERE kind = 'heartbeat' AND source = @source AND observed_at >= @from AND observed_at <= @to ORDER BY observed_at",
            ("@source", source), ("@from", from), ("@to", to)))
        using (DbDataReader reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                string? sensor = JsonSerializer.Deserialize(reader.GetString(1), ObservationJson.Default.Observation)!.Sensor;
                watch.signs.Add((reader.GetInt64(0), sensor, DroppedOf(reader.NullableText(2))));
            }
        }

        if (watch.signs.Count > 0)
        {
            return watch;
        }

        // A sensor that never speaks of itself is known by what it reports; that says nothing about single nodes.
        var quiet = new SensorWatch(beats: false);
        using (DbCommand command = connection.Command(
            $"SELECT DISTINCT observed_at / {Hour} FROM observation WHERE source = @source AND observed_at >= @from AND observed_at <= @to ORDER BY 1", ("@source", source), ("@from", from), ("@to", to)))
        using (DbDataReader reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                quiet.signs.Add((reader.GetInt64(0) * Hour, null, 0));
            }
        }

        return quiet;
    }

    /// <summary>What keeps a node's span from having been watched; null where nothing does.</summary>
    /// <param name="node">The node, or null where it is not known.</param>
    /// <param name="from">The span's begin.</param>
    /// <param name="to">The span's end.</param>
    /// <param name="options">What is asked.</param>
    public string? Problem(string? node, long from, long to, SettlementOptions options)
    {
        (long At, string? Sensor, double Dropped)[] own = [.. signs.Where(sign => sign.At >= from - Hour && sign.At <= to && (!beats || node is null || sign.Sensor is null || sign.Sensor == node))];
        string where = node is null ? "" : $" on node {node}";
        long longest = options.LongestSilence.Ticks * 100;
        long silent = 0;
        long last = from;
        foreach (long at in own.Select(sign => sign.At).Append(to))
        {
            silent += Math.Max(0, at - last - longest);
            last = Math.Max(last, at);
        }

        double watched = to > from ? 1 - ((double)silent / (to - from)) : 0;
        if (own.Length == 0 || watched < options.Watched)
        {
            return FormattableString.Invariant($"the sensor{where} was alive for {(own.Length == 0 ? 0 : watched * 100):0} % of the quiet window, and {options.Watched * 100:0} % is asked");
        }

        double dropped = own.Max(sign => sign.Dropped);
        return dropped > options.Dropped ? FormattableString.Invariant($"the sensor{where} dropped {dropped * 100:0.#} % of its events") : null;
    }

    // Falco's metrics snapshot: scap.n_drops_perc is a percentage.
    private static double DroppedOf(string? raw)
    {
        if (raw is null)
        {
            return 0;
        }

        try
        {
            using JsonDocument json = JsonDocument.Parse(raw);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("output_fields", out JsonElement fields) && fields.ValueKind == JsonValueKind.Object
                && fields.TryGetProperty("scap.n_drops_perc", out JsonElement percent) && percent.ValueKind == JsonValueKind.Number ? percent.GetDouble() / 100 : 0;
        }
        catch (JsonException)
        {
            return 0;
        }
    }
}
