using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Identity;

internal sealed class ProjectedTokenNoAudience : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS4073",
        Name = "projected-token-no-audience",
        Title = "Projected token valid for the API server",
        Severity = Severity.Low,
        Category = RuleCategory.Access,
        Why = "A token without an audience is made for the API server: whoever it is shown to can use it there.",
        Attack = "Let the other system log the token, and use it at the API server.",
        Remedy = "Name the system the token is for in audience.",
        WhenToWaive = "Tokens the program does show to the API server.",
        Frameworks = [new("nsa", "sa-tokens"), new("owasp", "K09"), new("attack", "T1528")],
    };

    public override void CheckWorkload(Workload workload, RuleContext context)
    {
        foreach (Field token in ProjectedTokens.Of(workload).Where(token => token["audience"].Text is null or ""))
        {
            context.Report(
                workload, token["audience"].Exists ? token["audience"] : token["path"],
                "the projected token is valid for the API server: it names no audience");
        }
    }
}
