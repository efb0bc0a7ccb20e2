using System.Collections.Frozen;
using System.Data.Common;
using System.Globalization;

namespace KubeSec.Feedback.Storage;

/// <summary>Short forms for the few things ADO.NET says at length.</summary>
internal static class StoreCommands
{
    public static DbCommand Command(this DbConnection connection, string text, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        DbCommand command = connection.CreateCommand();
        command.CommandText = text;
        foreach ((string name, object? value) in parameters)
        {
            DbParameter parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value ?? DBNull.Value;
            command.Parameters.Add(parameter);
        }

        return command;
    }

    /// <summary>The most values one statement asks for.</summary>
    public const int MaximumParameters = 400;

    /// <summary>The list of parameters <c>IN (…)</c> takes; <see cref="AddMarks"/> gives their values.</summary>
    public static string Marks(int count) => string.Join(", ", Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"@v{i}")));

    public static void AddMarks(this DbCommand command, IReadOnlyList<string> values)
    {
        for (int i = 0; i < values.Count; i++)
        {
            DbParameter parameter = command.CreateParameter();
            parameter.ParameterName = string.Create(CultureInfo.InvariantCulture, $"@v{i}");
            parameter.Value = values[i];
            command.Parameters.Add(parameter);
        }
    }

    public static string? NullableText(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    public static long? NullableNumber(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetInt64(column);

    /// <summary>One lower-case word per enumeration value, as the log keeps them: <c>false-positive</c>.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum => Words<T>.Of[value];

    /// <summary>The value of a word written by <see cref="Word{T}"/>.</summary>
    public static T FromWord<T>(string word)
        where T : struct, Enum => Enum.Parse<T>(word.Replace("-", "", StringComparison.Ordinal), ignoreCase: true);

    private static class Words<T>
        where T : struct, Enum
    {
        public static readonly FrozenDictionary<T, string> Of = Enum.GetValues<T>().ToFrozenDictionary(
            value => value,
            value => string.Concat(value.ToString().Select((c, i) => (char.IsAsciiLetterUpper(c) && i > 0 ? "-" : "") + char.ToLowerInvariant(c))));
    }
}
