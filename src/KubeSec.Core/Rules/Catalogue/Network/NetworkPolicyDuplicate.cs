using KubeSec.Findings;
using KubeSec.Network;

namespace KubeSec.Rules.Catalogue.Network;

/// <summary>KS3013: one name, two policies.</summary>
internal sealed class NetworkPolicyDuplicate : NetworkRule
{
    public override RuleInfo Info => NetworkRules.DuplicatePolicy;

    protected override void Check(NetworkAnalyzer network, RuleContext context) => HandOn(network, context);
}
