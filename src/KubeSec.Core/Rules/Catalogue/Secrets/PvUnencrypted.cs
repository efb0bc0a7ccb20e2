using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Secrets;

internal sealed class PvUnencrypted : Rule
{
    /// <summary>Drivers whose StorageClass says whether disks are encrypted, and the parameter that says so.</summary>
    private static readonly Dictionary<string, string> EncryptionParameters = new(StringComparer.Ordinal)
    {
        ["ebs.csi.aws.com"] = "encrypted",
        ["kubernetes.io/aws-ebs"] = "encrypted",
        ["efs.csi.aws.com"] = "encrypted",
        ["rbd.csi.ceph.com"] = "encrypted",
        ["cinder.csi.openstack.org"] = "encrypted",
        ["driver.longhorn.io"] = "encrypted",
        ["pd.csi.storage.gke.io"] = "disk-encryption-kms-key",
        ["disk.csi.azure.com"] = "diskEncryptionSetID",
    };

    public override RuleInfo Info { get; } = new()
    {
        Code = "KS5007",
        Name = "pv-unencrypted",
        Title = "Storage that is not encrypted",
        Severity = Severity.Medium,
        Category = RuleCategory.Secrets,
        Why = "Disks, snapshots and backups can be read by whoever reaches the storage system.",
        Attack = "Attach a snapshot of the disk in another account.",
        Remedy = "Set the driver's encryption parameter in the StorageClass, or encrypted in the volume.",
        WhenToWaive = "Clouds that encrypt every disk, and data that is public.",
        Frameworks = [new("nsa", "encryption"), new("owasp", "K03"), new("attack", "T1530")],
    };

    public override void CheckResource(Resource resource, RuleContext context)
    {
        if (resource is not { Kind: "StorageClass", Identity.Group: "storage.k8s.io" })
        {
            return;
        }

        string driver = resource.Root["provisioner"].Text ?? "";
        if (EncryptionParameters.TryGetValue(driver, out string? parameter)
            && resource.Root["parameters"][parameter].Text is null or "false" or "")
        {
            context.Report(
                resource, resource.Root["parameters"][parameter],
                $"disks of StorageClass '{resource.Identity.Name}' are not encrypted: {parameter} is not set");
        }
    }
}
