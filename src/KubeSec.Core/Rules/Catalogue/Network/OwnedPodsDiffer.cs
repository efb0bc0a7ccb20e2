using KubeSec.Findings;
using KubeSec.Network;

namespace KubeSec.Rules.Catalogue.Network;

/// <summary>KS3028: a pod that policies can tell from its siblings.</summary>
internal sealed class OwnedPodsDiffer : NetworkRule
{
    public override RuleInfo Info => NetworkRules.OwnedPodsDiffer;

    protected override void Check(NetworkAnalyzer network, RuleContext context) => HandOn(network, context);
}
