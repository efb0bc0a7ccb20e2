using System.Data.Common;
using KubeSec.Feedback.Storage;

namespace KubeSec.Feedback.Attribution;

/// <summary>Where the watch of one collection goes on from.</summary>
/// <param name="Cluster">The cluster's name.</param>
/// <param name="Path">The collection's path.</param>
/// <param name="ResourceVersion">The API server's own mark; never compared.</param>
/// <param name="Session">When the listing was taken that the watch has followed without a gap; null where it proves nothing.</param>
/// <param name="At">When the mark was reached.</param>
internal sealed record WatchPosition(string Cluster, string Path, string ResourceVersion, long? Session, long At)
{
    private static readonly RowInsert Upsert = new(
        "watch_position",
        ["cluster", "path", "resource_version", "#session_from", "#at"],
        "(cluster, path) DO UPDATE SET resource_version = excluded.resource_version, session_from = excluded.session_from, at = excluded.at");

    public static Task SaveAsync(DbConnection connection, DbTransaction transaction, WatchPosition position) =>
        Upsert.WriteAsync(connection, transaction, [[position.Cluster, position.Path, position.ResourceVersion, position.Session, position.At]]);

    public static async Task<WatchPosition?> FindAsync(DbConnection connection, string cluster, string path, CancellationToken cancellationToken)
    {
        using DbCommand command = connection.Command(
            "SELECT resource_version, session_from, at FROM watch_position WHERE cluster = @cluster AND path = @path", ("@cluster", cluster), ("@path", path));
        using DbDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? new WatchPosition(cluster, path, reader.GetString(0), reader.NullableNumber(1), reader.GetInt64(2)) : null;
    }
}
