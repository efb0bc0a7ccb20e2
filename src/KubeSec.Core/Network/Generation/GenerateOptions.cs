namespace KubeSec.Network;

/// <summary>Where generated policies take their intentions from; all that are given count together.</summary>
public sealed record GenerateOptions
{
    /// <summary>Whether Service names, routes and Service types of the manifests count. True by default.</summary>
    public bool FromManifests { get; init; } = true;

    /// <summary>Connections that are to be allowed; those that are to be denied are left out of the rest.</summary>
    public IReadOnlyList<NetworkAssertion> Assertions { get; init; } = [];

    /// <summary>Connections seen at run time; dropped ones never count.</summary>
    public IReadOnlyList<ObservedFlow> Flows { get; init; } = [];

    /// <summary>Connections that sensors raised alerts about: no flow becomes a rule that would allow one of them.</summary>
    public IReadOnlyList<ObservedFlow> Alerts { get; init; } = [];
}

/// <summary>Generated policies.</summary>
/// <param name="Yaml">NetworkPolicy documents, byte-identical for any order of the input.</param>
/// <param name="Notes">What could not be written as a rule, and why.</param>
public sealed record GeneratedPolicies(string Yaml, IReadOnlyList<string> Notes);
