namespace KubeSec.Findings;

/// <summary>What names a Kubernetes object across files and clusters.</summary>
/// <param name="ApiVersion">Group and version, such as <c>apps/v1</c>.</param>
/// <param name="Kind">Kind, such as <c>Deployment</c>.</param>
/// <param name="Namespace">The namespace the manifest states, or null where it states none.</param>
/// <param name="Name">metadata.name, or generateName followed by <c>*</c>; empty where neither is set.</param>
public sealed record ResourceIdentity(string ApiVersion, string Kind, string? Namespace, string Name)
{
    /// <summary>The API group: empty for the core group.</summary>
    public string Group => ApiVersion.Contains('/', StringComparison.Ordinal) ? ApiVersion[..ApiVersion.IndexOf('/', StringComparison.Ordinal)] : "";

    /// <summary><c>Kind namespace/name</c>, or <c>Kind name</c> without a namespace.</summary>
    public override string ToString() => Namespace is null ? $"{Kind} {Name}" : $"{Kind} {Namespace}/{Name}";
}
