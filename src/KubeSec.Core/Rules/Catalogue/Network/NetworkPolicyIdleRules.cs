using KubeSec.Findings;
using KubeSec.Network;

namespace KubeSec.Rules.Catalogue.Network;

/// <summary>KS3014: rules that policyTypes switches off.</summary>
internal sealed class NetworkPolicyIdleRules : NetworkRule
{
    public override RuleInfo Info => NetworkRules.IdleRule;

    protected override void Check(NetworkAnalyzer network, RuleContext context) => HandOn(network, context);
}
