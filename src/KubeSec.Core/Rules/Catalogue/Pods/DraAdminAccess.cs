using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Pods;

internal sealed class DraAdminAccess : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS1056",
        Name = "dra-admin-access",
        Title = "Device claim with administrator access",
        Severity = Severity.High,
        Category = RuleCategory.Pod,
        Why = "adminAccess gives the pod devices that other pods are using, for watching or managing them (KEP-5018).",
        Attack = "Read the memory of another team's accelerator.",
        Remedy = "Remove adminAccess from the device request.",
        WhenToWaive = "Device monitors, in a namespace labelled for administrator access.",
        Sets = new("false", "Device monitors."),
        Frameworks = [new("owasp", "K01"), new("attack", "T1611")],
    };

    public override void CheckResource(Resource resource, RuleContext context)
    {
        if (resource.Identity.Group != "resource.k8s.io")
        {
            return;
        }

        Field spec = resource.Kind == "ResourceClaimTemplate" ? resource.Spec["spec"] : resource.Spec;
        foreach (Field request in spec["devices"]["requests"].Items)
        {
            Field admin = request["adminAccess"].Exists ? request["adminAccess"] : request["exactly"]["adminAccess"];
            if (admin.IsTrue)
            {
                context.Report(resource, admin, $"{resource.Kind} '{resource.Identity.Name}' asks for administrator access to devices");
            }
        }
    }
}
