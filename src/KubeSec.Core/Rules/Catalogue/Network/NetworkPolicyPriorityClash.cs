using KubeSec.Findings;
using KubeSec.Network;

namespace KubeSec.Rules.Catalogue.Network;

/// <summary>Two cluster-wide policies of one tier and priority.</summary>
internal sealed class NetworkPolicyPriorityClash : NetworkRule
{
    public override RuleInfo Info => NetworkRules.PriorityClash;

    protected override void Check(NetworkAnalyzer network, RuleContext context) => HandOn(network, context);
}
