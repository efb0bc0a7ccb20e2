using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Secrets;

internal sealed class SecretLiteralInEnv : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS5002",
        Name = "secret-literal-in-env",
        Title = "Credential written out in an environment variable",
        Severity = Severity.High,
        Category = RuleCategory.Secrets,
        Why = "The credential stands in the repository, in every copy of the manifest and in the API server's answer to anyone who "
            + "may read pods.",
        Attack = "Read it from the repository's history or from kubectl get pod.",
        Remedy = "Put the value into a Secret, mount it as a read-only volume, and replace the credential: it has been seen.",
        WhenToWaive = "Values that only look like credentials, such as the name of a key.",
        Frameworks = [new("nsa", "secrets"), new("cis", "5.4.1"), new("owasp", "K03"), new("attack", "T1552.001")],
    };

    public override void CheckContainer(Container container, RuleContext context)
    {
        foreach (Field variable in container.Field["env"].Items)
        {
            Field value = variable["value"];
            if (value.Text is { } text && Credentials.Betrays(variable["name"].Text ?? "", text) is { } kind)
            {
                context.Report(container, value, $"variable '{variable["name"].Text}' of container '{container.Name}' holds {kind}");
            }
        }
    }
}
