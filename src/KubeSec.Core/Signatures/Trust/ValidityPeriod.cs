namespace KubeSec.Signatures;

/// <summary>A stretch of time, closed at both ends; without an end it is still going on.</summary>
/// <param name="Start">The first instant that counts.</param>
/// <param name="End">The last instant that counts, or null.</param>
internal readonly record struct ValidityPeriod(DateTimeOffset Start, DateTimeOffset? End)
{
    public bool Contains(DateTimeOffset time) => Start <= time && (End is null || time <= End);

    public override string ToString() =>
        End is null ? FormattableString.Invariant($"from {Start:u}") : FormattableString.Invariant($"{Start:u} to {End:u}");
}
