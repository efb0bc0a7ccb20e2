using System.Data.Common;
using KubeSec.Feedback.Observations;

namespace KubeSec.Feedback.Storage;

/// <summary>What ran in which image, by digest: folded from the log, and commutative as all of the state is.</summary>
internal static class ProcessTable
{
    private static readonly RowInsert Upsert = new(
        "process",
        ["digest", "executable", "pod", "#first_seen", "#last_seen"],
        $"""
        (digest, executable, pod) DO UPDATE SET
          {RowInsert.Least("process", "first_seen")},
          {RowInsert.Greatest("process", "last_seen")}
        """);

    /// <summary>Adds what new observations say ran; only an event that names the digest, executable and pod says it.</summary>
    public static Task FoldAsync(DbConnection connection, DbTransaction transaction, IEnumerable<Observation> observations)
    {
        SortedDictionary<(string, string, string), (long? First, long? Last)> seen = [];
        foreach (Observation observation in observations)
        {
            if (observation is { Kind: ObservationKind.Activity or ObservationKind.Alert, Digest: { } digest, Executable: { Length: > 0 } executable, OnHost: false })
            {
                var key = (digest, IncidentFold.Cut(executable), IncidentFold.Cut($"{observation.Namespace}/{observation.Pod}"));
                (long? first, long? last) = seen.GetValueOrDefault(key);
                seen[key] = (first < observation.At ? first : observation.At ?? first, last > observation.At ? last : observation.At ?? last);
            }
        }

        return Upsert.WriteAsync(connection, transaction, [.. seen.Select(pair => (object?[])[pair.Key.Item1, pair.Key.Item2, pair.Key.Item3, pair.Value.First, pair.Value.Last])]);
    }

    /// <summary>Everything seen running in an image, by executable.</summary>
    public static async Task<IReadOnlyList<SeenProcess>> OfImageAsync(DbConnection connection, IReadOnlyList<string> digests, CancellationToken cancellationToken)
    {
        using DbCommand command = connection.Command(
            $"SELECT executable, MIN(first_seen), MAX(last_seen), COUNT(DISTINCT pod) FROM process WHERE digest IN ({StoreCommands.Marks(digests.Count)}) GROUP BY executable ORDER BY executable");
        command.AddMarks(digests);
        List<SeenProcess> seen = [];
        using DbDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            seen.Add(new SeenProcess(reader.GetString(0), reader.NullableNumber(1), reader.NullableNumber(2), reader.GetInt64(3)));
        }

        return seen;
    }
}
