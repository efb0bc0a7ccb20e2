namespace KubeSec.Signatures;

/// <summary>One word of an OpenVEX document on one vulnerability.</summary>
/// <param name="Vulnerabilities">The names of the vulnerability.</param>
/// <param name="Products">What it is about; empty for the statement's subject as a whole.</param>
/// <param name="Excuses">Whether the vulnerability does not touch them.</param>
/// <param name="Time">When it was said.</param>
internal sealed record VexStatement(IReadOnlyList<string> Vulnerabilities, IReadOnlyList<VexProduct> Products, bool Excuses, DateTimeOffset Time)
{
    public bool IsAbout(FoundVulnerability found, IReadOnlyList<StatementSubject> subjects) =>
        Vulnerabilities.Contains(found.Id)
        && (Products.Count == 0 || Products.Any(product => product.IsImage(subjects) && product.Holds(found.Package, doubt: !Excuses)));
}

/// <summary>A product of an OpenVEX statement.</summary>
/// <param name="Identifier">Mostly a package URL.</param>
/// <param name="Components">The package URLs inside it that alone are meant; empty for all of it.</param>
internal sealed record VexProduct(string Identifier, IReadOnlyList<string> Components)
{
    /// <summary>
    /// The statement's subject is the image already; a product that names a digest must name this one, and one that is no
    /// image at all is about something else.
    /// </summary>
    public bool IsImage(IReadOnlyList<StatementSubject> subjects) =>
        subjects.Any(subject => subject.Digests.Values.Any(digest => Identifier.Contains(digest, StringComparison.OrdinalIgnoreCase)))
        || (Identifier.StartsWith("pkg:oci/", StringComparison.Ordinal) && !Identifier.Contains('@', StringComparison.Ordinal));

    /// <summary>Whether a package is meant.</summary>
    /// <param name="package">Its package URL, if the scan tells.</param>
    /// <param name="doubt">The answer where it does not: an excuse needs to be sure, an accusation does not.</param>
    public bool Holds(string? package, bool doubt) =>
        Components.Count == 0 || (package is null ? doubt : Components.Any(component => IsPackage(component, package)));

    /// <summary>Qualifiers do not matter, and a component without a version means every one.</summary>
    private static bool IsPackage(string component, string package)
    {
        string wanted = WithoutQualifiers(component);
        string plain = WithoutQualifiers(package);
        return plain == wanted || plain.StartsWith(wanted + "@", StringComparison.Ordinal);
    }

    private static string WithoutQualifiers(string url) => url.IndexOfAny(['?', '#']) is var end and >= 0 ? url[..end] : url;
}
