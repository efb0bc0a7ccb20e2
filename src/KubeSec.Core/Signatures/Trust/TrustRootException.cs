namespace KubeSec.Signatures;

/// <summary>A trust root cannot be used: it is damaged, incomplete, or was refused by an update's rules.</summary>
public sealed class TrustRootException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="refusal">Why, with its stable code.</param>
    public TrustRootException(Refusal refusal)
        : base((refusal ?? throw new ArgumentNullException(nameof(refusal))).Message) => Refusal = refusal;

    /// <summary>Why, with its stable code.</summary>
    public Refusal Refusal { get; }
}
