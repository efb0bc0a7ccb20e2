namespace KubeSec.Cli;

/// <summary>What the process answers; build servers read nothing else.</summary>
internal static class ExitCode
{
    /// <summary>The gate is open.</summary>
    public const int Pass = 0;

    /// <summary>The gate is closed.</summary>
    public const int Failed = 1;

    /// <summary>The command line or the policy file is wrong.</summary>
    public const int Usage = 2;

    /// <summary>Something could not be judged: an unreadable store, an unreachable registry, a broken manifest.</summary>
    public const int Undecided = 3;
}
