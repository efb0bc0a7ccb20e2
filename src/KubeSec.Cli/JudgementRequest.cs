using KubeSec.Cluster;
using KubeSec.Gate;
using KubeSec.Reports;

namespace KubeSec.Cli;

/// <summary>What a judging command was asked for.</summary>
internal sealed record JudgementRequest(GateOptions Gate, IReadOnlyList<ReportTarget> Reports, ReportDetail Detail)
{
    /// <summary>The live cluster whose manifests are judged too; null where none is.</summary>
    public ClusterOptions? Cluster { get; init; }
}
