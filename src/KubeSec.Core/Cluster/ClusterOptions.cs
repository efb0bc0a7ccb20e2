namespace KubeSec.Cluster;

/// <summary>Which cluster is read, and how.</summary>
public sealed record ClusterOptions
{
    /// <summary>The kubeconfig file; null takes <c>KUBECONFIG</c>, then <c>~/.kube/config</c>, then the pod's own service account.</summary>
    public string? Kubeconfig { get; init; }

    /// <summary>The context of the kubeconfig; null takes its current one.</summary>
    public string? Context { get; init; }

    /// <summary>The only namespace to read; null reads all of them, and what has none.</summary>
    public string? Namespace { get; init; }

    /// <summary>The cluster's name, as sensors report it; empty where there is but one.</summary>
    public string Name { get; init; } = "";

    /// <summary>How many objects a page of a listing holds (<c>limit</c> of the Kubernetes API).</summary>
    public int PageSize { get; init; } = 500;

    /// <summary>The longest a request other than a watch may take to answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);
}
