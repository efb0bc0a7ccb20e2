using KubeSec.Findings;

namespace KubeSec.Network;

/// <summary>KS3017: the link-local address that cloud nodes serve their credentials at (AWS, Azure, Google, OpenStack alike).</summary>
internal sealed class MetadataReachable : NetworkCheck
{
    private const string MetadataAddress = "169.254.169.254";

    public override IEnumerable<Finding> Check(NetworkLintContext context)
    {
        int metadata = context.Engine.Index.Addresses([AddressRange.ParseAddress(MetadataAddress)!.Value]).Members().First();
        foreach ((NetworkWorkload workload, int number) in context.Workloads)
        {
            (int allowed, _) = context.Engine.RowOf(number, TrafficDirection.Egress).At(metadata);
            if (context.Engine.Pool[allowed].Contains(NetworkProtocol.Tcp, 80))
            {
                yield return Report(NetworkRules.MetadataReachable, workload, $"{workload.Name} may reach {MetadataAddress}");
            }
        }
    }
}
