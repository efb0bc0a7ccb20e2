namespace KubeSec.Network;

/// <summary>An answer as a table of words, for text and Markdown.</summary>
/// <param name="Title">What the table holds.</param>
/// <param name="Columns">Column names.</param>
/// <param name="Between">What stands between the cells of a line of text; one fewer than the columns.</param>
/// <param name="Rows">The cells.</param>
internal sealed record Sheet(string Title, IReadOnlyList<string> Columns, IReadOnlyList<string> Between, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    public static string Words(UnknownReason reason) => UnknownReasons.Describe(reason);

    /// <summary>Lines of the form <c>source => destination : ports</c>, as connectivity tables elsewhere have them.</summary>
    public static Sheet OfPairs(string title, string last, IEnumerable<IReadOnlyList<string>> rows) =>
        new(title, ["source", "destination", last], [" => ", " : "], [.. rows]);
}
