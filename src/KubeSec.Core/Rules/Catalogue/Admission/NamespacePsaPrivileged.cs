using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Admission;

internal sealed class NamespacePsaPrivileged : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS4106",
        Name = "namespace-psa-privileged",
        Title = "Namespace at the privileged Pod Security level",
        Severity = Severity.High,
        Category = RuleCategory.Access,
        Why = "The level privileged enforces nothing: any pod may take over its node.",
        Attack = "Create a privileged pod in the namespace.",
        Remedy = "Enforce baseline or restricted, and move the node agents that need more into a namespace of their own.",
        WhenToWaive = "Namespaces of storage, network and node agents.",
        Sets = new("baseline", "Pods beyond the baseline are refused."),
        Frameworks = [new("nsa", "pod-security"), new("cis", "5.2.1"), new("owasp", "K04"), new("attack", "T1611")],
    };

    public override void CheckResource(Resource resource, RuleContext context)
    {
        Field level = resource.Labels["pod-security.kubernetes.io/enforce"];
        if (resource is { Kind: "Namespace", Identity.Group: "" } && level.Text == "privileged")
        {
            context.Report(resource, level, $"namespace '{resource.Identity.Name}' enforces the level privileged, which forbids nothing");
        }
    }
}
