using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Images;

internal sealed class GitSyncInjection : Rule
{
    private static readonly string[] Names = ["GITSYNC_GIT", "GIT_SYNC_GIT", "GITSYNC_EXECHOOK_COMMAND", "GITSYNC_GIT_CONFIG", "GIT_SYNC_EXECHOOK_COMMAND"];
    private static readonly string[] Options = ["--git=", "--git-config=", "--exechook-command="];

    public override RuleInfo Info { get; } = new()
    {
        Code = "KS2008",
        Name = "git-sync-injection",
        Title = "git-sync open to command injection",
        Severity = Severity.Medium,
        Category = RuleCategory.Image,
        Why = "git-sync runs what GITSYNC_GIT, GIT_SYNC_GIT or --git name, and passes options on to it: whoever may edit the pod's "
            + "variables runs commands under its account.",
        Attack = "Name a script of a mounted repository as the git command.",
        Remedy = "Remove the variable or argument; guard the right to edit the workload.",
        WhenToWaive = "Images without git on the search path.",
        Frameworks = [new("owasp", "2022-K02"), new("attack", "T1059")],
    };

    public override void CheckContainer(Container container, RuleContext context)
    {
        if (container.Image.Text?.Contains("git-sync", StringComparison.Ordinal) != true)
        {
            return;
        }

        foreach (Field name in container.Field["env"].Items.Select(variable => variable["name"]).Where(name => Names.Contains(name.Text)))
        {
            context.Report(container, name, $"{name.Text} lets git-sync run another program");
        }

        foreach (Field argument in container.Field["args"].Items
            .Where(argument => Options.Any(option => argument.Text?.StartsWith(option, StringComparison.Ordinal) == true)))
        {
            context.Report(container, argument, $"{argument.Text} lets git-sync run another program");
        }
    }
}
