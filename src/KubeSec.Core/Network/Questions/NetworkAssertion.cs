using KubeSec.Findings;

namespace KubeSec.Network;

/// <summary>What the policy file states about one connection.</summary>
public enum AssertionKind
{
    /// <summary>It must not be possible.</summary>
    Deny,

    /// <summary>It must be possible.</summary>
    Allow,
}

/// <summary>
/// A statement of the policy file about who may talk to whom. Names are <c>name</c>, <c>namespace/name</c>,
/// <c>namespace/name[Kind]</c>, <c>namespace/*</c> or <c>*</c> for workloads, an IP address, or <c>internet</c>.
/// </summary>
/// <param name="Kind">Whether it must be possible or must not.</param>
/// <param name="From">Where the connection starts.</param>
/// <param name="To">Where it goes.</param>
public sealed record NetworkAssertion(AssertionKind Kind, string From, string To)
{
    /// <summary>The destination's port; null for any port: none may be open to deny, one suffices to allow.</summary>
    public int? Port { get; init; }

    /// <summary>The protocol of <see cref="Port"/>.</summary>
    public NetworkProtocol Protocol { get; init; } = NetworkProtocol.Tcp;

    /// <summary>Where the policy file states it.</summary>
    public required SourceSpan Span { get; init; }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(
        $"{(Kind == AssertionKind.Deny ? "deny" : "allow")} {From} => {To}{(Port is { } port ? $" on {PortSet.Of(Protocol, port, port)}" : "")}");
}

/// <summary>An assertion that does not hold, or of which nobody can tell whether it does.</summary>
/// <param name="Assertion">The assertion.</param>
/// <param name="IsBroken">Whether the manifests break it; otherwise the answer is unknown.</param>
/// <param name="Message">The connection at fault and what decides it.</param>
/// <param name="Why">The same, to be read by programs; null where a name of the assertion is nobody's.</param>
public sealed record AssertionResult(NetworkAssertion Assertion, bool IsBroken, string Message, Explanation? Why);
