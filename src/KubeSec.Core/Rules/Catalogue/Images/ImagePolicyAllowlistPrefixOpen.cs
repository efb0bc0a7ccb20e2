using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Images;

internal sealed class ImagePolicyAllowlistPrefixOpen : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS2006",
        Name = "image-policy-allowlist-prefix-open",
        Title = "Allowed repository that also allows other names",
        Severity = Severity.Medium,
        Category = RuleCategory.Image,
        Why = "Gatekeeper compares by prefix: registry.example.com without a closing slash also allows "
            + "registry.example.com.attacker.example.",
        Attack = "Register a name that begins with the allowed one.",
        Remedy = "End every entry of repos in a slash, or name the image and its tag.",
        WhenToWaive = "Entries that name a single image in full.",
        Frameworks = [new("owasp", "2022-K02"), new("attack", "T1525")],
    };

    public override void CheckResource(Resource resource, RuleContext context)
    {
        if (resource.Identity.Group != "constraints.gatekeeper.sh" || !resource.Kind.Contains("Repos", StringComparison.Ordinal))
        {
            return;
        }

        foreach (Field repository in resource.Spec["parameters"]["repos"].Items.Where(IsOpen))
        {
            context.Report(resource, repository, $"'{repository.Text}' also allows every name that begins with it");
        }
    }

    private static bool IsOpen(Field repository) =>
        repository.Text is { Length: > 0 } text && text[^1] is not ('/' or '*') && !text[(text.LastIndexOf('/') + 1)..].Contains(':');
}
