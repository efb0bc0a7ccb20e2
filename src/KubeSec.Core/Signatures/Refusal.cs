namespace KubeSec.Signatures;

/// <summary>Why a signature does not count: the first check that did not hold.</summary>
/// <param name="Reason">Stable code, one of <see cref="ReasonCodes"/>.</param>
/// <param name="Message">What was expected and what was found, one sentence without a full stop.</param>
public sealed record Refusal(string Reason, string Message)
{
    /// <summary><c>reason: message</c>.</summary>
    public override string ToString() => $"{Reason}: {Message}";
}
