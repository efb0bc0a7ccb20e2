using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Admission;

internal sealed class ApiserviceInsecureSkipTlsVerify : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS4100",
        Name = "apiservice-insecure-skip-tls-verify",
        Title = "Aggregated API is trusted without TLS verification",
        Severity = Severity.High,
        Category = RuleCategory.Access,
        Why = "The API server forwards requests, and the identity of who made them, to whatever answers at the service.",
        Attack = "Answer in place of the aggregated API and read or change what the cluster asks it.",
        Remedy = "Set spec.caBundle and remove insecureSkipTLSVerify.",
        WhenToWaive = "Short-lived test clusters.",
        Sets = new("false", "The API is not reached until caBundle holds its authority."),
        Frameworks = [new("nsa", "encryption"), new("owasp", "K07"), new("attack", "T1557")],
    };

    public override void CheckResource(Resource resource, RuleContext context)
    {
        Field skip = resource.Spec["insecureSkipTLSVerify"];
        if (resource.Kind == "APIService" && skip.IsTrue)
        {
            context.Report(
                resource, skip, $"APIService '{resource.Identity.Name}' does not verify the certificate of the API it forwards to");
        }
    }
}
