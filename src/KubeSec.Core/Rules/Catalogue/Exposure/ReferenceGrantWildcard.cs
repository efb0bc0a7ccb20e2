using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Exposure;

internal sealed class ReferenceGrantWildcard : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS3201",
        Name = "reference-grant-wildcard",
        Title = "ReferenceGrant opens every object of a kind",
        Severity = Severity.Medium,
        Category = RuleCategory.Network,
        Why = "Without a name the grant covers every Secret or Service of the namespace, also those made later.",
        Attack = "Refer to another Secret of the namespace from a route or gateway in the granted one.",
        Remedy = "Name the object in spec.to, and one namespace in spec.from.",
        WhenToWaive = "Grants on Services of a namespace that holds one application.",
        Frameworks = [new("nsa", "network-policies"), new("owasp", "K05")],
    };

    public override void CheckResource(Resource resource, RuleContext context)
    {
        if (resource.Kind != "ReferenceGrant")
        {
            return;
        }

        foreach (Field to in resource.Spec["to"].Items.Where(to => !to["name"].Exists))
        {
            context.Report(
                resource, to["kind"], $"ReferenceGrant '{resource.Identity.Name}' opens every {to["kind"].Text} of its namespace");
        }

        foreach (Field home in resource.Spec["from"].Items.Select(from => from["namespace"]).Where(n => n.Text == "*"))
        {
            context.Report(resource, home, $"ReferenceGrant '{resource.Identity.Name}' is open to every namespace");
        }
    }
}
