namespace KubeSec.Signatures;

/// <summary>A key could not be read or used: the file is damaged, of an unsupported kind, or its password is wrong.</summary>
public sealed class SignatureKeyException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="refusal">What is wrong with the key and what would be right; never holds key material.</param>
    public SignatureKeyException(Refusal refusal)
        : base((refusal ?? throw new ArgumentNullException(nameof(refusal))).Message) => Refusal = refusal;

    /// <summary>Why, with its stable code.</summary>
    public Refusal Refusal { get; }
}
