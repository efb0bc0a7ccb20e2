using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Secrets;

internal sealed class SecretMountedInWorkload : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS5005",
        Name = "secret-mounted-in-workload",
        Title = "Workload reads secrets",
        Severity = Severity.Info,
        Category = RuleCategory.Secrets,
        Why = "An inventory: whoever enters one of these containers holds these secrets.",
        Attack = "Read the mounted files.",
        Remedy = "Mount only the keys the program needs (items), and only in the container that needs them.",
        WhenToWaive = "Wherever the workload needs the secret; the finding is information.",
        Frameworks = [new("nsa", "secrets"), new("owasp", "K03"), new("attack", "T1552.007")],
    };

    public override void CheckWorkload(Workload workload, RuleContext context)
    {
        foreach (Field name in workload.Volumes.SelectMany(SecretNames).Where(name => name.Exists))
        {
            context.Report(workload, name, $"the pod mounts secret '{name.Text}'");
        }
    }

    private static IEnumerable<Field> SecretNames(Field volume) =>
        volume["projected"]["sources"].Items.Select(source => source["secret"]["name"]).Append(volume["secret"]["secretName"]);
}
