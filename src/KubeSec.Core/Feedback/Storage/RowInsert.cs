using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;

namespace KubeSec.Feedback.Storage;

/// <summary>
/// An INSERT of many rows: a server is asked once for many of them, a file row by row. The values of a row stand in the order
/// of the columns; a text may be UTF-8 already.
/// </summary>
/// <param name="table">The table.</param>
/// <param name="columns">Its columns; those that start with <c>#</c> hold numbers.</param>
/// <param name="conflict">What follows <c>ON CONFLICT</c>.</param>
/// <param name="returning">The text column whose values the rows that were taken give back, or null.</param>
internal sealed class RowInsert(string table, IReadOnlyList<string> columns, string conflict, string? returning = null)
{
    private const int RowsAtOnce = 64;

    /// <summary>Has a row keep the least of a column's values that are known, in whatever order they come.</summary>
    public static string Least(string table, string column) => Kept(table, column, '<');

    /// <summary>Has a row keep the greatest of a column's values that are known, in whatever order they come.</summary>
    public static string Greatest(string table, string column) => Kept(table, column, '>');

    private readonly string statement = string.Create(
        CultureInfo.InvariantCulture,
        $"INSERT INTO {table} ({string.Join(", ", columns.Select(Name))}) VALUES ({string.Join(", ", columns.Select(_ => "?"))}) ON CONFLICT {conflict}");

    private readonly int returnedColumn = returning is null ? -1 : columns.ToList().IndexOf(returning);

    /// <summary>Writes rows.</summary>
    /// <returns>What the rows that were taken return.</returns>
    public async Task<List<string>> WriteAsync(DbConnection connection, DbTransaction transaction, IReadOnlyList<object?[]> rows)
    {
        if (connection is SqliteConnection file)
        {
            List<object?[]> written = SqliteRows.Write(file, statement, rows);
            return returnedColumn < 0 ? [] : [.. written.Select(row => (string)row[returnedColumn]!)];
        }

        List<string> taken = [];
        DbCommand? full = null;
        for (int start = 0; start < rows.Count; start += RowsAtOnce)
        {
            int count = Math.Min(RowsAtOnce, rows.Count - start);
            DbCommand command = count == RowsAtOnce ? full ??= Create(connection, transaction, count) : Create(connection, transaction, count);
            try
            {
                Bind(command, rows, start, count);
                await RunAsync(command, taken);
            }
            finally
            {
                if (command != full)
                {
                    await command.DisposeAsync();
                }
            }
        }

        full?.Dispose();
        return taken;
    }

    private DbCommand Create(DbConnection connection, DbTransaction transaction, int count)
    {
        var text = new StringBuilder($"INSERT INTO {table} ({string.Join(", ", columns.Select(Name))}) VALUES ");
        DbCommand command = connection.CreateCommand();
        command.Transaction = transaction;
        for (int row = 0; row < count; row++)
        {
            text.Append(row == 0 ? "(" : ", (");
            for (int column = 0; column < columns.Count; column++)
            {
                DbParameter parameter = command.CreateParameter();
                parameter.ParameterName = string.Create(CultureInfo.InvariantCulture, $"@p{(row * columns.Count) + column}");
                // Stated, since a missing value has no type a server could tell.
                parameter.DbType = columns[column][0] == '#' ? DbType.Int64 : DbType.String;
                command.Parameters.Add(parameter);
                text.Append(column == 0 ? "" : ", ").Append(parameter.ParameterName);
            }

            text.Append(')');
        }

        text.Append(" ON CONFLICT ").Append(conflict);
        if (returning is not null)
        {
            text.Append(" RETURNING ").Append(returning);
        }

        command.CommandText = text.ToString();
        return command;
    }

    private static string Kept(string table, string column, char comparison) =>
        $"{column} = CASE WHEN {table}.{column} IS NULL OR excluded.{column} {comparison} {table}.{column} THEN excluded.{column} ELSE {table}.{column} END";

    private static string Name(string column) => column.TrimStart('#');

    private void Bind(DbCommand command, IReadOnlyList<object?[]> rows, int start, int count)
    {
        for (int row = 0; row < count; row++)
        {
            for (int column = 0; column < columns.Count; column++)
            {
                command.Parameters[(row * columns.Count) + column].Value = rows[start + row][column] switch
                {
                    null => DBNull.Value,
                    byte[] text => Encoding.UTF8.GetString(text),
                    var value => value,
                };
            }
        }
    }

    private async Task RunAsync(DbCommand command, List<string> taken)
    {
        if (returning is null)
        {
            await command.ExecuteNonQueryAsync(CancellationToken.None);
            return;
        }

        using DbDataReader reader = await command.ExecuteReaderAsync(CancellationToken.None);
        while (await reader.ReadAsync(CancellationToken.None))
        {
            taken.Add(reader.GetString(0));
        }
    }
}
