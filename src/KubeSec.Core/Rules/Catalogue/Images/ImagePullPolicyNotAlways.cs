using KubeSec.Findings;
using KubeSec.Images;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Images;

internal sealed class ImagePullPolicyNotAlways : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS2004",
        Name = "image-pull-policy-not-always",
        Title = "Image may run without asking the registry",
        Severity = Severity.Info,
        Category = RuleCategory.Image,
        Why = "With IfNotPresent or Never a node starts what lies in its cache: a pod without the right to pull a private image runs "
            + "it, and a moved tag goes unnoticed.",
        Attack = "Schedule a pod on a node where another team's private image is cached.",
        Remedy = "Set imagePullPolicy to Always, or pin the digest and let the AlwaysPullImages admission plugin check the right to pull.",
        WhenToWaive = "Images pinned by digest on nodes of one team; air-gapped nodes.",
        Sets = new("Always", "Nodes that cannot reach the registry."),
        Frameworks = [new("owasp", "2022-K02"), new("attack", "T1525")],
    };

    public override void CheckContainer(Container container, RuleContext context)
    {
        Field policy = container.Field["imagePullPolicy"];
        bool parsed = ImageReference.TryParse(container.Image.Text, out ImageReference? image, out _);

        // The API server fills in Always where the tag is latest, else IfNotPresent (core/v1 defaults.go).
        bool defaultsToAlways = parsed && image!.Digest is null && image.EffectiveTag == "latest";
        if (parsed && policy.Text != "Always" && (policy.Exists || !defaultsToAlways) && image!.Digest is null)
        {
            context.Report(container, policy, $"image '{container.Image.Text}' may run from the node's cache");
        }
    }
}
