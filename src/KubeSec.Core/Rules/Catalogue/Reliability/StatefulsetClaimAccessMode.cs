using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Reliability;

internal sealed class StatefulsetClaimAccessMode : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS7044",
        Name = "statefulset-claim-access-mode",
        Title = "Claim of a StatefulSet that several nodes may write",
        Severity = Severity.Low,
        Category = RuleCategory.Reliability,
        Why = "Each member has a claim of its own; sharing it between nodes is seldom meant and often corrupts it.",
        Attack = "None is needed.",
        Remedy = "Use ReadWriteOnce or ReadWriteOncePod.",
        WhenToWaive = "Storage made to be shared.",
        EnabledByDefault = false,
    };

    public override void CheckResource(Resource resource, RuleContext context)
    {
        IEnumerable<Field> modes = resource.Spec["volumeClaimTemplates"].Items.SelectMany(claim => claim["spec"]["accessModes"].Items);
        foreach (Field mode in modes
            .Where(mode => resource.Kind == "StatefulSet" && mode.Text is not ("ReadWriteOnce" or "ReadWriteOncePod")))
        {
            context.Report(resource, mode, $"a claim of StatefulSet '{resource.Identity.Name}' is {mode.Text}");
        }
    }
}
