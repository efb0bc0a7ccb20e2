namespace KubeSec.Signatures;

/// <summary>How many of a policy's signers must have signed, each with a key or identity of its own.</summary>
public sealed record SignerQuorum
{
    private readonly int? count;

    private SignerQuorum(int? count) => this.count = count;

    /// <summary>One of them, whichever.</summary>
    public static SignerQuorum AnyOf { get; } = new(1);

    /// <summary>Each of them.</summary>
    public static SignerQuorum AllOf { get; } = new((int?)null);

    /// <summary>At least so many of them.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is below one.</exception>
    public static SignerQuorum AtLeast(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return new SignerQuorum(count);
    }

    /// <summary>The number demanded of a list of signers.</summary>
    internal int Of(int signers) => count ?? signers;

    /// <summary>
    /// The most signers of a policy that different witnesses can stand for. One key that two entries of the policy accept
    /// is still one witness, so entries and witnesses are matched one to one (Kuhn's augmenting paths).
    /// </summary>
    /// <param name="witnesses">For each signer of the policy the witnesses, known by key or identity, that it accepts.</param>
    internal static int Distinct(IReadOnlyList<IReadOnlyList<string>> witnesses)
    {
        Dictionary<string, int> taken = new(StringComparer.Ordinal);
        return Enumerable.Range(0, witnesses.Count).Count(signer => Assign(signer, []));

        bool Assign(int signer, HashSet<string> tried)
        {
            foreach (string witness in witnesses[signer])
            {
                if (tried.Add(witness) && (!taken.TryGetValue(witness, out int holder) || Assign(holder, tried)))
                {
                    taken[witness] = signer;
                    return true;
                }
            }

            return false;
        }
    }
}
