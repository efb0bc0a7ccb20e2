namespace KubeSec.Network;

/// <summary>
/// Workloads no policy can tell apart: same namespace, same answer to every label that any selector asks about,
/// same named ports. The engine judges classes, never single pods.
/// </summary>
/// <param name="Number">Its place among the peers.</param>
/// <param name="Workloads">Its members, by name; all answer alike.</param>
internal sealed record PeerClass(int Number, IReadOnlyList<NetworkWorkload> Workloads)
{
    public NetworkWorkload Sample => Workloads[0];

    public string Namespace => Sample.Namespace;
}

/// <summary>A stand-in for pods that are not in the input: any that the two selectors match.</summary>
/// <param name="Namespaces">The namespaces it may be in.</param>
/// <param name="Pods">The labels it is known to have.</param>
internal sealed record Representative(LabelQuery Namespaces, LabelQuery Pods)
{
    /// <summary>Any pod anywhere in the cluster.</summary>
    public static Representative AnyPod { get; } = new(LabelQuery.Everything, LabelQuery.Everything);

    public string Key => $"{Namespaces.Text}/{Pods.Text}";
}
