namespace KubeSec.Signatures;

/// <summary>A statement of any type of one's own, with conditions on its fields.</summary>
/// <param name="PredicateType">The predicate type, exactly.</param>
/// <param name="Conditions">What its fields must be; all must hold.</param>
public sealed record PredicatePolicy(string PredicateType, IReadOnlyList<PredicateCondition> Conditions) : AttestationPolicy
{
    /// <inheritdoc/>
    public override string Kind => $"statement of type '{PredicateType}'";

    /// <inheritdoc/>
    public override bool IsAbout(string predicateType) => predicateType == PredicateType;

    internal override IEnumerable<string> Demands => Conditions.Select(condition => condition.ToText());

    private protected override void Require(PredicateField predicate, StatementContext context)
    {
        foreach (var condition in Conditions)
        {
            condition.Require(predicate);
        }
    }
}
