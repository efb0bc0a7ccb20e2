using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Secrets;

internal sealed class SecretLiteralInArgs : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS5004",
        Name = "secret-literal-in-args",
        Title = "Credential written out on the command line",
        Severity = Severity.High,
        Category = RuleCategory.Secrets,
        Why = "Arguments stand in the repository, in the pod's status and in the process list of the node.",
        Attack = "Read it from the repository's history, from kubectl get pod, or from ps.",
        Remedy = "Pass a file: mount the Secret as a read-only volume, and replace the credential: it has been seen.",
        WhenToWaive = "Values that only look like credentials.",
        Frameworks = [new("nsa", "secrets"), new("cis", "5.4.1"), new("owasp", "K03"), new("attack", "T1552.001")],
    };

    public override void CheckContainer(Container container, RuleContext context)
    {
        string[] lists = ["command", "args"];
        foreach (Field argument in lists.SelectMany(list => container.Field[list].Items))
        {
            if (argument.Text is { } text && Credentials.InArgument(text) is { } kind)
            {
                context.Report(container, argument, $"the command line of container '{container.Name}' holds {kind}");
            }
        }
    }
}
