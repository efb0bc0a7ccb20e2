using System.Buffers.Text;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace KubeSec.Feedback.Storage;

/// <summary>Keeps every judgement of the gate.</summary>
internal static class GateRunLog
{
    public static async Task AppendAsync(DbConnection connection, DbTransaction transaction, GateRunRecord run, long at)
    {
        string body = JsonSerializer.Serialize(run, StoredJson.Default.GateRunRecord);
        string key = Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{at}\n{body}"))));
        using DbCommand insert = connection.Command(
            "INSERT INTO gate_run (key, at, verdict, body) VALUES (@key, @at, @verdict, @body) ON CONFLICT (key) DO NOTHING",
            ("@key", key), ("@at", at), ("@verdict", run.Verdict), ("@body", body));
        insert.Transaction = transaction;
        await insert.ExecuteNonQueryAsync(CancellationToken.None);
    }

    /// <summary>The run of a moment; null where there was none.</summary>
    public static async Task<GateRunRecord?> AtAsync(DbConnection connection, long at, CancellationToken cancellationToken)
    {
        using DbCommand command = connection.Command("SELECT body FROM gate_run WHERE at = @at AND verdict = 'pass' ORDER BY key LIMIT 1", ("@at", at));
        return await command.ExecuteScalarAsync(cancellationToken) is string body ? JsonSerializer.Deserialize(body, StoredJson.Default.GateRunRecord) : null;
    }

    /// <summary>The last runs, the latest first.</summary>
    public static async Task<List<(long At, GateRunRecord Run)>> ReadAsync(DbConnection connection, int limit, CancellationToken cancellationToken)
    {
        List<(long, GateRunRecord)> runs = [];
        using DbCommand command = connection.Command("SELECT at, body FROM gate_run ORDER BY at DESC, key LIMIT @limit", ("@limit", (long)limit));
        using DbDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            runs.Add((reader.GetInt64(0), JsonSerializer.Deserialize(reader.GetString(1), StoredJson.Default.GateRunRecord)!));
        }

        return runs;
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(GateRunRecord))]
internal sealed partial class StoredJson : JsonSerializerContext;
