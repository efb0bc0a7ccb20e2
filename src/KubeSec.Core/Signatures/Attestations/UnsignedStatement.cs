namespace KubeSec.Signatures;

/// <summary>
/// A statement that nobody signed, such as the provenance BuildKit stores beside an image. Good to know and no evidence:
/// whoever can push the image can write it, so no policy accepts this type.
/// </summary>
/// <param name="PredicateType">What it claims to be.</param>
/// <param name="Builder">Who it claims built the image.</param>
/// <param name="Source">The repository it claims.</param>
/// <param name="Commit">The commit it claims.</param>
public sealed record UnsignedStatement(string PredicateType, string? Builder, string? Source, string? Commit)
{
    /// <summary>Reads an in-toto statement that stands bare in a layer.</summary>
    /// <param name="json">The statement in UTF-8.</param>
    /// <returns>What it claims, or null when it is not a statement.</returns>
    public static UnsignedStatement? Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            var statement = InTotoStatement.Read(json);
            using var predicate = System.Text.Json.JsonDocument.Parse(statement.Predicate);
            var provenance = SlsaProvenance.IsType(statement.PredicateType)
                ? SlsaProvenance.Read(statement.PredicateType, new PredicateField(predicate.RootElement))
                : null;
            return new UnsignedStatement(statement.PredicateType, provenance?.Builder, provenance?.Source, provenance?.Commit);
        }
        catch (Exception fault) when (fault is RefusedException or System.Text.Json.JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
