using KubeSec.Findings;

namespace KubeSec.Signatures;

/// <summary>Why a signature does not count: the first check that did not hold.</summary>
/// <param name="Reason">Stable code, one of <see cref="ReasonCodes"/>.</param>
/// <param name="Message">What was expected and what was found, one sentence without a full stop; what it repeats of others' words is fit to be shown.</param>
public sealed record Refusal(string Reason, string Message)
{
    /// <summary>What was expected and what was found, on one line.</summary>
    public string Message { get; init; } = PlainText.OneLine(Message, PlainText.LongestMessage);

    /// <summary><c>reason: message</c>.</summary>
    public override string ToString() => $"{Reason}: {Message}";
}
