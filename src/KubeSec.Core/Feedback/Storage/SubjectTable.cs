namespace KubeSec.Feedback.Storage;

/// <summary>Words of the subject table beyond those of <see cref="SubjectKind"/>.</summary>
internal static class SubjectTable
{
    /// <summary>A workload's name without its namespace: what a manifest without a namespace is looked up by.</summary>
    public const string WorkloadName = "workload-name";
}
