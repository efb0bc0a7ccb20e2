using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Secrets;

internal sealed class SecretInConfigMap : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS5003",
        Name = "secret-in-configmap",
        Title = "Credential in a ConfigMap",
        Severity = Severity.High,
        Category = RuleCategory.Secrets,
        Why = "ConfigMaps are neither encrypted at rest nor guarded by the rights on secrets: whoever may read configuration reads "
            + "the credential.",
        Attack = "List the ConfigMaps of the namespace.",
        Remedy = "Move the value into a Secret, and replace the credential: it has been seen.",
        WhenToWaive = "Values that only look like credentials.",
        Frameworks = [new("nsa", "secrets"), new("owasp", "K03"), new("attack", "T1552.001")],
    };

    public override void CheckResource(Resource resource, RuleContext context)
    {
        if (resource is not { Kind: "ConfigMap", Identity.Group: "" })
        {
            return;
        }

        foreach (Field entry in resource.Root["data"].Entries)
        {
            if (entry.Text is { } text && (Credentials.Betrays(entry.Name, text) ?? Credentials.InsideFile(text)) is { } kind)
            {
                context.Report(resource, entry, $"ConfigMap '{resource.Identity.Name}' holds {kind} under '{entry.Name}'");
            }
        }
    }
}
