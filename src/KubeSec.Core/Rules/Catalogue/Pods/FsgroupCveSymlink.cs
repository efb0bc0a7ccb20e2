using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Pods;

internal sealed class FsgroupCveSymlink : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS1045",
        Name = "fsgroup-cve-symlink",
        Title = "subPath mount that a symlink can lead out of the volume (CVE-2021-25741)",
        Severity = Severity.Medium,
        Category = RuleCategory.Pod,
        Why = "Kubelets before 1.19.15, 1.20.11, 1.21.5 and 1.22.2 follow a symlink swapped in while a subPath is mounted, onto the "
            + "node's disk.",
        Attack = "Swap the directory for a symlink to / in a first container while the second starts.",
        Remedy = "Update the nodes; until then avoid subPath on volumes a container writes.",
        WhenToWaive = "Nodes whose kubelet is mended.",
        Frameworks = [new("owasp", "K07"), new("attack", "T1611")],
    };

    public override void CheckContainer(Container container, RuleContext context)
    {
        if (context.Minor > 22)
        {
            return;
        }

        foreach (Field mount in container.Field["volumeMounts"].Items)
        {
            Field path = mount["subPathExpr"].Exists ? mount["subPathExpr"] : mount["subPath"];
            if (path.Exists)
            {
                context.Report(
                    container, path,
                    $"container '{container.Name}' mounts a subPath on a kubelet that may follow symlinks out of the volume");
            }
        }
    }
}
