using KubeSec.Access;
using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.Access;

internal sealed class DefaultServiceAccountBound : SubjectRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS4060",
        Name = "default-service-account-bound",
        Title = "Role bound to a default service account",
        Severity = Severity.High,
        Category = RuleCategory.Access,
        Why = "Every pod of the namespace that names no service account runs as the default one and inherits the role.",
        Attack = "Enter through any pod of the namespace and use its default token.",
        Remedy = "Give the workload that needs the role a service account of its own and bind that.",
        WhenToWaive = "None is needed: a service account costs nothing.",
        Frameworks = [new("nsa", "rbac"), new("cis", "5.1.5"), new("owasp", "K09"), new("attack", "T1078.001")],
    };

    protected override bool Concerns(Subject subject) =>
        subject.Kind == "ServiceAccount" && subject.Name == "default";

    protected override string Inheritor(Subject subject) => $"every pod of {subject.Namespace} without a service account of its own";
}
