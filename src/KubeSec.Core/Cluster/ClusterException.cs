namespace KubeSec.Cluster;

/// <summary>Why a cluster could not be read. What rests on it is undecided, never passed.</summary>
public enum ClusterFault
{
    /// <summary>The kubeconfig is missing or wrong.</summary>
    Configuration,

    /// <summary>The API server did not answer.</summary>
    Unreachable,

    /// <summary>The API server does not know who asks (401).</summary>
    Unauthorized,

    /// <summary>Who asks may not read this (403).</summary>
    Forbidden,

    /// <summary>The API server does not serve this kind (404).</summary>
    NotFound,

    /// <summary>The point to go on from is too old (410).</summary>
    Gone,

    /// <summary>The answer is no answer of the Kubernetes API.</summary>
    Protocol,
}

/// <summary>A cluster could not be read.</summary>
public sealed class ClusterException : Exception
{
    /// <summary>A fault with its place and remedy.</summary>
    public ClusterException(ClusterFault fault, string message, Exception? innerException = null)
        : base(message, innerException) => Fault = fault;

    /// <summary>What kind of fault it is; stable.</summary>
    public ClusterFault Fault { get; }

    /// <summary>How long the server asks to be left alone (<c>Retry-After</c>); null where it does not say.</summary>
    internal TimeSpan? RetryAfter { get; init; }
}
