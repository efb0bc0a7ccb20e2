using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace KubeSec.Feedback.Storage;

/// <summary>
/// Writes rows by one prepared statement that binds by position. The provider's commands look each parameter up by its name
/// and make a string and an array of each text, which cost more than SQLite's own work on the row.
/// </summary>
internal static class SqliteRows
{
    /// <summary>Writes rows one by one.</summary>
    /// <param name="connection">The open store, with the right to write.</param>
    /// <param name="insert">An INSERT of one row whose values are <c>?</c> in order.</param>
    /// <param name="rows">The values: numbers, and texts as strings or as UTF-8.</param>
    /// <returns>Those that made or changed a row of the store.</returns>
    public static List<object?[]> Write(SqliteConnection connection, string insert, IReadOnlyList<object?[]> rows)
    {
        List<object?[]> taken = [];
        sqlite3 database = connection.Handle!;
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(database, insert, out sqlite3_stmt statement), database);
        using (statement)
        {
            byte[] buffer = [];
            foreach (object?[] row in rows)
            {
                for (int column = 0; column < row.Length; column++)
                {
                    SqliteException.ThrowExceptionForRC(Bind(statement, column + 1, row[column], ref buffer), database);
                }

                SqliteException.ThrowExceptionForRC(raw.sqlite3_step(statement), database);
                if (raw.sqlite3_changes(database) > 0)
                {
                    taken.Add(row);
                }

                SqliteException.ThrowExceptionForRC(raw.sqlite3_reset(statement), database);
            }
        }

        return taken;
    }

    private static int Bind(sqlite3_stmt statement, int place, object? value, ref byte[] buffer)
    {
        switch (value)
        {
            case null:
                return raw.sqlite3_bind_null(statement, place);
            case long number:
                return raw.sqlite3_bind_int64(statement, place, number);
            case byte[] text:
                return raw.sqlite3_bind_text(statement, place, text);
            case string text:
                if (buffer.Length < Encoding.UTF8.GetMaxByteCount(text.Length))
                {
                    buffer = new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
                }

                return raw.sqlite3_bind_text(statement, place, buffer.AsSpan(0, Encoding.UTF8.GetBytes(text, buffer)));
            default:
                throw new ArgumentException($"a {value.GetType()} is neither a number nor a text", nameof(value));
        }
    }
}
