using KubeSec.Access;
using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.Access;

internal sealed class RbacSystemMasters : SubjectRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS4064",
        Name = "rbac-system-masters",
        Title = "Binding to system:masters",
        Severity = Severity.High,
        Category = RuleCategory.Access,
        Why = "The group bypasses authorization altogether; a binding to it can only mislead, and shows that its certificates are in use.",
        Attack = "Use a client certificate of the group: it cannot be revoked.",
        Remedy = "Use a group of your own for administrators, and bind that.",
        WhenToWaive = "The break-glass credential, kept offline.",
        Frameworks = [new("nsa", "rbac"), new("cis", "5.1.7"), new("owasp", "K09"), new("attack", "T1078")],
    };

    protected override bool Concerns(Subject subject) =>
        subject is { Kind: "Group", Name: "system:masters" };

    protected override string Inheritor(Subject subject) => "certificates of the group";
}
