using KubeSec.Access;
using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.Access;

internal sealed class RbacServiceAccountsGroupBinding : SubjectRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS4063",
        Name = "rbac-service-accounts-group-binding",
        Title = "Role bound to all service accounts",
        Severity = Severity.High,
        Category = RuleCategory.Access,
        Why = "Every pod in reach of the group inherits the role, also pods deployed later by others.",
        Attack = "Enter through the weakest pod and use its token.",
        Remedy = "Bind the one service account that needs it.",
        WhenToWaive = "Image pull or network roles that each pod of a cluster needs.",
        Frameworks = [new("nsa", "rbac"), new("cis", "5.1.5"), new("owasp", "K09"), new("attack", "T1078")],
    };

    protected override bool Concerns(Subject subject) =>
        subject.Kind == "Group" && (subject.Name == "system:serviceaccounts"
            || subject.Name.StartsWith("system:serviceaccounts:", StringComparison.Ordinal));

    protected override string Inheritor(Subject subject) => "every pod the group covers";
}
