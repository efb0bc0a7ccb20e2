using System.Diagnostics.CodeAnalysis;

namespace KubeSec.Signatures;

/// <summary>
/// Ends a verification at the first check that does not hold. Verifying is one long conjunction, so the checks throw and
/// each facade turns this exception, and only this one, into a <see cref="Refusal"/>; it never leaves the room.
/// </summary>
internal sealed class RefusedException(string reason, string message) : Exception(message)
{
    /// <summary>One of <see cref="ReasonCodes"/>.</summary>
    public string Reason { get; } = reason;

    public Refusal ToRefusal() => new(Reason, Message);

    public static void Unless([DoesNotReturnIf(false)] bool holds, string reason, string message)
    {
        if (!holds)
        {
            throw new RefusedException(reason, message);
        }
    }
}
