namespace KubeSec.Signatures;

/// <summary>A bill of materials in SPDX or CycloneDX must be there, and be one.</summary>
public sealed record SbomPolicy : AttestationPolicy
{
    internal const string Spdx = "https://spdx.dev/Document";
    internal const string CycloneDx = "https://cyclonedx.org/bom";

    /// <summary>Names that no component may have, compared ignoring case.</summary>
    public IReadOnlyList<string> ForbiddenComponents { get; init; } = [];

    /// <inheritdoc/>
    public override string Kind => "bill of materials";

    /// <inheritdoc/>
    public override bool IsAbout(string predicateType) => IsFamily(predicateType, Spdx) || IsFamily(predicateType, CycloneDx);

    internal override IEnumerable<string> Demands =>
        ForbiddenComponents.Count == 0 ? [] : [$"no component is named {string.Join(", ", ForbiddenComponents)}"];

    private protected override void Require(PredicateField predicate, StatementContext context)
    {
        var isSpdx = IsFamily(context.Statement.PredicateType, Spdx);
        RefusedException.Unless(
            isSpdx ? predicate["spdxVersion"].Text is not null : predicate["bomFormat"].Text == "CycloneDX",
            ReasonCodes.PredicateMalformed,
            "the predicate is not a bill of materials of the type it claims");
        var components = isSpdx ? predicate["packages"].Items : Nested(predicate).Append(predicate.At("metadata.component"));
        var forbidden = components.Select(component => component["name"].Text).FirstOrDefault(name => name is not null && ForbiddenComponents.Contains(name, StringComparer.OrdinalIgnoreCase));
        RefusedException.Unless(forbidden is null, ReasonCodes.SbomComponentForbidden, $"the image contains '{forbidden}'");
    }

    /// <summary>CycloneDX puts components into components; the document's own depth is capped.</summary>
    private static IEnumerable<PredicateField> Nested(PredicateField holder) =>
        holder["components"].Items.SelectMany(component => Nested(component).Prepend(component));

    private static bool IsFamily(string predicateType, string family) =>
        predicateType == family || predicateType.StartsWith(family + "/", StringComparison.Ordinal);
}
