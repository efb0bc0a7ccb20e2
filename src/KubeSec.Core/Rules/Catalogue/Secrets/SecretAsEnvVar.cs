using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Secrets;

internal sealed class SecretAsEnvVar : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS5001",
        Name = "secret-as-env-var",
        Title = "Secret reaches the container as an environment variable",
        Severity = Severity.Medium,
        Category = RuleCategory.Secrets,
        Why = "Environment variables are inherited by every child process, printed by crash reports and debug pages, and never "
            + "follow a rotated secret.",
        Attack = "Read the environment from a debug endpoint, a crash dump or /proc.",
        Remedy = "Mount the secret as a read-only volume and read the file.",
        WhenToWaive = "Third-party images that take their credentials in no other way.",
        Frameworks = [new("nsa", "secrets"), new("cis", "5.4.1"), new("owasp", "K03"), new("attack", "T1552.007")],
    };

    public override void CheckContainer(Container container, RuleContext context)
    {
        foreach (Field reference in container.Field["env"].Items
            .Select(variable => variable["valueFrom"]["secretKeyRef"])
            .Where(r => r.Exists))
        {
            context.Report(
                container, reference["name"],
                $"container '{container.Name}' gets secret '{reference["name"].Text}' as an environment variable");
        }

        foreach (Field reference in container.Field["envFrom"].Items.Select(source => source["secretRef"]).Where(r => r.Exists))
        {
            context.Report(
                container, reference["name"],
                $"container '{container.Name}' gets all of secret '{reference["name"].Text}' as environment variables");
        }
    }
}
