namespace KubeSec.Feedback;

/// <summary>Why a feedback store could not be read or written. A gate that meets it is undecided, never passed.</summary>
public enum FeedbackStoreFault
{
    /// <summary>There is no store at the place named.</summary>
    Missing,

    /// <summary>The file is no store, or is damaged.</summary>
    Corrupt,

    /// <summary>Other writers held it for longer than the lock timeout.</summary>
    Locked,

    /// <summary>The last entry is older than the caller accepts.</summary>
    Stale,

    /// <summary>It may be read but not written: permissions or a read-only disk.</summary>
    ReadOnly,

    /// <summary>The disk is full; nothing of the refused transaction is kept.</summary>
    DiskFull,

    /// <summary>It lies on a network file system, where SQLite's locks do not hold.</summary>
    NetworkFileSystem,

    /// <summary>It was written by a newer version of KubeSec.</summary>
    Newer,

    /// <summary>The database server did not answer or refused the connection.</summary>
    Unreachable,
}

/// <summary>The feedback store could not be read or written.</summary>
public sealed class FeedbackStoreException : Exception
{
    /// <summary>A fault with its place and remedy.</summary>
    public FeedbackStoreException(FeedbackStoreFault fault, string message, Exception? innerException = null)
        : base(message, innerException) => Fault = fault;

    /// <summary>What kind of fault it is; stable.</summary>
    public FeedbackStoreFault Fault { get; }
}
