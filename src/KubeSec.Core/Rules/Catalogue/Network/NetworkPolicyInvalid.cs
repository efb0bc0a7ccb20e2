using KubeSec.Findings;
using KubeSec.Network;

namespace KubeSec.Rules.Catalogue.Network;

/// <summary>KS3010: what the API server would refuse.</summary>
internal sealed class NetworkPolicyInvalid : NetworkRule
{
    public override RuleInfo Info => NetworkRules.InvalidPolicy;

    protected override void Check(NetworkAnalyzer network, RuleContext context) => HandOn(network, context);
}
