namespace KubeSec.Feedback;

/// <summary>What a listing of a cluster's objects stands for.</summary>
public sealed record SnapshotOptions
{
    /// <summary>The cluster's name, as sensors report it; empty where there is but one.</summary>
    public string Cluster { get; init; } = "";

    /// <summary>When the listing was taken, in nanoseconds since 1970-01-01 UTC; null takes a file's last change, or now.</summary>
    public long? At { get; init; }

    /// <summary>
    /// Of what the listing is the whole: a namespace, or <c>""</c> for the cluster. Null where it may be partial: a pod that is
    /// missing from it is then not taken for gone.
    /// </summary>
    public string? Whole { get; init; }
}

/// <summary>What became of a listing's objects.</summary>
/// <param name="Pods">Pods read.</param>
/// <param name="Containers">Runs of containers in them.</param>
/// <param name="Others">Other objects: controllers, and what the inventory has no use for.</param>
/// <param name="New">Facts that the inventory did not hold before.</param>
/// <param name="SetAside">Objects that could not be read, each with its reason.</param>
public sealed record SnapshotResult(long Pods, long Containers, long Others, long New, IReadOnlyList<SetAsideEvent> SetAside)
{
    /// <summary>Nothing read.</summary>
    public static SnapshotResult Nothing { get; } = new(0, 0, 0, 0, []);

    /// <summary>The results of two listings together.</summary>
    public static SnapshotResult operator +(SnapshotResult left, SnapshotResult right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return Add(left, right);
    }

    /// <summary>The results of two listings together.</summary>
    public static SnapshotResult Add(SnapshotResult left, SnapshotResult right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return new(left.Pods + right.Pods, left.Containers + right.Containers, left.Others + right.Others, left.New + right.New, [.. left.SetAside, .. right.SetAside]);
    }
}
