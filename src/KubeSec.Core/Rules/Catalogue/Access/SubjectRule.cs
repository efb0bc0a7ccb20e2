using KubeSec.Access;

namespace KubeSec.Rules.Catalogue.Access;

/// <summary>A rule about one kind of subject that should not receive a role.</summary>
internal abstract class SubjectRule : Rule
{
    public sealed override void CheckAll(ResourceIndex index, RuleContext context)
    {
        foreach (Grant grant in index.Access.Grants)
        {
            foreach (Subject subject in grant.Subjects.Where(Concerns))
            {
                context.Report(
                    grant.Binding, subject.Field["name"], $"{grant.RoleKind} '{grant.RoleName}' is bound to {subject}: {Inheritor(subject)} inherits it");
            }
        }
    }

    /// <summary>Whether the subject is of the kind looked for.</summary>
    protected abstract bool Concerns(Subject subject);

    /// <summary>Who ends up with the role.</summary>
    protected abstract string Inheritor(Subject subject);
}
