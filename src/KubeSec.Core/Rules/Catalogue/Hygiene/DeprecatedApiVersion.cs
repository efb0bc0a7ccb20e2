using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Hygiene;

internal sealed class DeprecatedApiVersion : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS7113",
        Name = "deprecated-api-version",
        Title = "API version that the cluster no longer serves",
        Severity = Severity.Medium,
        Category = RuleCategory.Reliability,
        Why = "The API server refuses the object: a policy or budget that was believed to hold is not there.",
        Attack = "Rely on the guard that was never created.",
        Remedy = "Use the API version that has taken its place.",
        WhenToWaive = "Clusters old enough to serve it.",
        Frameworks = [new("owasp", "K07")],
        EnabledByDefault = false,
    };

    public override void CheckResource(Resource resource, RuleContext context)
    {
        string version = resource.Identity.ApiVersion;
        if (RetiredApis.Find(version, resource.Kind) is { } retired && context.Minor >= retired.Deprecated)
        {
            string state = context.Minor >= retired.Removed
                ? FormattableString.Invariant($"left Kubernetes in 1.{retired.Removed}")
                : FormattableString.Invariant($"leaves Kubernetes in 1.{retired.Removed}");
            context.Report(resource, resource.Root["apiVersion"], $"{version} {resource.Kind} {state}; use {retired.Successor}");
        }
    }
}
