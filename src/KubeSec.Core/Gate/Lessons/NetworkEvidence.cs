using KubeSec.Feedback;
using KubeSec.Inventory;
using KubeSec.Manifests;
using KubeSec.Network;

namespace KubeSec.Gate.Lessons;

/// <summary>
/// Proves the network controls where a lesson asks for one, by who may talk to whom. Files are read once more for it, and only
/// then: a run without such a lesson keeps no tree.
/// </summary>
internal sealed class NetworkEvidence(GateRun run)
{
    private const string Metadata = "169.254.169.254";

    // Any address outside the pod ranges stands for the peer that was seen, which the incident keeps by its class alone.
    private const string Outside = "internet";

    private static readonly int[] ApiPorts = [443, 6443];

    public static IReadOnlySet<string> Controls { get; } = new HashSet<string>(["NP_EGRESS", "NP_IMDS", "NP_API"], StringComparer.Ordinal);

    public void Prove(IReadOnlyList<(FeedbackBlock Block, InventoryEntry Entry)> blocks, CancellationToken cancellationToken)
    {
        InventoryEntry[] asked = [.. blocks.Where(pair => pair.Block.Asked.Any(control => Controls.Contains(control.Code))).Select(pair => pair.Entry).DistinctBy(entry => (entry.Span.File, entry.Resource))];
        // Standard input has been read already and is gone.
        if (asked.Length == 0 || run.Options.Paths.Contains(ManifestSources.StandardInput))
        {
            return;
        }

        List<Resource> resources = [];
        foreach (ManifestDocument document in ManifestSources.Resolve(run.Options.Paths, run.Options.WorkingDirectory).Read(new ManifestReader()))
        {
            cancellationToken.ThrowIfCancellationRequested();
            resources.AddRange(document.Resources);
        }

        var network = new NetworkAnalyzer(resources);
        foreach (InventoryEntry entry in asked)
        {
            string name = $"{entry.Resource.Namespace ?? "default"}/{entry.Resource.Name}[{entry.Resource.Kind}]";
            if (network.Find(name).Count == 1)
            {
                Prove(network, name, entry);
            }
        }
    }

    private void Prove(NetworkAnalyzer network, string name, InventoryEntry entry)
    {
        ReachStep[] outside = [.. network.Reach(name).Outside.Where(step => step.Steps == 1)];
        bool api = ApiPorts.Any(port => outside.Any(step => step.Ports.Contains(NetworkProtocol.Tcp, port))) || ApiPorts.Any(port => !Denies(network, name, Outside, port));
        if (outside.Length == 0 && Denies(network, name, Outside, 443))
        {
            run.Controls.Add(entry, "NP_EGRESS");
        }

        if (Denies(network, name, Metadata, 80))
        {
            run.Controls.Add(entry, "NP_IMDS");
        }

        if (!api)
        {
            run.Controls.Add(entry, "NP_API");
        }
    }

    private static bool Denies(NetworkAnalyzer network, string from, string to, int port) =>
        network.Find(to).Count == 1 && network.Explain(from, to, port).Verdict == ConnectionVerdict.Denied;
}
