namespace KubeSec.Signatures;

/// <summary>One demand on one field of a predicate. What is not set is not asked for; a missing field fails any demand.</summary>
/// <param name="Path">Where the field is, such as <c>scanner.result.summary[0].count</c>.</param>
public sealed record PredicateCondition(string Path)
{
    /// <summary>The values it may have, compared as text; empty for any.</summary>
    public IReadOnlyList<string> OneOf { get; init; } = [];

    /// <summary>The least number it may be.</summary>
    public decimal? AtLeast { get; init; }

    /// <summary>The greatest number it may be.</summary>
    public decimal? AtMost { get; init; }

    /// <summary>The demand in words.</summary>
    internal string ToText()
    {
        string[] parts =
        [
            .. OneOf.Count > 0 ? [$"is one of: {string.Join(", ", OneOf)}"] : Array.Empty<string>(),
            .. AtLeast is { } least ? [FormattableString.Invariant($"is at least {least}")] : Array.Empty<string>(),
            .. AtMost is { } most ? [FormattableString.Invariant($"is at most {most}")] : Array.Empty<string>(),
        ];
        return $"{Path} {(parts.Length == 0 ? "is there" : string.Join(" and ", parts))}";
    }

    private string Range() => (AtLeast, AtMost) switch
    {
        ({ } least, { } most) => FormattableString.Invariant($"a number from {least} to {most}"),
        ({ } least, null) => FormattableString.Invariant($"a number of at least {least}"),
        _ => FormattableString.Invariant($"a number of at most {AtMost}"),
    };

    internal void Require(PredicateField root)
    {
        var field = root.At(Path);
        RefusedException.Unless(field.Exists, ReasonCodes.FieldConditionFailed, $"the field '{Path}' is missing");
        RefusedException.Unless(
            OneOf.Count == 0 || (field.Text is { } text && OneOf.Contains(text)),
            ReasonCodes.FieldConditionFailed,
            $"the field '{Path}' is '{field.Text}' and must be one of: {string.Join(", ", OneOf)}");
        RefusedException.Unless(
            (AtLeast is null && AtMost is null) || (field.Number is { } number && number >= (AtLeast ?? number) && number <= (AtMost ?? number)),
            ReasonCodes.FieldConditionFailed,
            FormattableString.Invariant($"the field '{Path}' is '{field.Text}' and must be {Range()}"));
    }
}
