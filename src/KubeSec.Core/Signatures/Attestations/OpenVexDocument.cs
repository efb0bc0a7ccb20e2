using System.Text.Json;

namespace KubeSec.Signatures;

/// <summary>
/// An OpenVEX document (openvex/spec) from a verified statement: which vulnerabilities do not touch the image it is
/// about. Only <c>not_affected</c> and <c>fixed</c> excuse.
/// </summary>
public sealed class OpenVexDocument
{
    private const int MaxDepth = 64;

    private readonly List<(string Vulnerability, string[] Products, bool Excuses)> _statements;

    private OpenVexDocument(List<(string, string[], bool)> statements) => _statements = statements;

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

        using var document = JsonDocument.Parse(verified.Statement.Predicate, new JsonDocumentOptions { MaxDepth = MaxDepth });
        var statements = new List<(string, string[], bool)>();
        foreach (var statement in new PredicateField(document.RootElement)["statements"].Items)
        {
            var vulnerability = statement.At("vulnerability.name").Text ?? statement["vulnerability"].Text;
            string[] products = [.. statement["products"].Items.Select(product => product["@id"].Text ?? product.Text).OfType<string>()];
            if (vulnerability is not null)
            {
                statements.Add((vulnerability, products, statement["status"].Text is "not_affected" or "fixed"));
            }
        }

        return new OpenVexDocument(statements);
    }

    /// <summary>The last word on a vulnerability counts, as in OpenVEX later statements override earlier ones.</summary>
    internal bool Excuses(string vulnerability, IReadOnlyList<StatementSubject> subjects) =>
        _statements.LastOrDefault(statement => statement.Vulnerability == vulnerability && IsAbout(statement.Products, subjects)).Excuses;

    /// <summary>
    /// The statement's subject is the image already; a product that names a digest must name this one, and one that is no
    /// image at all is about something else.
    /// </summary>
    private static bool IsAbout(string[] products, IReadOnlyList<StatementSubject> subjects) =>
        products.Length == 0
        || products.Any(product => subjects.Any(subject => subject.Digests.Values.Any(digest => product.Contains(digest, StringComparison.OrdinalIgnoreCase)))
            || (product.StartsWith("pkg:oci/", StringComparison.Ordinal) && !product.Contains('@', StringComparison.Ordinal)));
}
