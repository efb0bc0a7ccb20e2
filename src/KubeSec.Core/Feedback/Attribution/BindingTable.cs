using System.Data.Common;
using KubeSec.Feedback.Storage;

namespace KubeSec.Feedback.Attribution;

/// <summary>Which manifest, line and commit a workload's container came from, as each run of the gate stated it.</summary>
internal static class BindingTable
{
    private const int MaximumRuns = 200;

    private static readonly RowInsert Insert = new(
        "binding", ["#at", "namespace", "workload", "container", "kind", "image", "file", "#line", "commit_id", "pipeline", "verdict"], "DO NOTHING");

    public static Task AppendAsync(DbConnection connection, DbTransaction transaction, GateRunRecord run, long at) => Insert.WriteAsync(
        connection,
        transaction,
        [
            .. run.Containers.Where(container => container.File is not null).Select(container => (object?[])
                [at, container.Namespace ?? "", container.Workload, container.Container, container.Kind, container.Image, container.File, (long)(container.Line ?? 0), run.Commit, run.Pipeline, run.Verdict]),
        ]);

    /// <summary>
    /// Where a workload's containers came from at a moment: of each container the manifest that names the image that ran, else the
    /// last that passed before, else the last before, else the first known.
    /// </summary>
    public static async Task<IReadOnlyList<ManifestOrigin>> OfWorkloadAsync(
        DbConnection connection, WorkloadName workload, long? at, IReadOnlySet<string> images, CancellationToken cancellationToken)
    {
        List<ManifestOrigin> origins = [];
        using (DbCommand command = connection.Command(
            $"""
            SELECT at, namespace, workload, container, kind, image, file, line, commit_id, pipeline, verdict FROM binding
            WHERE workload = @workload AND (namespace = @namespace OR namespace = '') ORDER BY at DESC, container, file LIMIT {MaximumRuns}
            """,
            ("@workload", workload.Name), ("@namespace", workload.Namespace ?? "")))
        using (DbDataReader reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                origins.Add(Read(reader));
            }
        }

        return
        [
            .. origins.GroupBy(origin => origin.Container, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => group
                .OrderByDescending(origin => images.Contains(origin.Image)).ThenByDescending(origin => !(origin.At > at)).ThenByDescending(origin => origin.Verdict == "pass")
                .ThenByDescending(origin => origin.At).First()),
        ];
    }

    private static ManifestOrigin Read(DbDataReader reader) => new()
    {
        At = reader.GetInt64(0),
        Namespace = reader.GetString(1) is { Length: > 0 } name ? name : null,
        Workload = reader.GetString(2),
        Container = reader.GetString(3),
        Kind = reader.GetString(4),
        Image = reader.GetString(5),
        File = reader.GetString(6),
        Line = reader.GetInt64(7) is > 0 and var line ? (int)line : null,
        Commit = reader.NullableText(8),
        Pipeline = reader.NullableText(9),
        Verdict = reader.GetString(10),
    };
}
