using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Pods;

internal sealed class ApparmorAnnotationSupersededByField : Rule
{
    private const string Annotation = "container.apparmor.security.beta.kubernetes.io/";

    public override RuleInfo Info { get; } = new()
    {
        Code = "KS1055",
        Name = "apparmor-annotation-superseded-by-field",
        Title = "AppArmor annotation that says something else than the field",
        Severity = Severity.Low,
        Category = RuleCategory.Pod,
        Why = "Where a field and an annotation differ, the API server refuses the pod or one of the two is not what runs.",
        Attack = "Rely on the profile that is believed to hold and does not.",
        Remedy = "Remove the annotation; the field has taken its place in 1.30.",
        WhenToWaive = "Manifests that must serve clusters older than 1.30.",
        Frameworks = [new("nsa", "pod-security"), new("owasp", "K01")],
    };

    public override void CheckContainer(Container container, RuleContext context)
    {
        Field annotation = container.Workload.PodAnnotations[Annotation + container.Name];
        Field field = container.InheritedSecurity("appArmorProfile")["type"];
        if (annotation.Exists && (field.Exists || context.Minor >= 30))
        {
            context.Report(container, annotation, field.Exists
                ? $"the annotation for container '{container.Name}' stands beside the field appArmorProfile"
                : $"the annotation for container '{container.Name}' has given way to the field appArmorProfile");
        }
    }
}
