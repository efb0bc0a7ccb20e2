using KubeSec.Findings;

namespace KubeSec.Network;

/// <summary>The three answers.</summary>
public enum ConnectionVerdict
{
    /// <summary>Policies let it through, or none applies.</summary>
    Allowed,

    /// <summary>A policy stops it.</summary>
    Denied,

    /// <summary>The manifests do not hold the answer.</summary>
    Unknown,
}

/// <summary>Why one connection is allowed, denied or unknown.</summary>
/// <param name="Source">Where it comes from.</param>
/// <param name="Destination">Where it goes.</param>
/// <param name="Protocol">Its protocol.</param>
/// <param name="Port">The destination's port.</param>
/// <param name="Verdict">The answer: both directions have to allow it.</param>
/// <param name="Decisions">What each direction says, egress of the source first.</param>
/// <param name="Changes">What would change the answer; empty for an allowed connection that nothing restricts.</param>
public sealed record Explanation(
    string Source,
    string Destination,
    NetworkProtocol Protocol,
    int Port,
    ConnectionVerdict Verdict,
    IReadOnlyList<DirectionDecision> Decisions,
    IReadOnlyList<string> Changes);

/// <summary>What the policies of one end say.</summary>
/// <param name="Direction">Egress for the source's policies, ingress for the destination's.</param>
/// <param name="Verdict">What they say.</param>
/// <param name="Layer">The layer that decided; null where no policy applies.</param>
/// <param name="By">The rules that decide it, all of them; a policy without a rule where it is isolation that decides.</param>
/// <param name="Reason">Why the answer is unknown, if it is.</param>
/// <param name="Because">The same in a sentence.</param>
public sealed record DirectionDecision(
    TrafficDirection Direction,
    ConnectionVerdict Verdict,
    PolicyLayer? Layer,
    IReadOnlyList<DecidingRule> By,
    UnknownReason Reason,
    string Because)
{
    /// <summary>The rules before it that passed the connection on to the next layer, in the order they were asked.</summary>
    public IReadOnlyList<DecidingRule> PassedBy { get; init; } = [];
}

/// <summary>A rule that decides a connection, or a policy that does so by having no rule for it.</summary>
/// <param name="Policy">The policy, as <c>NetworkPolicy namespace/name</c>.</param>
/// <param name="Rule">Path of the rule, such as <c>spec.ingress[0]</c>; null where the policy isolates and no rule allows.</param>
/// <param name="Span">Where it stands.</param>
public sealed record DecidingRule(string Policy, string? Rule, SourceSpan Span)
{
    /// <summary>What the policy calls the rule; null where it gives no name.</summary>
    public string? Name { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Rule is null ? Policy : $"{Rule}{(Name is null ? "" : $" ({Name})")} of {Policy}";
}
