using KubeSec.Findings;
using KubeSec.Network;

namespace KubeSec.Rules.Catalogue.Network;

/// <summary>KS3011: legal, and beyond what manifests can tell.</summary>
internal sealed class NetworkPolicyNotUnderstood : NetworkRule
{
    public override RuleInfo Info => NetworkRules.NotUnderstood;

    protected override void Check(NetworkAnalyzer network, RuleContext context) => HandOn(network, context);
}
