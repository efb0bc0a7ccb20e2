namespace KubeSec.Network;

/// <summary>How far a taken container gets: everything it can reach in any number of steps.</summary>
/// <param name="From">The workload that was taken.</param>
/// <param name="Reached">Workloads it reaches for certain, nearest first.</param>
/// <param name="Outside">Addresses outside that it or a workload it reaches may talk to, nearest first.</param>
/// <param name="Possible">Workloads it reaches only if an unknown answer turns out as allowed, nearest first.</param>
public sealed record ReachReport(string From, IReadOnlyList<ReachStep> Reached, IReadOnlyList<ReachStep> Outside, IReadOnlyList<ReachStep> Possible);

/// <summary>One thing reached.</summary>
/// <param name="Name">The workload or range of addresses.</param>
/// <param name="Steps">Connections needed, from 1.</param>
/// <param name="Via">The workload the last step starts from.</param>
/// <param name="Ports">The ports of the last step.</param>
public sealed record ReachStep(string Name, int Steps, string Via, PortSet Ports);
