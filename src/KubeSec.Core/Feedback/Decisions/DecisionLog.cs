using System.Buffers.Text;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using KubeSec.Feedback.Storage;

namespace KubeSec.Feedback.Decisions;

/// <summary>What people decided about incidents beside their state: appended and never changed, the last word on a subject counts.</summary>
internal static class DecisionLog
{
    public static async Task AppendAsync(DbConnection connection, DbTransaction transaction, Decision decision, long at)
    {
        string body = JsonSerializer.Serialize(decision, DecisionJson.Default.Decision);
        string key = Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{at}\n{body}"))));
        using DbCommand insert = connection.Command(
            "INSERT INTO waiver_event (key, at, body) VALUES (@key, @at, @body) ON CONFLICT (key) DO NOTHING", ("@key", key), ("@at", at), ("@body", body));
        insert.Transaction = transaction;
        await insert.ExecuteNonQueryAsync(CancellationToken.None);
    }

    /// <summary>The waivers in force but for their days, by incident and workload.</summary>
    public static async Task<IReadOnlyList<IncidentWaiver>> WaiversAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        Dictionary<(string, string?), IncidentWaiver> last = [];
        foreach (IncidentWaiver waiver in (await ReadAsync(connection, cancellationToken)).Select(decision => decision.Waiver).OfType<IncidentWaiver>())
        {
            last[(waiver.Incident, waiver.Workload)] = waiver;
        }

        return [.. last.Values.Where(waiver => !waiver.Revoked).OrderBy(waiver => waiver.Incident, StringComparer.Ordinal).ThenBy(waiver => waiver.Workload, StringComparer.Ordinal)];
    }

    /// <summary>What is denied and was not lifted since.</summary>
    public static async Task<IReadOnlyList<Denial>> DenialsAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        Dictionary<(DenialKind, string), Denial> last = [];
        foreach (Denial denial in (await ReadAsync(connection, cancellationToken)).Select(decision => decision.Denial).OfType<Denial>())
        {
            last[(denial.Kind, denial.Digest)] = denial;
        }

        return [.. last.Values.Where(denial => !denial.Lifted).OrderBy(denial => denial.Kind).ThenBy(denial => denial.Digest, StringComparer.Ordinal)];
    }

    /// <summary>The baselines that somebody closed, the last of an image after those before it.</summary>
    public static async Task<IReadOnlyList<LearntBaseline>> BaselinesAsync(DbConnection connection, CancellationToken cancellationToken) =>
        [.. (await ReadAsync(connection, cancellationToken)).Select(decision => decision.Baseline).OfType<LearntBaseline>()];

    private static async Task<List<Decision>> ReadAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        List<Decision> decisions = [];
        using DbCommand command = connection.Command("SELECT body FROM waiver_event ORDER BY at, seq");
        using DbDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            decisions.Add(JsonSerializer.Deserialize(reader.GetString(0), DecisionJson.Default.Decision)!);
        }

        return decisions;
    }
}

/// <summary>One decision as the log keeps it; exactly one of its parts is there.</summary>
internal sealed record Decision
{
    public IncidentWaiver? Waiver { get; init; }

    public Denial? Denial { get; init; }

    public LearntBaseline? Baseline { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(Decision))]
internal sealed partial class DecisionJson : JsonSerializerContext;
