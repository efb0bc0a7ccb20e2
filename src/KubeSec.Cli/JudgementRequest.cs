using KubeSec.Gate;
using KubeSec.Reports;

namespace KubeSec.Cli;

/// <summary>What a judging command was asked for.</summary>
internal sealed record JudgementRequest(GateOptions Gate, IReadOnlyList<ReportTarget> Reports, ReportDetail Detail);
