using KubeSec.Findings;

namespace KubeSec.Gate.Policies;

/// <summary>A waiver and where it is written.</summary>
internal sealed record PlacedWaiver(Waiver Waiver, SourceSpan Span);
