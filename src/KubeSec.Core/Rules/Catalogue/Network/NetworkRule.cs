using KubeSec.Findings;
using KubeSec.Manifests;
using KubeSec.Network;

namespace KubeSec.Rules.Catalogue.Network;

/// <summary>A rule whose answer only the network model knows: who may talk to whom once all policies are taken together.</summary>
internal abstract class NetworkRule : Rule
{
    public sealed override void CheckAll(ResourceIndex index, RuleContext context) => Check(index.NetworkUnder(context.Options.Network), context);

    protected abstract void Check(NetworkAnalyzer network, RuleContext context);

    /// <summary>The workloads of the input with the class the engine knows them by.</summary>
    protected static IEnumerable<(NetworkWorkload Workload, int Number)> Workloads(NetworkAnalyzer network) =>
        network.Engine.Written.Select(workload => (workload, network.Engine.NumberOf(workload)));

    /// <summary>Reports a workload at its name.</summary>
    protected static void Report(RuleContext context, NetworkWorkload workload, string message)
    {
        Resource resource = workload.Source!.Resource;
        context.Report(resource, resource.Root["metadata"]["name"], message);
    }

    /// <summary>Hands on what the reader of policies found under this rule.</summary>
    protected void HandOn(NetworkAnalyzer network, RuleContext context)
    {
        foreach (Finding finding in network.Diagnostics.Where(finding => finding.Rule == Info))
        {
            context.HandOn(finding);
        }
    }
}
