namespace KubeSec.Network;

/// <summary>Ports on their way through the layers, by number in the pool.</summary>
/// <param name="Open">Not yet decided.</param>
/// <param name="Passed">Let through to the next layer.</param>
/// <param name="Allowed">Allowed.</param>
internal readonly record struct PortState(int Open, int Passed, int Allowed);
