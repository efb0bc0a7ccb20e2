using KubeSec.Access;
using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.Access;

internal sealed class RbacAuthenticatedBinding : SubjectRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS4062",
        Name = "rbac-authenticated-binding",
        Title = "Role bound to every authenticated identity",
        Severity = Severity.High,
        Category = RuleCategory.Access,
        Why = "Every user and every service account holds the role, those created later included; on some clouds every account of "
            + "that cloud is authenticated.",
        Attack = "Use the token of any pod, or any account of the cloud provider.",
        Remedy = "Bind the users or service accounts that need it.",
        WhenToWaive = "The built-in discovery roles.",
        Frameworks = [new("nsa", "rbac"), new("cis", "5.1.1"), new("owasp", "K09"), new("attack", "T1078")],
    };

    protected override bool Concerns(Subject subject) =>
        subject is { Kind: "Group", Name: "system:authenticated" };

    protected override string Inheritor(Subject subject) => "every user and service account";
}
