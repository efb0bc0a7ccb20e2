namespace KubeSec.Gate.Policies;

/// <summary>A policy, and where its waivers are written.</summary>
internal sealed record ReadPolicy(GatePolicy Policy, IReadOnlyList<PlacedWaiver> Waivers);
