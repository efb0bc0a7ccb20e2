using System.Globalization;
using System.Text.Json;

namespace KubeSec.Signatures;

/// <summary>
/// What a signed statement about an image must say. A policy judges verified signatures only: a statement that nobody
/// signed, such as BuildKit's own provenance, cannot be handed to it.
/// </summary>
public abstract record AttestationPolicy
{
    private const int MaxDepth = 64;

    private protected AttestationPolicy()
    {
    }

    /// <summary>What is asked for, in a word or two for messages.</summary>
    public abstract string Kind { get; }

    /// <summary>What the statement must say, one line for each thing; empty where it only has to be there.</summary>
    internal abstract IEnumerable<string> Demands { get; }

    /// <summary>Whether this policy is about statements of that predicate type.</summary>
    public abstract bool IsAbout(string predicateType);

    /// <summary>Judges the statement of a verified signature.</summary>
    /// <param name="verified">A signature that was verified for the image in question.</param>
    /// <param name="now">The time that ages are counted to.</param>
    /// <returns>Null when the statement satisfies the policy; otherwise the first thing that does not.</returns>
    public Refusal? Judge(BundleVerificationResult verified, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(verified);
        if (!verified.IsVerified || verified.Statement is not { } statement)
        {
            return new Refusal(ReasonCodes.StatementUnsigned, "no verified signature carries a statement");
        }

        if (!IsAbout(statement.PredicateType))
        {
            return new Refusal(ReasonCodes.PredicateTypeMismatch, $"the statement is of type '{statement.PredicateType}'");
        }

        try
        {
            using JsonDocument document = Parse(statement);
            Require(new PredicateField(document.RootElement), new StatementContext(statement, verified.Identity, now));
            return null;
        }
        catch (RefusedException refused)
        {
            return refused.ToRefusal();
        }
        catch (InvalidOperationException malformed)
        {
            return new Refusal(ReasonCodes.PredicateMalformed, $"the predicate cannot be read: {malformed.Message}");
        }
    }

    /// <summary>
    /// When what the statement tells was found out, where a later statement of its kind takes its stead; null where every
    /// statement stands for itself.
    /// </summary>
    internal DateTimeOffset? TimeOf(InTotoStatement statement)
    {
        try
        {
            using JsonDocument document = Parse(statement);
            return StatementContext.ReadTime(TimeOf(new PredicateField(document.RootElement)));
        }
        catch (Exception malformed) when (malformed is InvalidOperationException or JsonException)
        {
            return null;
        }
    }

    private protected virtual string? TimeOf(PredicateField predicate) => null;

    private static JsonDocument Parse(InTotoStatement statement) =>
        JsonDocument.Parse(statement.Predicate, new JsonDocumentOptions { MaxDepth = MaxDepth, AllowDuplicateProperties = false });

    /// <summary>Throws <see cref="RefusedException"/> at the first demand that is not met.</summary>
    private protected abstract void Require(PredicateField predicate, StatementContext context);
}

/// <summary>What surrounds a predicate when it is judged.</summary>
/// <param name="Statement">The signed statement.</param>
/// <param name="Identity">Whom the signer's certificate names; null for a key.</param>
/// <param name="Now">The time that ages are counted to.</param>
internal sealed record StatementContext(InTotoStatement Statement, SignerIdentity? Identity, DateTimeOffset Now)
{
    public static DateTimeOffset? ReadTime(string? stated) =>
        DateTimeOffset.TryParse(stated, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time : null;

    /// <summary>Requires that a time stated in RFC 3339 lies no further back than <paramref name="maxAge"/>, and not ahead.</summary>
    public void RequireRecent(string? stated, TimeSpan maxAge, string reason, string what)
    {
        RefusedException.Unless(
            ReadTime(stated) is { } time && time <= Now && Now - time <= maxAge,
            reason,
            FormattableString.Invariant($"{what} is of '{stated}' and may be at most {maxAge.TotalHours:0.#} hours old"));
    }
}
