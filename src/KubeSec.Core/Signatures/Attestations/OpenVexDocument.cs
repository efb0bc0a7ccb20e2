using System.Text.Json;

namespace KubeSec.Signatures;

/// <summary>
/// An OpenVEX document (openvex/spec) from a verified statement: which vulnerabilities do not touch the image it is
/// about. Only <c>not_affected</c> and <c>fixed</c> excuse.
/// </summary>
public sealed class OpenVexDocument
{
    private const int MaxDepth = 64;

    private readonly List<VexStatement> statements;

    private OpenVexDocument(List<VexStatement> statements) => this.statements = statements;

    /// <summary>Reads the document of a verified signature.</summary>
    /// <param name="verified">A verified signature for the image in question.</param>
    /// <returns>The document, or null when the statement is not one.</returns>
    public static OpenVexDocument? From(BundleVerificationResult verified)
    {
        ArgumentNullException.ThrowIfNull(verified);
        if (!verified.IsVerified || verified.Statement?.PredicateType.StartsWith("https://openvex.dev/ns", StringComparison.Ordinal) != true)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(verified.Statement.Predicate, new JsonDocumentOptions { MaxDepth = MaxDepth });
            return new OpenVexDocument(Read(new PredicateField(document.RootElement)));
        }
        catch (InvalidOperationException)
        {
            // An escaped half of a surrogate pair: what cannot be read excuses nothing.
            return null;
        }
    }

    /// <summary>
    /// Whether a vulnerability is excused. The latest word on it counts, whichever document it stands in; of documents of
    /// the same time all must excuse it.
    /// </summary>
    internal static bool Excuse(IReadOnlyList<OpenVexDocument> documents, FoundVulnerability found, IReadOnlyList<StatementSubject> subjects)
    {
        VexStatement[] words =
        [
            .. documents.Select(document => document.statements
                .Where(statement => statement.IsAbout(found, subjects))
                .Select((statement, position) => (statement, position))
                .OrderBy(entry => entry.statement.Time).ThenBy(entry => entry.position)
                .LastOrDefault().statement).OfType<VexStatement>(),
        ];
        DateTimeOffset latest = words.Length == 0 ? default : words.Max(word => word.Time);
        return words.Length > 0 && words.Where(word => word.Time == latest).All(word => word.Excuses);
    }

    /// <summary>A statement without a time of its own has the document's (OpenVEX specification, "Statement Fields").</summary>
    private static List<VexStatement> Read(PredicateField document)
    {
        DateTimeOffset written = Time(document, default);
        List<VexStatement> statements = [];
        foreach (PredicateField statement in document["statements"].Items)
        {
            PredicateField vulnerability = statement["vulnerability"];
            string[] names =
            [
                .. new[] { vulnerability.Text, vulnerability["name"].Text, vulnerability["@id"].Text }.OfType<string>(),
                .. vulnerability["aliases"].Items.Select(alias => alias.Text).OfType<string>(),
            ];
            string[] common = Identifiers(statement["subcomponents"]);
            statements.Add(new VexStatement(
                names,
                [.. statement["products"].Items.Select(product => new VexProduct(IdentifierOf(product) ?? "", [.. common, .. Identifiers(product["subcomponents"])]))],
                statement["status"].Text is "not_affected" or "fixed",
                Time(statement, written)));
        }

        return statements;
    }

    private static string[] Identifiers(PredicateField list) => [.. list.Items.Select(IdentifierOf).OfType<string>()];

    private static string? IdentifierOf(PredicateField component) => component["@id"].Text ?? component.At("identifiers.purl").Text ?? component.Text;

    private static DateTimeOffset Time(PredicateField entry, DateTimeOffset otherwise) =>
        StatementContext.ReadTime(entry["last_updated"].Text ?? entry["timestamp"].Text) ?? otherwise;
}
