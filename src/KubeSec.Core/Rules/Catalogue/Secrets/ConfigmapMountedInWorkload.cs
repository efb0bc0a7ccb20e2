using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Secrets;

internal sealed class ConfigmapMountedInWorkload : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS5006",
        Name = "configmap-mounted-in-workload",
        Title = "Workload reads ConfigMaps",
        Severity = Severity.Info,
        Category = RuleCategory.Secrets,
        Why = "An inventory: whoever may change one of these ConfigMaps changes what the workload does.",
        Attack = "Change the ConfigMap and wait for a restart.",
        Remedy = "Guard the right to write ConfigMaps; set immutable: true where the content is fixed.",
        WhenToWaive = "Wherever the workload needs the ConfigMap; the finding is information.",
        Frameworks = [new("owasp", "K03"), new("attack", "T1565")],
    };

    public override void CheckWorkload(Workload workload, RuleContext context)
    {
        foreach (Field name in workload.Volumes.SelectMany(ConfigMapNames).Where(name => name.Exists))
        {
            context.Report(workload, name, $"the pod mounts ConfigMap '{name.Text}'");
        }
    }

    private static IEnumerable<Field> ConfigMapNames(Field volume) =>
        volume["projected"]["sources"].Items.Select(source => source["configMap"]["name"]).Append(volume["configMap"]["name"]);
}
