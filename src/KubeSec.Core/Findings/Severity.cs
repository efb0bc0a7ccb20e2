namespace KubeSec.Findings;

/// <summary>How much harm a finding can do; ordered, so that a threshold is a comparison.</summary>
public enum Severity
{
    /// <summary>A fact worth knowing; never closes a gate by default.</summary>
    Info,

    /// <summary>Weakens a defence that others still back up.</summary>
    Low,

    /// <summary>Removes one layer of defence.</summary>
    Medium,

    /// <summary>Gives an attacker in the container a way onward.</summary>
    High,

    /// <summary>Gives an attacker in the container the node or the cluster.</summary>
    Critical,
}
