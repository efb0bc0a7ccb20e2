using KubeSec.Manifests;

namespace KubeSec.Network;

/// <summary>
/// How one kind of cluster-wide policy words what all of them say (network-policy-api v1alpha1 and v1alpha2).
/// </summary>
/// <param name="AllowWord">The action that lets traffic through.</param>
/// <param name="MayPass">Whether Pass is an action.</param>
/// <param name="Limit">Most items in a list of rules, peers or ports.</param>
/// <param name="PortsKey">The field that narrows a rule to ports.</param>
internal sealed record TieredDialect(string AllowWord, bool MayPass, int Limit, string PortsKey)
{
    public static TieredDialect Admin { get; } = new("Allow", MayPass: true, Limit: 100, "ports");

    public static TieredDialect Baseline { get; } = new("Allow", MayPass: false, Limit: 100, "ports");

    public static TieredDialect Cluster { get; } = new("Accept", MayPass: true, Limit: 25, "protocols");

    public RuleAction? Action(string? word) => word switch
    {
        "Deny" => RuleAction.Deny,
        "Pass" when MayPass => RuleAction.Pass,
        _ when word == AllowWord => RuleAction.Allow,
        _ => null,
    };

    public RulePort ReadPort(Field entry, PolicyFaults faults) =>
        PortsKey == "ports" ? TieredPortReader.ReadPort(entry, faults) : TieredPortReader.ReadProtocol(entry, faults);
}
