using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Network;

/// <summary>
/// Calico's own policies order, log, pass and match by an expression language of their own. They are not read:
/// every answer about the pods they may select is unknown, and a finding says so.
/// </summary>
internal static class CalicoPolicyReader
{
    public static Policy Read(Resource resource, List<Finding> findings)
    {
        var faults = new PolicyFaults(resource, findings);
        faults.NotUnderstood(resource.Root["kind"], $"{resource.Kind} of Calico is not read: answers about the pods it may select are unknown");
        bool staged = resource.Kind.StartsWith("Staged", StringComparison.Ordinal);
        return new Policy
        {
            Resource = resource,
            Layer = PolicyLayer.Namespace,
            SubjectNamespaces = resource.Kind.EndsWith("GlobalNetworkPolicy", StringComparison.Ordinal) ? LabelQuery.Everything : null,
            SubjectPods = staged ? LabelQuery.Unreadable : LabelQuery.Everything,
            AffectsIngress = true,
            AffectsEgress = true,
            Rules = [],
            IsNotUnderstood = true,
        };
    }
}
